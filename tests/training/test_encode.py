"""Targets: what an annotation says of every cell, and that decoding perfect scores gives the annotation back."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tokenizers import Tokenizer

from mithaq.decoding import Calibration, Head, assemble, decode_links, merge_spans, window_spans
from mithaq.documents import Document, Edge, Span, read_jsonl
from mithaq.errors import ConfigError
from mithaq.features import FeatureSettings, Featurizer
from mithaq.schema import Schema
from models.joint import IGNORED
from training.encode import Encoder, LabelSets
from training.experiment import CorpusConfig

TOKENIZER = "models/encoders/mithaq-mini/tokenizer.json"
OWN = CorpusConfig("own.jsonl")


def encoder_of(schema: Schema, corpus: CorpusConfig = OWN, **limits: int) -> tuple[Encoder, LabelSets]:
    sets = LabelSets(schema)
    featurizer = Featurizer(Tokenizer.from_file(TOKENIZER), FeatureSettings(**{"pieces": 320, "overlap": 64, "width": 14, **limits}))
    return Encoder(featurizer, schema, corpus, sets, letters=3), sets


def perfect(doc: Document, schema: Schema, **limits: int) -> Document:
    """Decode scores that the targets themselves would give."""
    encoder, sets = encoder_of(schema, **limits)
    examples = encoder.encode([doc])
    allowed = sets.allowed()
    spans = []
    for example in examples:
        target = np.where(example.span_target == IGNORED, 0, example.span_target)
        proclitic = np.zeros((len(example.proclitic_target), 4), dtype=np.float32)
        known = np.flatnonzero(example.proclitic_target != IGNORED)
        proclitic[known, example.proclitic_target[known]] = 9
        spans += window_spans(example.window, {"spans": 20.0 * allowed[target], "proclitic": proclitic}, Head())
    merged = merge_spans(spans, schema)
    assert [(s.first, s.last, s.type, s.skip) for s in merged] == [(s.first, s.last, s.type, s.skip) for s in examples[0].spans]
    links = []
    for example in examples:
        facts = np.eye(len(schema.factuality_names))[np.where(example.factuality_target == IGNORED, 0, example.factuality_target)] * 20
        links.append((example.row, {"factuality": facts, "edges": np.where(example.edge_target == 1, 20.0, -20.0)}))
    factuality, edges = decode_links(merged, links, schema, Calibration())
    return assemble(doc.bare(), examples[0].text, merged, factuality, edges, schema)


def labelled(doc: Document) -> tuple[set[Span], set[tuple[Span, Span, str]]]:
    plain = [replace(s, p=None) for s in doc.spans]
    return set(plain), {(plain[e.head], plain[e.tail], e.type) for e in doc.edges}


def test_perfect_scores_decode_to_the_annotation(schema, treaty):
    made = perfect(treaty, schema)
    assert labelled(made) == labelled(treaty)
    assert made.aliases == treaty.aliases


def test_every_article_of_the_corpus_survives_targets_and_decoding(schema):
    for doc in read_jsonl("data/dev.jsonl", schema):
        assert labelled(perfect(doc, schema)) == labelled(doc), doc.id


def test_small_windows_lose_only_edges_that_no_window_holds(schema):
    lost = 0
    for doc in read_jsonl("data/dev.jsonl", schema):
        spans, edges = labelled(perfect(doc, schema, pieces=120, overlap=60))
        want_spans, want_edges = labelled(doc)
        assert spans == want_spans, doc.id
        assert edges <= want_edges
        lost += len(want_edges - edges)
    assert lost < 60


def test_what_the_limits_lose_is_counted(schema):
    doc = Document("d", "مهلة حتى صباح يوم الثلاثاء المقبل", None, (Span(9, 33, "DATE"),))
    encoder, _ = encoder_of(schema, width=2)
    encoder.encode([doc])
    assert encoder.losses.lost["span wider than features.width"] == 1
    assert encoder.losses.spans == 1


def test_a_corpus_with_other_labels_trains_unions_and_masks_the_rest(schema):
    text = "زار الرئيس وزارة الخارجية المصرية"
    doc = Document("d", text, None, (Span(11, 33, "ORG"),))
    corpus = CorpusConfig("x.jsonl", labels={"ORG": ("ORG",), "LOC": ("GPE", "LOC", "FAC")}, flat=True, edges=False, proclitics=False)
    encoder, sets = encoder_of(schema, corpus)
    (example,) = encoder.encode([doc])
    allowed = sets.allowed()
    names = ["-", *schema.span_types]

    def may(word: int, extra: int) -> set[str]:
        return {names[i] for i in np.flatnonzero(allowed[example.span_target[word, extra]])}

    assert may(2, 2) == {"ORG"}
    assert may(4, 0) == set(names)
    outside = may(0, 0)
    assert "-" in outside
    assert "PERS" in outside
    assert not outside & {"ORG", "GPE", "LOC", "FAC"}
    assert (example.proclitic_target == IGNORED).all()
    assert (example.edge_target == -1).all()


def test_a_label_without_types_says_nothing(schema):
    corpus = CorpusConfig("x.jsonl", labels={"MISC": (), "ORG": ("ORG",)}, edges=False)
    encoder, sets = encoder_of(schema, corpus)
    (example,) = encoder.encode([Document("d", "كأس تونس", None, (Span(0, 8, "MISC"),))])
    assert sets.allowed()[example.span_target[0, 1]].all()
    assert not sets.allowed()[example.span_target[0, 0]].all()


def test_two_unions_that_begin_alike_stay_apart(schema):
    corpus = CorpusConfig("x.jsonl", labels={"GPE": ("GPE",), "LOC": ("GPE", "LOC", "FAC")}, edges=False)
    encoder, sets = encoder_of(schema, corpus)
    (example,) = encoder.encode([Document("d", "تونس طرابلس", None, (Span(0, 4, "GPE"), Span(5, 11, "LOC")))])
    assert sets.allowed()[example.span_target[0, 0]].sum() == 1
    assert sets.allowed()[example.span_target[1, 0]].sum() == 3


@pytest.mark.parametrize(
    ("labels", "said"),
    [({"ORG": ("ORGG",)}, "Did you mean 'ORG'"), ({"PER": ("PERS",)}, "do not name")],
)
def test_faulty_labels_are_named(schema, labels, said):
    doc = Document("d", "زار الوزير", None, (Span(0, 3, "ORG"),))
    with pytest.raises(ConfigError, match=said):
        encoder_of(schema, CorpusConfig("x.jsonl", labels=labels, edges=False))[0].encode([doc])


def test_forbidden_pairs_and_the_diagonal_are_unknown(schema, treaty):
    encoder, _ = encoder_of(schema)
    (example,) = encoder.encode([treaty])
    target = example.edge_target
    assert (target[np.arange(len(target)), np.arange(len(target))] == -1).all()
    assert (target == 1).sum() == len(treaty.edges)
    agent = schema.edge_types.index("AGENT")
    entity, sign = 1, next(i for i, s in enumerate(example.spans) if schema.span_types[s.type] == "SIGN")
    assert target[entity, sign, agent] == -1
    assert Edge(5, 4, "AGENT") in treaty.edges
