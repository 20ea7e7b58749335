"""The model card of a bundle, as Markdown (Mitchell et al. 2019).

    python -m scripts.make_model_card BUNDLE RUN

Knows a bundle, its run's configuration and scores; measures nothing.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from mithaq.bundle import CARD, Bundle, open_bundle
from mithaq.errors import MithaqError
from training.config import load
from training.experiment import TrainConfig

_SHOWN = {
    "entities_strict_micro_f1": "entities, strict",
    "triggers_strict_micro_f1": "triggers, strict",
    "factuality_f1": "triggers with factuality",
    "roles_strict_micro_f1": "roles, strict, end to end",
    "relations_strict_micro_f1": "relations, strict, end to end",
    "signers_f1": "who signed",
    "delay_requesters_f1": "who asked for a delay",
}


def card(bundle: Bundle, run: Path) -> str:
    """The text of the card."""
    config = load(TrainConfig, run / "config.yaml")
    scores = bundle.about.get("dev_scores", {})
    rows = "\n".join(f"| {label} | {100 * scores[name]:.1f} |" for name, label in _SHOWN.items() if name in scores)
    corpora = "\n".join(f"- `{corpus.path}`" for corpus in config.corpora)
    spans, edges = bundle.calibration.spans, bundle.calibration.edges
    return f"""# mithaq bundle {run.name}

Reads Arabic political news: entities, events with roles and factuality, relations. Label set `{bundle.schema.name}` version
{bundle.schema.version}, {len(bundle.schema.span_types)} span types, {len(bundle.schema.edge_types)} edge types.

```python
from mithaq import Extractor
doc = Extractor.load("{run.name}/bundle")("...", date="2020-01-13")
doc.who("SIGN")
```

## How it was made
Encoder `{config.encoder}`, seed {config.seed}, `python -m training.train` with the configuration of the run. Corpora:

{corpora}

Exported with mithaq {bundle.about["mithaq"]}. The fp32 graphs differ from torch by at most {bundle.about["fp32_difference"]:.1e} in a
score; the spans of int8 agree with torch's with an F1 of {100 * bundle.about["int8_agreement"]:.1f}.

## Scores
F1 in percent on the development set, which chose the epoch and the thresholds: optimistic, and of the same kind of text as the training
set. Measure on your own text with `python -m eval.run BUNDLE gold.jsonl`.

| what | F1 |
|:---|---:|
{rows}

Spans are kept from a probability of {spans.threshold:.2f}, edges from {edges.threshold:.2f}; both are temperature-scaled
({spans.temperature}, {edges.temperature}).

## Limits
- Written Arabic news. Not made for dialect, speech transcripts, poetry, or other languages.
- A prediction is a reading of a text, not a fact about the world. Check the evidence sentence before anyone is named in public.
- Longest span {bundle.features.width} words; what depends on sentences further apart than a window of {bundle.features.pieces} pieces is
  not linked.
"""


def main() -> int:
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("bundle", type=Path)
    made.add_argument("run", type=Path)
    options = made.parse_args()
    try:
        (options.bundle / CARD).write_text(card(open_bundle(options.bundle), options.run), encoding="utf-8")
    except MithaqError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
