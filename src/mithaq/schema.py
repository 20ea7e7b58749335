"""The label set as data: span types, factualities, and which edge may join which spans.

Knows the rules of a label set; knows no file format but plain dictionaries, no text and no model. The YAML of
``configs/schema.yaml`` and the JSON inside a bundle hold the same dictionary.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mithaq.errors import SchemaError, did_you_mean

ENTITY, TRIGGER = "@entity", "@trigger"


@dataclass(frozen=True)
class Label:
    """A span type or a factuality."""

    name: str
    """The name used in documents."""
    definition: str
    """One sentence for annotators and readers."""
    mark: str = ""
    """Factualities only: the one-character suffix of the bracket markup."""


@dataclass(frozen=True)
class EdgeLabel:
    """A role or a relation, with the span types it may join."""

    name: str
    definition: str
    head: tuple[str, ...]
    """Span types an edge may leave, group names expanded."""
    tail: tuple[str, ...]
    """Span types an edge may reach, group names expanded."""


@dataclass(frozen=True)
class Schema:
    """A label set. The order of ``span_types`` and ``edge_types`` is the order of the model's outputs."""

    name: str
    version: int
    factualities: tuple[Label, ...]
    entities: tuple[Label, ...]
    triggers: tuple[Label, ...]
    roles: tuple[EdgeLabel, ...]
    relations: tuple[EdgeLabel, ...]

    @cached_property
    def entity_types(self) -> tuple[str, ...]:
        return tuple(label.name for label in self.entities)

    @cached_property
    def trigger_types(self) -> tuple[str, ...]:
        return tuple(label.name for label in self.triggers)

    @cached_property
    def span_types(self) -> tuple[str, ...]:
        return self.entity_types + self.trigger_types

    @cached_property
    def factuality_names(self) -> tuple[str, ...]:
        return tuple(label.name for label in self.factualities)

    @cached_property
    def role_names(self) -> tuple[str, ...]:
        return tuple(label.name for label in self.roles)

    @cached_property
    def edges(self) -> tuple[EdgeLabel, ...]:
        return self.roles + self.relations

    @cached_property
    def edge_types(self) -> tuple[str, ...]:
        return tuple(label.name for label in self.edges)

    @cached_property
    def _trigger_set(self) -> frozenset[str]:
        return frozenset(self.trigger_types)

    @cached_property
    def _allowed(self) -> frozenset[tuple[str, str, str]]:
        return frozenset((e.name, h, t) for e in self.edges for h in e.head for t in e.tail)

    def is_trigger(self, span_type: str) -> bool:
        return span_type in self._trigger_set

    def allows(self, edge_type: str, head_type: str, tail_type: str) -> bool:
        """Whether an edge of this type may join spans of these types."""
        return (edge_type, head_type, tail_type) in self._allowed

    @cached_property
    def pair_mask(self) -> NDArray[np.bool_]:
        """Allowed pairs, boolean, shape (edge types, span types as head, span types as tail)."""
        index = {name: i for i, name in enumerate(self.span_types)}
        mask = np.zeros((len(self.edges), len(index), len(index)), dtype=bool)
        for r, edge in enumerate(self.edges):
            for head in edge.head:
                mask[r, index[head], [index[tail] for tail in edge.tail]] = True
        return mask

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], where: str = "schema") -> Schema:
        """Build from the dictionary of a YAML or JSON file.

        Raises:
            SchemaError: listing every fault: missing or unknown keys, unknown span types, repeated names or marks.
        """
        faults: list[str] = []
        wanted = {"name", "version", "factualities", "entities", "triggers", "roles", "relations"}
        if not isinstance(data, Mapping):
            raise SchemaError(f"{where}: expected a mapping with the keys {sorted(wanted)}, found {type(data).__name__}.")
        faults += [f"missing key '{key}'" for key in sorted(wanted - set(data))]
        faults += [f"unknown key '{key}'. {did_you_mean(str(key), sorted(wanted))}" for key in sorted(set(data) - wanted, key=str)]
        if faults:
            raise SchemaError(f"{where}: " + "; ".join(faults))
        for key in ("factualities", "entities", "triggers", "roles", "relations"):
            if not isinstance(data[key] or {}, Mapping):
                faults.append(f"'{key}' must be a mapping from names to definitions, found {type(data[key]).__name__}")
        if faults:
            raise SchemaError(f"{where}: " + "; ".join(faults))
        entities = tuple(Label(str(n), str(d)) for n, d in (data["entities"] or {}).items())
        triggers = tuple(Label(str(n), str(d)) for n, d in (data["triggers"] or {}).items())
        factualities = tuple(_factuality(str(n), d, faults) for n, d in (data["factualities"] or {}).items())
        groups = {ENTITY: tuple(e.name for e in entities), TRIGGER: tuple(t.name for t in triggers)}
        known = groups[ENTITY] + groups[TRIGGER]
        if isinstance(data["version"], bool) or not isinstance(data["version"], int):
            faults.append(f"'version' must be a whole number, found {data['version']!r}")
        names = [str(n) for key in ("entities", "triggers", "roles", "relations") for n in data[key] or {}]
        faults += [f"the name {n!r} must be one word without ⟦ and ⟧" for n in names if not re.fullmatch(r"[^\s⟦⟧]+", n)]
        faults += [f"'{n}' is both an entity and a trigger" for n in sorted(set(groups[ENTITY]) & set(groups[TRIGGER]))]
        if not known:
            faults.append("no span type is defined; give at least one entity or trigger")
        if triggers and not factualities:
            faults.append("triggers need at least one factuality")
        marks = [f.mark for f in factualities]
        faults += [f"factuality mark '{m}' is used twice" for m in sorted({m for m in marks if marks.count(m) > 1})]
        roles = tuple(_edge(str(n), d, groups, known, faults) for n, d in (data["roles"] or {}).items())
        relations = tuple(_edge(str(n), d, groups, known, faults) for n, d in (data["relations"] or {}).items())
        repeated = {e.name for e in roles} & {e.name for e in relations}
        faults += [f"'{n}' is both a role and a relation" for n in sorted(repeated)]
        if faults:
            raise SchemaError(f"{where}: " + "; ".join(faults))
        return cls(str(data["name"]), data["version"], factualities, entities, triggers, roles, relations)

    def to_dict(self) -> dict[str, Any]:
        """The dictionary that ``from_dict`` reads; group names stay expanded."""
        return {
            "name": self.name,
            "version": self.version,
            "factualities": {f.name: {"mark": f.mark, "definition": f.definition} for f in self.factualities},
            "entities": {e.name: e.definition for e in self.entities},
            "triggers": {t.name: t.definition for t in self.triggers},
            "roles": {e.name: _edge_dict(e) for e in self.roles},
            "relations": {e.name: _edge_dict(e) for e in self.relations},
        }


