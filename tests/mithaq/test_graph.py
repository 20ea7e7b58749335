"""Projections, event codes, GraphML and RDF."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mithaq.codes import code_of
from mithaq.graph import coded, to_networkx, to_rdf, triples


def test_projections(treaty):
    found = {(t.subject, t.predicate, t.object) for t in triples([treaty])}
    assert ("كريم الطائي", "signed", "الاتفاق") in found
    assert {s for s, p, _ in found if p == "requested_delay"} == {"كريم الطائي", "هالة السعدي"}
    assert ("هالة السعدي", "holds_office", "وزيرة الخارجية") in found
    assert not any(s == "الوفدان" for s, _, _ in found)


def test_what_did_not_happen_is_given_on_request(treaty):
    found = [t for t in triples([treaty], factuality="negated") if t.predicate == "signed"]
    assert [(t.subject, t.object, t.factuality) for t in found] == [("الوفدان", "الملحق", "negated")]


def test_evidence_holds_both_ends(treaty):
    for t in triples([treaty], factuality=None):
        start, end = t.evidence
        assert 0 <= start < end <= len(treaty.text)


def test_every_event_type_has_a_code_and_doubts_are_flagged(schema):
    for name in schema.trigger_types:
        for factuality in schema.factuality_names:
            assert code_of(name, factuality) is not None
    assert code_of("SIGN", "asserted") != code_of("SIGN", "unrealised")
    assert "delay" in getattr(code_of("REQUEST_DELAY", "asserted"), "disputed", "")
    assert code_of("NONE", "asserted") is None


def test_coded_rows_keep_their_provenance(treaty):
    events = coded(treaty.ledger())
    sign = next(e for e in events if e.row.stance == "SIGN" and e.row.factuality == "asserted")
    assert (sign.code.plover, sign.code.cameo, sign.code.disputed) == ("SUPPORT", "057", "")
    assert treaty.text[slice(*sign.row.evidence)] == sign.row.sentence


def test_graphml_round_trip(treaty, tmp_path):
    networkx = pytest.importorskip("networkx")
    graph = to_networkx([treaty, replace(treaty, id="again")])
    networkx.write_graphml(graph, tmp_path / "g.graphml")
    read = networkx.read_graphml(tmp_path / "g.graphml")
    assert sorted(read.nodes) == sorted(graph.nodes)
    assert read.number_of_edges() == graph.number_of_edges() == 2 * len(list(triples([treaty])))


def test_rdf_round_trip(treaty):
    rdflib = pytest.importorskip("rdflib")
    graph = to_rdf([treaty])
    again = rdflib.Graph().parse(data=graph.serialize(format="turtle"), format="turtle")
    assert len(again) == len(graph)
    assert {str(o) for o in graph.objects(None, rdflib.RDFS.label)} >= {"كريم الطائي", "الاتفاق"}
