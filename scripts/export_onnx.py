"""Write the bundle of a run: schema, tokenizer, fp32 and int8 ONNX graphs, checksums, model card.

    python -m scripts.export_onnx RUN OUT [--int8-only] [--check data/dev.jsonl]

Refuses (and writes nothing to OUT) if torch and ONNX disagree: on the scores of the fp32 graphs, or on the documents that int8 finds.
"""

from __future__ import annotations

import argparse
import json
import logging
import shutil
import sys
import tempfile
import warnings
from pathlib import Path
from typing import Any

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

import mithaq
from eval.scores import Counts, compare
from mithaq.bundle import CARD, MANIFEST, TOKENIZER, VARIANTS, Bundle, graph_names, open_bundle, write_manifest
from mithaq.decoding import Calibration
from mithaq.documents import Document, read_jsonl
from mithaq.errors import ConfigError, ExportError, MithaqError
from mithaq.extractor import Extractor
from mithaq.features import Arrays, Featurizer
from mithaq.session import LINK_INPUTS, LINK_OUTPUTS, READ_INPUTS, READ_OUTPUTS, OnnxSession
from mithaq.span_features import pack_spans
from models import checkpoint as checkpoints
from models.checkpoint import Checkpoint
from models.joint import JointModel
from scripts.make_model_card import card
from training.config import load
from training.experiment import TrainConfig
from training.predict import TorchSession, extractor

FP32_TOLERANCE = 2e-3
"""Largest difference of a score; scores are of the order of 10, and thresholds are read to two digits."""
INT8_AGREEMENT = 0.95
"""Least F1 of the spans that int8 finds against those of torch."""
_SAMPLE = "غادر الوفدان مبنى الخارجية من دون توقيع اتفاق. وقال الوزير إن الطرفين وقعا وثيقة."


class _Read(nn.Module):
    def __init__(self, model: JointModel) -> None:
        super().__init__()
        self.model = model

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor, first: Tensor, last: Tensor, letters: Tensor, word_mask: Tensor
    ) -> tuple[Tensor, ...]:
        output = self.model.read(input_ids, attention_mask, first, last, letters, word_mask)
        return tuple(getattr(output, name) for name in READ_OUTPUTS)


class _Link(nn.Module):
    def __init__(self, model: JointModel) -> None:
        super().__init__()
        self.model = model

    def forward(
        self, words: Tensor, span_first: Tensor, span_last: Tensor, span_type: Tensor, span_mask: Tensor, gap: Tensor
    ) -> tuple[Tensor, ...]:
        output = self.model.link(words, span_first, span_last, span_type, span_mask, gap)
        return tuple(getattr(output, name) for name in LINK_OUTPUTS)


def export(run: Path, out: Path, check: Path | None, *, int8_only: bool = False) -> dict[str, float]:
    """Write a bundle.

    Args:
        run: folder of ``training.train``.
        out: folder to write; replaced if it is a bundle already.
        check: documents on which int8 must agree with torch; None for the run's development set.
    Returns:
        What was measured: ``fp32_difference``, ``int8_agreement``, sizes in MB.
    Raises:
        ExportError: the graphs disagree with the model, or ``out`` holds something else.
    """
    if out.exists() and any(out.iterdir()) and not (out / MANIFEST).is_file():
        raise ExportError(f"{out}: holds files that are no bundle; give an empty or new folder.")
    checkpoint = checkpoints.load(run)
    calibration = Calibration.from_dict(_json(run / "calibration.json"), str(run / "calibration.json"))
    docs = [doc.bare() for doc in read_jsonl(check or _dev(run))]
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        checkpoint.tokenizer.save(str(folder / TOKENIZER))
        measured = {"fp32_difference": _fp32(checkpoint, docs, folder)}
        for name in graph_names("fp32"):
            _quantise(folder / name, folder / name.replace("fp32", "int8"))
        variants = ("int8",) if int8_only else VARIANTS
        about: dict[str, Any] = {"mithaq": mithaq.__version__, "run": run.name, "dev_scores": _json(run / "dev_scores.json")}
        bundle = Bundle(folder, checkpoint.schema, checkpoint.features, calibration, variants, about)
        write_manifest(bundle)
        measured["int8_agreement"] = _agreement(extractor(checkpoint, calibration), Extractor.load(folder, variant="int8"), docs)
        if measured["int8_agreement"] < INT8_AGREEMENT:
            raise ExportError(
                f"int8 and torch find different spans: F1 {measured['int8_agreement']:.3f} of each other, at least {INT8_AGREEMENT} "
                "wanted; nothing was written. Export without int8 is not supported: look for a layer whose weights have outliers."
            )
        about |= measured
        (folder / CARD).write_text(card(bundle, run), encoding="utf-8")
        write_manifest(bundle)
        wanted = [MANIFEST, TOKENIZER, CARD, *(name for variant in variants for name in graph_names(variant))]
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir(parents=True)
        for name in wanted:
            shutil.copyfile(folder / name, out / name)
    open_bundle(out)
    return {**measured, **{f"{v}_mb": sum((out / n).stat().st_size for n in graph_names(v)) / 1e6 for v in variants}}