def _edge_dict(edge: EdgeLabel) -> dict[str, Any]:
    return {"definition": edge.definition, "head": list(edge.head), "tail": list(edge.tail)}


def _factuality(name: str, data: Any, faults: list[str]) -> Label:
    if not isinstance(data, Mapping) or set(data) != {"mark", "definition"}:
        faults.append(f"factualities.{name} needs exactly the keys 'mark' and 'definition'")
        return Label(name, "")
    mark = str(data["mark"])
    if not re.fullmatch(r"[^\s⟦⟧\\]", mark):
        faults.append(f"factualities.{name}.mark must be one visible character other than ⟦ ⟧ \\, found {mark!r}")
    return Label(name, str(data["definition"]), mark)


def _edge(name: str, data: Any, groups: Mapping[str, tuple[str, ...]], known: tuple[str, ...], faults: list[str]) -> EdgeLabel:
    if not isinstance(data, Mapping) or set(data) != {"definition", "head", "tail"}:
        faults.append(f"edge '{name}' needs exactly the keys 'definition', 'head' and 'tail'")
        return EdgeLabel(name, "", (), ())
    ends: dict[str, tuple[str, ...]] = {}
    for side in ("head", "tail"):
        types: list[str] = []
        items = data[side] or []
        if not isinstance(items, (list, tuple)) or not all(isinstance(item, str) for item in items):
            faults.append(f"edge '{name}', {side}: expected a list of span types, found {items!r}")
            items = []
        for item in items:
            if item not in groups and item not in known:
                faults.append(f"edge '{name}', {side}: unknown span type '{item}'. {did_you_mean(item, known)}")
            types += groups.get(item, (item,))
        ends[side] = tuple(dict.fromkeys(types))
    return EdgeLabel(name, str(data["definition"]), ends["head"], ends["tail"])
