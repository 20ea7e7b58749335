"""The extractor on a tiny bundle: what it accepts, what it refuses, and that batching and windows change nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from mithaq import Document, Extractor, Span
from mithaq.errors import DocumentError, InputError
from mithaq.extractor import MAX_CHARACTERS

TEXT = "غادر الوفدان مبنى الخارجية من دون توقيع اتفاق. وقال الوزير إن الطرفين وقعا وثيقة صباح الثلاثاء في تونس."


@pytest.fixture(scope="module")
def ex(bundle):
    return Extractor.load(bundle)


def test_a_text_a_document_and_a_record_read_alike(ex):
    one = ex(TEXT)
    assert one.spans
    assert ex(Document("text", TEXT)).spans == one.spans
    assert ex({"text": TEXT}).spans == one.spans
    assert all(0 < (s.p or 0) <= 1 for s in one.spans)
    assert all(0 < (e.p or 0) <= 1 for e in one.edges)


def test_offsets_are_those_of_the_callers_text(ex):
    marked = TEXT.replace("الوفدان", "الوفـ\u200fـدَانِ")
    plain, odd = ex(TEXT), ex(marked)
    strip = str.maketrans("", "", "ـ\u200f\u064e\u0650")
    assert [odd.mention(s).translate(strip) for s in odd.spans] == [plain.mention(s) for s in plain.spans]


def test_dates(ex):
    assert ex(TEXT, date="2020-01-13").date == "2020-01-13"
    assert ex(TEXT, date=date(2020, 1, 13)).date == "2020-01-13"
    with pytest.raises(DocumentError, match="'date' must be"):
        ex(TEXT, date="yesterday")


@pytest.mark.parametrize(
    ("item", "said"),
    [
        ("", "the text is empty"),
        (" \n\t", "the text is empty"),
        ("No Arabic here, 123.", "no Arabic letter in «No Arabic here, 123.»"),
        ("م" * (MAX_CHARACTERS + 1), "1,000,001 characters; the limit is 1,000,000"),
        (b"bytes", "found bytes"),
        (None, "found NoneType"),
        (3, "found int"),
    ],
)
def test_what_cannot_be_read_is_named(ex, item, said):
    with pytest.raises(InputError, match=said):
        ex(item)


def test_a_stream_keeps_order_and_equals_single_calls(ex):
    texts = [f"{TEXT} " * (1 + i % 3) for i in range(70)]
    streamed = list(ex.stream(texts))
    assert [doc.id for doc in streamed] == [str(i) for i in range(70)]
    for i in (0, 1, 2, 69):
        alone = ex(texts[i])
        assert [(s.start, s.end, s.type) for s in alone.spans] == [(s.start, s.end, s.type) for s in streamed[i].spans]


def test_a_stream_is_lazy(ex):
    def endless():
        while True:
            yield TEXT

    assert next(iter(ex.stream(endless()))).spans


def test_a_stream_names_bad_items_and_goes_on(ex):
    bad: list[tuple[int, str]] = []
    docs = list(ex.stream([TEXT, "", TEXT, 5], on_error=lambda n, e: bad.append((n, str(e)))))
    assert len(docs) == 2
    assert [n for n, _ in bad] == [1, 3]
    with pytest.raises(InputError, match="item 1"):
        list(ex.stream([TEXT, ""]))


def test_a_long_text_is_read_to_its_end(ex):
    doc = ex(f"{TEXT}\n" * 40)
    assert max(s.end for s in doc.spans) > len(doc.text) - len(TEXT)


def test_linking_keeps_the_given_spans(ex, schema, treaty):
    (doc,) = ex.link([treaty.bare().__class__(treaty.id, treaty.text, treaty.date, treaty.spans)])
    assert [(s.start, s.end, s.type) for s in doc.spans] == [(s.start, s.end, s.type) for s in treaty.spans]
    for e in doc.edges:
        assert schema.allows(e.type, doc.spans[e.head].type, doc.spans[e.tail].type)
    assert doc.aliases == treaty.aliases


def test_linking_refuses_what_it_cannot_link(ex):
    doc = Document("d", TEXT, None, (Span(0, 4, "NOBODY"),))
    with pytest.raises(DocumentError, match="type 'NOBODY'"):
        list(ex.link([doc]))
    with pytest.raises(DocumentError, match="holds no word"):
        list(ex.link([replace(doc, spans=(Span(4, 5, "PERS"),))]))


def test_precision_targets(bundle):
    assert Extractor.load(bundle, precision=0.9).calibration.spans.threshold == 0.4
    for wrong in (0.0, 1.5, 0.99):
        with pytest.raises(InputError, match="precision"):
            Extractor.load(bundle, precision=wrong)


def test_both_variants_read_the_same_text(bundle):
    fp32, int8 = (Extractor.load(bundle, variant=v)(TEXT) for v in ("fp32", "int8"))
    assert {(s.start, s.end) for s in fp32.spans} & {(s.start, s.end) for s in int8.spans}
