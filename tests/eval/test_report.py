import copy
import json
from dataclasses import replace

import pytest

from eval.observed import observed_schema
from eval.report import evaluate, score
from mithaq.documents import Document, Span
from mithaq.errors import DocumentError, InputError
from mithaq.schema import Schema

WANTED = {
    "entities_strict_micro_f1", "entities_strict_macro_f1", "triggers_strict_micro_f1", "factuality_f1", "roles_strict_micro_f1",
    "relations_strict_micro_f1", "answers_f1", "signers_f1", "delay_requesters_f1",
}  # fmt: skip


def with_p(doc: Document) -> Document:
    return replace(doc, spans=tuple(replace(s, p=1.0) for s in doc.spans), edges=tuple(replace(e, p=1.0) for e in doc.edges))


def test_gold_against_itself_is_right_everywhere(gold, schema):
    report = evaluate(gold, gold, schema, gold, samples=50)
    assert set(report.metrics.values()) == {1.0}
    assert report.metrics.keys() >= WANTED | {"roles_given_spans_micro_f1", "factuality_given_spans_accuracy"}
    assert {(i.value, i.low, i.high) for i in report.intervals.values()} == {(1.0, 1.0, 1.0)}


def test_score_is_the_end_to_end_part_of_the_report(gold, schema):
    fast = score(gold, gold, schema)
    assert fast.keys() >= WANTED
    assert not [name for name in fast if "given_spans" in name]
    assert fast.items() <= evaluate(gold, gold, schema, samples=0).metrics.items()


def test_nothing_predicted_is_zero_everywhere(gold, schema):
    assert set(score(gold, [doc.bare() for doc in gold], schema).values()) == {0.0}


def test_one_error_in_all_metrics(gold, read, change, schema):
    """«لم يوقع» read as signed."""
    wrong = [change(read, ("12:SIGN-", "12:SIGN+")), gold[1]]
    found = score(gold, wrong, schema)
    off = {name for name, value in found.items() if value != 1.0}
    families = ("factuality", "signers", "answers", "all_answers")
    assert all(name.startswith(families) for name in off)
    assert found["factuality_f1"] == found["factuality_accuracy"] == pytest.approx(4 / 5)
    assert found["signers_precision"] == pytest.approx(2 / 3)
    assert found["signers_recall"] == 1.0
    assert found["answers_f1"] == pytest.approx(6 / 7)


def test_no_metric_changes_a_document(gold, schema):
    predicted = [with_p(replace(doc, meta={"source": ["a"]})) for doc in gold]
    before = copy.deepcopy([doc.to_dict() for doc in (*gold, *predicted)])
    kept = [(doc, doc.spans, doc.edges, doc.aliases) for doc in (*gold, *predicted)]
    report = evaluate(gold, predicted, schema, predicted, samples=5)
    report.to_markdown()
    report.to_dict()
    score(gold, predicted, schema)
    assert [doc.to_dict() for doc in (*gold, *predicted)] == before
    assert all(doc.spans is s and doc.edges is e and doc.aliases is a for doc, s, e, a in kept)


def test_dictionary_is_json_and_adds_up(gold, read, change, schema):
    predicted = [with_p(change(read, ("⟦4:GPE عمان⟧", "⟦4:ORG عمان⟧"))), with_p(gold[1])]
    found = json.loads(json.dumps(evaluate(gold, predicted, schema, gold, samples=20, seed=3).to_dict(), allow_nan=False))
    assert found["documents"] == ["d1", "d2"]
    assert found["number_of_documents"] == 2
    assert found["words"] == sum(len(doc.text.split()) for doc in gold)
    assert found["settings"] == {"schema": "small 1", "samples": 20, "seed": 3, "level": 0.95}
    assert found["counts"]["entities_strict"] == {"tp": 9, "fp": 1, "fn": 1}
    assert found["per_document"]["entities_strict"] == [[7, 1, 1], [2, 0, 0]]
    assert found["types"]["entities_strict"]["GPE"]["support"] == 1
    assert found["muc"]["entities"]["strict"]["incorrect"] == 1
    assert found["confusions"]["spans"].count({"gold": "GPE", "predicted": "ORG", "count": 1}) == 1
    assert found["calibration"].keys() == {"spans", "edges"}
    assert found["metrics"]["spans_ece"] == pytest.approx(1 / 15)


def test_markdown_keeps_the_two_settings_apart(gold, schema):
    text = evaluate(gold, gold, schema, gold, samples=20).to_markdown()
    tables = [part for part in text.split("\n\n") if part.startswith("| metric")]
    assert len(tables) == 4
    assert all(("given_spans" in table) == (table is tables[-1]) for table in tables)
    assert "100.0 [100.0, 100.0]" in text
    assert "[" not in evaluate(gold, gold, schema, samples=0).to_markdown().split("\n\n")[3]


def test_delay_and_signing_come_first_among_answers(gold, schema):
    text = evaluate(gold, gold, schema, samples=0).to_markdown()
    rows = text.split("## By type: all_answers\n\n")[1].splitlines()
    assert [row.split(" | ")[0] for row in rows[2:5]] == ["| SIGN", "| REQUEST_DELAY", "| STATE"]


def test_metrics_without_labels_are_absent():
    entities_only = Schema.from_dict(
        {"name": "flat", "version": 1, "factualities": {}, "entities": {"PERS": "x"}, "triggers": {}, "roles": {}, "relations": {}}
    )
    docs = [Document("a", "سامي", spans=(Span(0, 4, "PERS"),))]
    report = evaluate(docs, docs, entities_only, samples=5)
    assert {name.split("_")[0] for name in report.metrics} == {"entities"}
    assert "Roles" not in report.to_markdown()


def test_faults_of_the_input_are_refused(gold, schema):
    with pytest.raises(DocumentError, match="'d2'"):
        score(gold, gold[:1], schema)
    with pytest.raises(DocumentError, match="given gold spans"):
        evaluate(gold, gold, schema, [doc.bare() for doc in gold])
    with pytest.raises(DocumentError, match="predicted documents"):
        score(gold, [replace(gold[0], spans=(Span(0, 1, "TREATY"),), edges=(), aliases=()), gold[1]], schema)
    with pytest.raises(InputError, match="samples"):
        evaluate(gold, gold, schema, samples=-1)


def test_observed_schema_scores_as_the_real_one(gold, schema):
    seen = observed_schema(gold)
    assert set(seen.trigger_types) == {"SIGN", "REQUEST_DELAY", "STATE"}
    assert (seen.role_names, [r.name for r in seen.relations]) == (("AGENT", "OBJECT", "UNTIL"), ["AFFILIATED"])
    assert score(gold, gold, seen) == score(gold, gold, schema)
