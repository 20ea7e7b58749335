"""Co-occurrence vectors: counts by hand, PPMI by its formula, and the SVD against numpy's."""

from __future__ import annotations

import numpy as np
import pytest

from training.embeddings import cooccurrence, left_vectors, ppmi, token_vectors
from training.pretrain_config import EmbeddingsConfig


def test_counts_of_one_row_without_special_tokens() -> None:
    rows = np.array([[2, 5, 6, 5, 3, 0]], dtype=np.uint16)
    counts = cooccurrence(rows, 8, distances=(1, 2))
    expected = {(5, 6): 1, (6, 5): 1, (5, 5): 1}
    assert {(int(a), int(b)): int(counts[a, b]) for a, b in np.argwhere(counts)} == expected


def test_chunks_add_up(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = np.random.default_rng(0).integers(5, 12, (37, 16)).astype(np.uint16)
    whole = cooccurrence(rows, 12, distances=(1, 3))
    monkeypatch.setattr("training.embeddings._CHUNK", 5)
    np.testing.assert_array_equal(cooccurrence(rows, 12, distances=(1, 3)), whole)
    assert whole.sum() == 37 * (15 + 13)


def test_ppmi_is_the_log_ratio_and_never_negative() -> None:
    counts = np.array([[8, 0], [2, 2]], dtype=np.float32)
    got = ppmi(counts.copy(), smoothing=1.0)
    expected = np.log(np.array([[8 * 12 / (8 * 10), 1], [1, 2 * 12 / (4 * 2)]]))
    np.testing.assert_allclose(got, expected, atol=1e-6)
    assert (ppmi(np.zeros((2, 2), np.float32), 0.75) == 0).all()


def test_svd_agrees_with_numpy_on_the_gram_matrix() -> None:
    random = np.random.default_rng(1)
    low = (random.standard_normal((40, 6)) @ random.standard_normal((6, 40))).astype(np.float32)
    other = (low @ low.T / 40).astype(np.float32)
    got = left_vectors([low, other], size=6, power=1.0, iterations=3, seed=0)
    side = np.concatenate([low, other], axis=1)
    left, values, _ = np.linalg.svd(side)
    expected = (left[:, :6] * values[:6]) @ (left[:, :6] * values[:6]).T
    np.testing.assert_allclose(got @ got.T, expected, rtol=1e-3, atol=1e-3 * np.abs(expected).max())


def test_tokens_of_one_context_are_neighbours() -> None:
    # 10 and 11 stand in the same places, 12 in others; 13 never occurs.
    rows = np.array([[5, 10, 6, 7], [5, 11, 6, 7], [8, 12, 9, 7]] * 20, dtype=np.uint16)
    vectors = token_vectors(rows, 14, 4, EmbeddingsConfig("unused.npy", window=2))
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    assert unit[10] @ unit[11] > 0.99
    assert unit[10] @ unit[12] < 0.5
    assert np.isfinite(vectors).all()
    assert 0 < np.linalg.norm(vectors[13]) < np.linalg.norm(vectors[10])
