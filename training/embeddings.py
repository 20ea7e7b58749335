"""Token vectors from co-occurrence counts: smoothed PPMI and a randomised SVD.

Knows packed rows of token ids; knows no text and no network. The matrix is dense: 4 bytes x vocabulary squared (4.1 GB at 32k),
which two cores multiply faster than they would sort a sparse one.

Sources: Levy, Goldberg & Dagan 2015 (context smoothing, exponent on the singular values); Halko, Martinsson & Tropp 2011 (SVD).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.config import load, parser
from training.pretrain_config import EmbeddingsConfig, PretrainConfig
from training.pretrain_text import load_rows

# Rows whose pairs are counted at once: 20,000 x 128 tokens make 20 MB of pair codes, which fit the cache of the sort.
_CHUNK = 20_000
Matrix = NDArray[np.float32]


def cooccurrence(rows: NDArray[np.uint16], vocabulary: int, distances: tuple[int, ...], first: int = 5) -> Matrix:
    """How often token b follows token a at one of the distances.

    Args:
        rows: shape (rows, length), token ids; ids below ``first`` (special tokens) count neither as word nor as context.

    Returns:
        Shape (vocabulary, vocabulary): row a, column b.
    """
    counts = np.zeros(vocabulary * vocabulary, dtype=np.float32)
    for begin in range(0, len(rows), _CHUNK):
        chunk = np.asarray(rows[begin : begin + _CHUNK]).astype(np.int64)
        for distance in distances:
            left, right = chunk[:, :-distance].ravel(), chunk[:, distance:].ravel()
            kept = (left >= first) & (right >= first)
            codes = left[kept] * vocabulary + right[kept]
            codes.sort()
            if not len(codes):
                continue
            starts = np.flatnonzero(np.concatenate([[True], codes[1:] != codes[:-1]]))
            counts[codes[starts]] += np.diff(np.append(starts, len(codes)))
    return counts.reshape(vocabulary, vocabulary)


def ppmi(counts: Matrix, smoothing: float) -> Matrix:
    """Positive pointwise mutual information, in place; contexts (columns) weigh with their frequency to the ``smoothing``."""
    word = counts.sum(axis=1, dtype=np.float64)
    context = counts.sum(axis=0, dtype=np.float64) ** smoothing
    context /= max(context.sum(), 1e-12)
    word_scale = np.where(word > 0, 1 / np.maximum(word, 1e-12), 0).astype(np.float32)
    context_scale = np.where(context > 0, 1 / np.maximum(context, 1e-12), 0).astype(np.float32)
    for begin in range(0, len(counts), 1024):
        block = counts[begin : begin + 1024]
        block *= word_scale[begin : begin + 1024, None]
        block *= context_scale
        np.log(np.maximum(block, 1.0, out=block), out=block)
    return counts


def left_vectors(matrices: list[Matrix], size: int, power: float, iterations: int, seed: int) -> Matrix:
    """The leading left singular vectors of matrices laid side by side, times their singular values to the ``power``.

    Args:
        matrices: each of shape (n, n).

    Returns:
        Shape (n, size). Missing directions (fewer than ``size`` of them) are zero.
    """
    random = np.random.default_rng(seed)
    width = min(size + 32, len(matrices[0]))
    basis = _orthonormal([m @ random.standard_normal((m.shape[1], width), dtype=np.float32) for m in matrices])
    for _ in range(iterations):
        basis = _orthonormal([m @ (m.T @ basis) for m in matrices])
    projected = np.concatenate([basis.T @ m for m in matrices], axis=1)
    left, values, _ = np.linalg.svd(projected @ projected.T)
    found = (basis @ left)[:, :size] * np.sqrt(np.maximum(values[:size], 0)) ** power
    out = np.zeros((len(found), size), dtype=np.float32)
    out[:, : found.shape[1]] = found
    return out


def token_vectors(rows: NDArray[np.uint16], vocabulary: int, size: int, config: EmbeddingsConfig, seed: int = 1) -> Matrix:
    """Vectors of all tokens.

    Distances up to ``config.directed`` give two matrices (next, previous), the rest one symmetric matrix: what a token's neighbours
    are, and what it is about. All share one SVD.

    Returns:
        Shape (vocabulary, size); root mean square 1 over the tokens that occur, small noise for those that do not.
    """
    near = tuple(range(1, config.directed + 1))
    far = tuple(range(config.directed + 1, config.window + 1))
    matrices: list[Matrix] = []
    if near:
        after = cooccurrence(rows, vocabulary, near)
        before = np.ascontiguousarray(after.T)
        matrices += [ppmi(after, config.smoothing), ppmi(before, config.smoothing)]
    if far:
        around = cooccurrence(rows, vocabulary, far)
        around += around.T.copy()
        matrices.append(ppmi(around, config.smoothing))
    vectors = left_vectors(matrices, size, config.power, config.iterations, seed)
    # Rounding leaves a trace of 1e-13 in tokens without any context; a normalising layer would blow it up.
    seen = np.abs(vectors).max(axis=1) > 1e-6
    vectors /= max(float(np.sqrt(np.mean(vectors[seen] ** 2))), 1e-12) if seen.any() else 1.0
    vectors[~seen] = np.random.default_rng(seed).standard_normal((int((~seen).sum()), size), dtype=np.float32) * 0.1
    return vectors


def _orthonormal(parts: list[Matrix]) -> Matrix:
    basis: Matrix = np.linalg.qr(np.sum(parts, axis=0))[0]
    return basis


def main() -> int:
    """Make the vectors of a pretraining configuration."""
    arguments = parser(__doc__ or "").parse_args()
    config = load(PretrainConfig, arguments.config, arguments.overrides)
    rows = load_rows(config.text.packed, "train")
    vectors = token_vectors(rows, config.tokenizer.vocabulary, config.shape.hidden, config.embeddings, config.seed)
    path = Path(config.embeddings.path)
    path.parent.mkdir(parents=True, exist_ok=True)
    np.save(path, vectors)
    print(f"{path}: {vectors.shape[0]} vectors of {vectors.shape[1]}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
