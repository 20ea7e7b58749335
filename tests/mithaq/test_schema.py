"""The label set: what the shipped one says, what a wrong one is told."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pytest

from mithaq.errors import SchemaError
from mithaq.markup import parse, write
from mithaq.schema import Schema

SMALL: dict[str, Any] = {
    "name": "small",
    "version": 1,
    "factualities": {"real": {"mark": "!", "definition": "It happened."}, "unreal": {"mark": "%", "definition": "It did not."}},
    "entities": {"WHO": "A person.", "DOC-TITLE": "A paper."},
    "triggers": {"SELL": "A sale."},
    "roles": {"SELLER": {"definition": "Who sells.", "head": ["@trigger"], "tail": ["WHO"]}},
    "relations": {"OWNS": {"definition": "Owns.", "head": ["WHO"], "tail": ["@entity"]}},
}


def changed(**values: Any) -> dict[str, Any]:
    return copy.deepcopy(SMALL) | values


def fault(data: Any) -> str:
    with pytest.raises(SchemaError) as caught:
        Schema.from_dict(data, "labels.yaml")
    return str(caught.value)


def test_the_shipped_label_set_has_the_labels_of_the_guidelines(schema: Schema) -> None:
    assert len(schema.entity_types) == 11
    assert len(schema.trigger_types) == 13
    assert schema.factuality_names == ("asserted", "negated", "unrealised")
    assert schema.role_names == ("AGENT", "RECIPIENT", "OBJECT", "UNTIL", "TIME", "PLACE", "CONDITION", "SOURCE")
    assert schema.edge_types[-3:] == ("HOLDS_OFFICE", "AFFILIATED", "LOCATED_IN")


@pytest.mark.parametrize(
    ("edge", "head", "tail", "allowed"),
    [
        ("AGENT", "SIGN", "PERS", True),
        ("AGENT", "PERS", "SIGN", False),
        ("AGENT", "SIGN", "DATE", False),
        ("OBJECT", "REJECT", "REQUEST_DELAY", True),
        ("UNTIL", "POSTPONE", "DATE", True),
        ("UNTIL", "STATE", "DATE", False),
        ("HOLDS_OFFICE", "PERS", "OCC", True),
        ("HOLDS_OFFICE", "OCC", "PERS", False),
        ("NOSUCH", "SIGN", "PERS", False),
    ],
)
def test_allowed_pairs(schema: Schema, edge: str, head: str, tail: str, allowed: bool) -> None:
    assert schema.allows(edge, head, tail) is allowed


def test_the_pair_mask_says_what_allows_says(schema: Schema) -> None:
    types = schema.span_types
    expected = [[[schema.allows(e, h, t) for t in types] for h in types] for e in schema.edge_types]
    assert np.array_equal(schema.pair_mask, np.array(expected))
    assert schema.pair_mask[schema.edge_types.index("HOLDS_OFFICE")].sum() == 1


def test_a_bundle_stores_the_schema_and_reads_the_same_one(schema: Schema) -> None:
    assert Schema.from_dict(schema.to_dict()) == schema


def test_another_label_set_needs_no_code() -> None:
    small = Schema.from_dict(SMALL)
    assert small.span_types == ("WHO", "DOC-TITLE", "SELL")
    assert small.allows("OWNS", "WHO", "DOC-TITLE")
    marked = "### a\n⟦1:SELL! باع⟧ ⟦2:WHO علي⟧ ⟦3:DOC-TITLE الكتاب⟧ ⟦4:SELL% بيع⟧\n---\n1 SELLER 2\n2 OWNS 3\n"
    docs = parse(marked, small)
    assert [(s.type, s.factuality) for s in docs[0].spans] == [("SELL", "real"), ("WHO", None), ("DOC-TITLE", None), ("SELL", "unreal")]
    assert write(docs, small) == marked


def test_a_label_set_without_events() -> None:
    flat = Schema.from_dict(changed(triggers={}, factualities={}, roles={}, relations={}))
    assert flat.span_types == ("WHO", "DOC-TITLE")
    assert flat.pair_mask.shape == (0, 2, 2)


def test_wrong_keys_come_all_at_once_with_a_suggestion() -> None:
    data = changed(entitys={}, colour="red")
    del data["relations"]
    message = fault(data)
    assert message.startswith("labels.yaml: ")
    assert "missing key 'relations'" in message
    assert "unknown key 'entitys'. Did you mean 'entities'?" in message
    assert "unknown key 'colour'. Known: entities," in message


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"entities": ["WHO"]}, "'entities' must be a mapping from names to definitions, found list"),
        ({"version": "one"}, "'version' must be a whole number, found 'one'"),
        ({"version": True}, "'version' must be a whole number, found True"),
        ({"entities": {"WHO": "", "TWO WORDS": ""}}, "the name 'TWO WORDS' must be one word"),
        ({"entities": {"WHO": "", "SELL": ""}}, "'SELL' is both an entity and a trigger"),
        ({"factualities": {}}, "triggers need at least one factuality"),
        ({"factualities": {"real": {"mark": "++", "definition": ""}}}, "factualities.real.mark must be one visible character"),
        ({"factualities": {"real": {"mark": " ", "definition": ""}}}, "factualities.real.mark must be one visible character"),
        ({"factualities": {"real": "+"}}, "factualities.real needs exactly the keys 'mark' and 'definition'"),
        (
            {"factualities": {"a": {"mark": "+", "definition": ""}, "b": {"mark": "+", "definition": ""}}},
            "factuality mark '+' is used twice",
        ),
        ({"roles": {"SELLER": {"head": ["SELL"], "tail": ["WHO"]}}}, "edge 'SELLER' needs exactly the keys"),
        (
            {"roles": {"SELLER": {"definition": "", "head": "SELL", "tail": ["WHO"]}}},
            "edge 'SELLER', head: expected a list of span types, found 'SELL'",
        ),
        (
            {"roles": {"SELLER": {"definition": "", "head": [{"x": 1}], "tail": ["WHO"]}}},
            "edge 'SELLER', head: expected a list of span types, found [{'x': 1}]",
        ),
        (
            {"roles": {"SELLER": {"definition": "", "head": ["SELL"], "tail": ["WHOM"]}}},
            "edge 'SELLER', tail: unknown span type 'WHOM'. Did you mean 'WHO'?",
        ),
        ({"roles": {"OWNS": SMALL["relations"]["OWNS"]}}, "'OWNS' is both a role and a relation"),
        ({"entities": None, "triggers": None, "roles": None, "relations": None}, "no span type is defined; give at least one"),
    ],
)
def test_each_fault_names_value_and_place(values: dict[str, Any], said: str) -> None:
    assert said in fault(changed(**values))


def test_faults_of_different_kinds_come_together() -> None:
    roles = {"SELLER": {"definition": "", "head": ["SEL"], "tail": ["WHO"]}}
    message = fault(changed(version=None, roles=roles, factualities={"real": {"mark": "", "definition": ""}}))
    assert message.count(";") >= 2
    for part in ("'version'", "unknown span type 'SEL'. Did you mean 'SELL'?", "factualities.real.mark"):
        assert part in message


@pytest.mark.parametrize("data", [None, [], "name: x", 3])
def test_no_mapping_at_all(data: Any) -> None:
    message = fault(data)
    assert "expected a mapping with the keys ['entities', 'factualities'," in message
    assert message.endswith(f"found {type(data).__name__}.")
