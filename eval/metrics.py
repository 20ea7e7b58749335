"""The list of metrics: which scores there are, what each means in a line, and the flat names under which they are reported.

Knows every scorer of this package; knows no table layout and no file. A new metric is a new row of ``FAMILIES``.

Flat names, each a float in [0, 1]:
    typed family     NAME_micro_precision, NAME_micro_recall, NAME_micro_f1, NAME_macro_f1
    plain family     NAME_precision, NAME_recall, NAME_f1 (micro), NAME_macro_f1
    single family    NAME_precision, NAME_recall, NAME_f1; its items have one type
    accuracy family  NAME
Names that contain ``given_spans`` come from predictions made on the gold's spans and belong in no table with the others.
A family is absent when the schema has no such labels: no relation in the schema, no relations_... among the metrics.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from eval import answers, entities, relations
from eval.align import Pairs
from eval.tally import Tally
from mithaq.schema import Schema

Style: TypeAlias = Literal["typed", "plain", "single", "accuracy"]
SPANS, EDGES, ANSWERS, GIVEN = "spans", "edges", "answers", "given_spans"


@dataclass(frozen=True)
class Family:
    """One metric with all its ratios."""

    name: str
    """Beginning of the flat names."""
    meaning: str
    """One line for readers; the exact definition stands in the scorer's module."""
    section: str
    """Where it is shown: SPANS, EDGES, ANSWERS or GIVEN."""
    style: Style
    labels: Callable[[Schema], tuple[str, ...]]
    """The labels of the schema that it scores; none, no metric."""
    count: Callable[[Pairs, tuple[str, ...]], Tally]
    """Its counts, given the pairs and those labels."""


def _relation_names(schema: Schema) -> tuple[str, ...]:
    return tuple(label.name for label in schema.relations)


def _entities(schema: Schema) -> tuple[str, ...]:
    return schema.entity_types


def _triggers(schema: Schema) -> tuple[str, ...]:
    return schema.trigger_types


def _roles(schema: Schema) -> tuple[str, ...]:
    return schema.role_names


def _questions(*wanted: str) -> Callable[[Schema], tuple[str, ...]]:
    return lambda schema: tuple(name for name in wanted if name in schema.trigger_types)


_SIGNED, _ASKED, _BOTH = _questions(answers.SIGNED), _questions(answers.ASKED), _questions(*answers.ANSWERS)

FAMILIES: tuple[Family, ...] = (
    Family("entities_strict", "boundaries and type", SPANS, "typed", _entities, lambda p, _: entities.strict(p, triggers=False)),
    Family("entities_boundary", "boundaries", SPANS, "single", _entities, lambda p, _: entities.boundaries(p, triggers=False)),
    Family("triggers_strict", "boundaries and type", SPANS, "typed", _triggers, lambda p, _: entities.strict(p, triggers=True)),
    Family("triggers_boundary", "boundaries", SPANS, "single", _triggers, lambda p, _: entities.boundaries(p, triggers=True)),
    Family("factuality", "trigger boundaries, type and factuality", SPANS, "plain", _triggers, lambda p, _: entities.factuality(p)),
    Family(
        "factuality_accuracy",
        "right factuality among triggers that match strictly",
        SPANS,
        "accuracy",
        _triggers,
        lambda p, _: entities.factuality_accuracy(p),
    ),
    Family("roles_strict", "both spans' boundaries and types, edge type", EDGES, "typed", _roles, relations.strict),
    Family("roles_boundary", "both spans' boundaries, edge type", EDGES, "typed", _roles, relations.boundaries),
    Family("relations_strict", "both spans' boundaries and types, edge type", EDGES, "typed", _relation_names, relations.strict),
    Family("relations_boundary", "both spans' boundaries, edge type", EDGES, "typed", _relation_names, relations.boundaries),
    Family("signers", "who signed (SIGN)", ANSWERS, "single", _SIGNED, answers.actors),
    Family("delay_requesters", "who asked for a delay (REQUEST_DELAY)", ANSWERS, "single", _ASKED, answers.actors),
    Family("answers", "the two above together", ANSWERS, "plain", _BOTH, answers.actors),
    Family("all_answers", "who did it, every event type", ANSWERS, "plain", _triggers, answers.actors),
    Family("signers_stance", "who signed what", ANSWERS, "single", _SIGNED, answers.stances),
    Family("delay_requesters_stance", "who asked for a delay of what or until when", ANSWERS, "single", _ASKED, answers.stances),
    Family("answers_stance", "the two above together", ANSWERS, "plain", _BOTH, answers.stances),
    Family("all_answers_stance", "who did what, every event type", ANSWERS, "plain", _triggers, answers.stances),
)

GIVEN_SPANS: tuple[Family, ...] = (
    Family(
        "factuality_given_spans_accuracy", "right factuality", GIVEN, "accuracy", _triggers, lambda p, _: entities.factuality_accuracy(p)
    ),
    Family("roles_given_spans", "spans given, edge type", GIVEN, "typed", _roles, relations.strict),
    Family("relations_given_spans", "spans given, edge type", GIVEN, "typed", _relation_names, relations.strict),
    Family("answers_given_spans", "spans given, who signed and who asked for a delay", GIVEN, "plain", _BOTH, answers.actors),
    Family("all_answers_given_spans", "spans given, who did it, every event type", GIVEN, "plain", _triggers, answers.actors),
)

Tallies: TypeAlias = Mapping[Family, Tally]


def tallies(pairs: Pairs, schema: Schema, families: tuple[Family, ...] = FAMILIES) -> dict[Family, Tally]:
    """The counts of every family that the schema has labels for."""
    return {family: family.count(pairs, labels) for family in families if (labels := family.labels(schema))}


def flat(found: Tallies) -> dict[str, float]:
    """The flat metrics."""
    metrics: dict[str, float] = {}
    for family, tally in found.items():
        micro, name = tally.micro, family.name
        if family.style == "accuracy":
            metrics[name] = micro.f1
            continue
        prefix = micro_name(family)
        metrics |= {f"{prefix}_precision": micro.precision, f"{prefix}_recall": micro.recall, f"{prefix}_f1": micro.f1}
        if has_macro(family):
            metrics[f"{name}_macro_f1"] = tally.macro.f1
    return metrics


def arrays(found: Tallies) -> dict[str, NDArray[np.int64]]:
    """For the bootstrap: flat name of each F1 or accuracy -> counts, shape (documents, 3) or, for macro, (documents, types, 3)."""
    counts: dict[str, NDArray[np.int64]] = {}
    for family, tally in found.items():
        counts[headline(family)] = tally.per_document()
        if has_macro(family):
            counts[f"{family.name}_macro_f1"] = tally.per_type()
    return counts


def micro_name(family: Family) -> str:
    """Beginning of the flat names of the micro ratios."""
    return f"{family.name}_micro" if family.style == "typed" else family.name


def headline(family: Family) -> str:
    """The flat name of the family's micro F1, or of its accuracy."""
    return family.name if family.style == "accuracy" else f"{micro_name(family)}_f1"


def has_macro(family: Family) -> bool:
    """Whether a macro average is reported."""
    return family.style in ("typed", "plain")