def _fp32(checkpoint: Checkpoint, docs: list[Document], folder: Path) -> float:
    """Export both graphs; returns the largest difference of their scores from torch's on batches of other shapes than the example's."""
    featurizer = Featurizer(checkpoint.tokenizer, checkpoint.features)
    example = _arrays(featurizer, [_SAMPLE, _SAMPLE[:40]])
    session = TorchSession(checkpoint.model.eval())
    read, link = graph_names("fp32")
    dims = {name: _dims(name) for name in (*READ_INPUTS, *LINK_INPUTS)}
    _export(_Read(checkpoint.model), example, READ_INPUTS, READ_OUTPUTS, dims, folder / read)
    _export(_Link(checkpoint.model), {**example, **session.read(example)}, LINK_INPUTS, LINK_OUTPUTS, dims, folder / link)
    onnx_session = OnnxSession(folder / read, folder / link)
    worst = 0.0
    for texts in ([docs[0].text], [doc.text for doc in docs[:5]]):
        arrays = _arrays(featurizer, texts)
        ours, theirs = session.read(arrays), onnx_session.read(arrays)
        worst = max(worst, _difference(ours, theirs))
        worst = max(worst, _difference(session.link({**arrays, **ours}), onnx_session.link({**arrays, **ours})))
    if worst > FP32_TOLERANCE:
        raise ExportError(f"torch and ONNX scores differ by {worst:.2e}, more than {FP32_TOLERANCE:.0e}; nothing was written.")
    return worst


def _arrays(featurizer: Featurizer, texts: list[str]) -> Arrays:
    """Everything both graphs read, with three made-up spans a window."""
    words = featurizer.words_of(texts)
    items = [(text, window) for text in words for window in featurizer.windows(text)]
    rows = []
    for text, window in items:
        first = torch.arange(min(3, window.end - window.start)).numpy()
        rows.append((first, first, first % 2, text.sentence[first + window.start]))
    return {**featurizer.pack(items), **pack_spans(rows)}


def _dims(name: str) -> dict[int, str]:
    if name in ("input_ids", "attention_mask"):
        return {0: "batch", 1: "pieces"}
    if name in ("first", "last", "letters", "word_mask", "words"):
        return {0: "batch", 1: "words"}
    return {0: "batch", 1: "spans"} | ({2: "spans_again"} if name == "gap" else {})


def _export(
    module: nn.Module, arrays: Arrays, inputs: tuple[str, ...], outputs: tuple[str, ...], dims: dict[str, dict[int, str]], path: Path
) -> None:
    arguments = tuple(torch.from_numpy(arrays[name]) for name in inputs)
    shapes = {name: {axis: torch.export.Dim.DYNAMIC for axis in dims[name]} for name in inputs}
    # It warns of torchvision's operators, which no text model has.
    logging.getLogger("torch.onnx._internal.exporter._registration").setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        program = torch.onnx.export(
            module.eval(),
            arguments,
            dynamo=True,
            input_names=list(inputs),
            output_names=list(outputs),
            dynamic_shapes=shapes,
            verbose=False,
        )
    assert program is not None
    program.save(str(path))
    model = onnx.load(str(path))
    # Weights inside the file: one file a graph, and checksums that cover them.
    onnx.save_model(model, str(path), save_as_external_data=False)


def _quantise(source: Path, target: Path) -> None:
    logging.getLogger().setLevel(logging.ERROR)
    quantize_dynamic(str(source), str(target), weight_type=QuantType.QInt8, per_channel=True, extra_options={"MatMulConstBOnly": True})


def _difference(ours: Arrays, theirs: Arrays) -> float:
    return max(float(abs(ours[name] - theirs[name]).max()) for name in ours if name != "words")


def _agreement(ours: Extractor, theirs: Extractor, docs: list[Document]) -> float:
    """F1 of the second's spans against the first's, entities and triggers alike; 1.0 if neither finds any."""
    total = Counts()
    for a, b in zip(ours.stream(docs), theirs.stream(docs), strict=True):
        bags = [[(s.type, (s.start, s.end)) for s in doc.spans] for doc in (a, b)]
        total = sum(compare(*bags).values(), total)
    return total.f1 if total.support or total.predicted else 1.0


def _dev(run: Path) -> Path:
    return Path(load(TrainConfig, run / "config.yaml").dev)


def _json(path: Path) -> dict[str, float]:
    try:
        found: dict[str, float] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigError(
            f"{path}: cannot be read ({error}); a finished run has it. Train with: python -m training.train CONFIG"
        ) from error
    return found


def main(arguments: list[str] | None = None) -> int:
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("run", type=Path, help="run folder of training.train")
    made.add_argument("out", type=Path, help="bundle folder to write")
    made.add_argument("--check", type=Path, help="documents for the check of int8 (default: the run's development set)")
    made.add_argument("--int8-only", action="store_true", help="leave the fp32 graphs out")
    options = made.parse_args(arguments)
    try:
        measured = export(options.run, options.out, options.check, int8_only=options.int8_only)
    except MithaqError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print(json.dumps({"bundle": str(options.out), **{name: round(value, 6) for name, value in measured.items()}}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
