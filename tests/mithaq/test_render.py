"""The page: nothing of a document gets out of its place, everything is linked and named, and it grows with the text and no faster."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings

from mithaq.dates import Resolved
from mithaq.documents import Document, Edge, Span
from mithaq.render import render
from mithaq.render_labels import percent, span_label
from mithaq.render_ledger import interval
from tests.pages import Node, Tree
from tests.strategies import SCHEMA, documents

BREAK = re.compile(r"[\r\n\v\f\x85\u2028\u2029]\s*")
ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def read(doc: Document, **options) -> Node:
    return Tree(render(doc, **options)).root


def by_id(page: Node, name: str) -> Node:
    (node,) = page.all(id=name)
    return node


def paragraphs(page: Node) -> list[str]:
    return [p.text(without="c") for p in by_id(page, "t").all("p")]


def span(text: str, mention: str, kind: str, factuality: str | None = None, p: float | None = None) -> Span:
    start = text.index(mention)
    return Span(start, start + len(mention), kind, factuality, p)


@settings(max_examples=150)
@given(documents())
def test_any_document_keeps_its_text_and_its_spans_and_every_link_arrives(doc):
    raw = render(doc)
    raw.encode("utf-8")
    page = Tree(raw).root
    ids = [n.attrs["id"] for n in page.walk() if "id" in n.attrs]
    assert len(ids) == len(set(ids))
    assert {f"s{i}" for i in range(len(doc.spans))} <= set(ids)
    assert all(a.attrs["href"][0] == "#" and a.attrs["href"][1:] in ids for a in page.all("a"))
    text = BREAK.sub("\n", doc.text).strip("\n")
    # A mark of nothing but a break at the end of the text has an empty paragraph of its own.
    assert "\n".join(paragraphs(page)).strip("\n") == ILLEGAL.sub("\ufffd", text)
    labels = [n for n in by_id(page, "t").walk() if "c" in n.classes]
    assert sorted(int(n.attrs["data-s"]) for n in labels) == list(range(len(doc.spans))), "one label a span"


@given(documents())
def test_marks_cover_what_their_spans_cover(doc):
    text = by_id(read(doc), "t")
    for i, s in enumerate(doc.spans):
        pieces = [m for m in text.all("mark") if m.attrs.get("id") == f"s{i}" or m.attrs.get("data-s") == str(i)]
        plain = re.sub(r"\s", "", ILLEGAL.sub("\ufffd", BREAK.sub("", doc.mention(s))))
        assert re.sub(r"\s", "", "".join(m.text(without="c") for m in pieces)) == plain


def test_spans_that_cross_and_spans_over_line_breaks_are_cut_into_pieces():
    text = "حكومة البلد الأولى\r\nوالثانية"
    doc = Document(
        "x", text, spans=(span(text, "حكومة البلد", "ORG"), span(text, "البلد الأولى", "GPE"), span(text, "الأولى\r\nوالثانية", "DOC"))
    )
    page = read(doc)
    assert paragraphs(page) == ["حكومة البلد الأولى", "والثانية"]
    pieces = [m.text(without="c") for m in page.all("mark") if m.attrs.get("id") == "s1" or m.attrs.get("data-s") == "1"]
    assert pieces == ["البلد", " الأولى"]


def test_what_a_document_says_is_never_markup():
    bad = '"><script>alert(1)</script><img src=x onerror="alert(2)">'
    text = f"قال {bad} اليوم"
    spans = (span(text, "قال", "STATE", bad), span(text, bad, bad))
    doc = Document(bad, text, spans=spans, edges=(Edge(0, 1, bad), Edge(0, 1, "AGENT"), Edge(1, 0, bad)), meta={"title": bad})
    for title in (None, bad):
        page = read(doc, title=title)
        assert len(page.all("script")) == len(page.all("style")) == 1
        assert not page.all("img")
        assert not [k for n in page.walk() for k in n.attrs if k.startswith("on") or k == "style"]
        assert by_id(page, "s1").text() == bad
        assert page.all("h1")[0].text() == page.all("title")[0].text() == bad


def test_the_policy_allows_the_pages_own_script_and_style_and_nothing_else(treaty):
    raw = render(treaty)
    page = Tree(raw).root
    (policy,) = (m.attrs["content"] for m in page.all("meta") if m.attrs.get("http-equiv") == "Content-Security-Policy")
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    for tag in ("style", "script"):
        digest = hashlib.sha256(page.all(tag)[0].text().encode()).digest()
        assert rules[f"{tag}-src"] == f"'sha256-{base64.b64encode(digest).decode()}'"
    assert not [n for n in page.walk() if "src" in n.attrs or n.tag in ("link", "iframe", "object", "base", "form")]
    assert "url(" not in raw
    assert "@import" not in raw
    assert raw.index("Content-Security-Policy") < raw.index("<style>")


def test_it_is_an_arabic_page(treaty):
    raw = render(treaty)
    html = Tree(raw).root.all("html")[0]
    assert raw.startswith("<!DOCTYPE html>")
    assert (html.attrs["lang"], html.attrs["dir"]) == ("ar", "rtl")
    assert '<meta charset="utf-8">' in raw


@pytest.mark.parametrize(
    ("text", "mention", "html"),
    [
        ("زار بليبيا أمس", "ليبيا", "زار ب<mark…>ليبيا</mark><…>بلد</…> أمس"),
        ("كتابهم هنا", "كتاب", "<mark…>كتاب</mark>هم<…>بلد</…> هنا"),
        ("مُحَمَّدٌ هنا", "مُحَمَّد", "<mark…>مُحَمَّد</mark>ٌ<…>بلد</…> هنا"),
        ("قال «ليبيا»", "ليبيا", "قال «<mark…>ليبيا</mark><…>بلد</…>»"),
    ],
)
def test_labels_stand_behind_words_and_never_in_them(text, mention, html):
    raw = render(Document("x", text, spans=(span(text, mention, "GPE"),)))
    line = re.search(r'<span class="v" data-n="1">(.*?)</span></p>', raw) or pytest.fail("no sentence of its own paragraph")
    plain = re.sub(r"<mark[^>]*>", "<mark…>", line[1])
    assert re.sub(r"<(/?)span[^>]*>", r"<\1…>", plain) == html


def test_spans_over_the_same_stretch_have_a_line_each():
    doc = Document("x", "تونس", spans=(Span(0, 4, "ORG"), Span(0, 4, "GPE"), Span(0, 4, "LOC")))
    page = read(doc)
    outer = by_id(page, "s0")
    assert [m.attrs["id"] for m in outer.all("mark")] == ["s0", "s1", "s2"]
    assert [next(c for c in m.classes if re.fullmatch(r"l\d", c)) for m in outer.all("mark")] == ["l2", "l1", "l0"]
    assert "d2" in by_id(page, "t").classes


def test_factuality_is_a_pattern_and_a_word(treaty):
    factualities = ("asserted", "negated", "unrealised", "rumoured")
    doc = Document("x", "وقع " * 4, spans=tuple(Span(4 * i, 4 * i + 3, "SIGN", f) for i, f in enumerate(factualities)))
    page = read(doc)
    styles = [by_id(page, f"s{i}").classes[1] for i in range(4)]
    assert styles == ["fa", "fn", "fu", "fx"], "each has its rule in the style sheet"
    labels = [n.text() for n in by_id(page, "t").walk() if "c" in n.classes]
    assert labels == ["توقيع", "توقيع منفي", "توقيع غير متحقق", "توقيع rumoured"]


def test_every_type_of_the_label_set_has_an_arabic_name_and_a_foreign_one_keeps_its_own():
    names = [span_label(kind).arabic for kind in SCHEMA.span_types]
    assert all(names)
    assert len(set(names)) == len(names)
    assert span_label("MINE").short == "MINE"
    assert span_label("MINE").style == span_label("MINE").style


def test_rows_lead_to_their_evidence_and_back(treaty):
    page = read(treaty)
    ledger = by_id(page, "ledger")
    assert sum(len(body.all("tr")) for body in ledger.all("tbody")) == len(treaty.ledger())
    for event in treaty.events:
        body = by_id(page, f"r{event.trigger}")
        assert all(tr.all("a", href=f"#s{event.trigger}") for tr in body.all("tr"))
        (back,) = by_id(page, "t").all("a", href=f"#r{event.trigger}")
        assert back.attrs["data-s"] == body.attrs["data-s"] == str(event.trigger)


def test_the_table_is_one_to_a_screen_reader(treaty):
    table = by_id(read(treaty), "ledger").all("table")[0]
    assert table.children[0].tag == "caption"
    heads = table.all("thead")[0].all("th")
    assert all(th.attrs["scope"] == "col" for th in heads)
    for body in table.all("tbody"):
        for tr in body.all("tr"):
            assert [c.attrs.get("scope") for c in tr.children] == ["row", *[None] * (len(heads) - 1)]


def test_a_row_says_who_what_until_when_and_according_to_whom(treaty):
    page = read(treaty)
    delay = next(event for event in treaty.events if event.type == "REQUEST_DELAY")
    first, second = by_id(page, f"r{delay.trigger}").all("tr")
    assert [tr.all("th")[0].text() for tr in (first, second)] == ["كريم الطائي", "هالة السعدي"]
    assert "REQUEST_DELAY" in first.text()
    assert "2021-03-07" in first.text()
    signing = next(body for body in page.all("tbody") if "SIGN" in body.text() and "منفي" not in body.text())
    assert "هالة السعدي" in signing.text()


def test_triggers_that_are_alike_share_their_rows():
    doc = Document("x", "وقع", spans=(Span(0, 3, "SIGN", "asserted"), Span(0, 3, "MEET", "asserted"), Span(0, 3, "SIGN", "asserted")))
    page = read(doc)
    assert [body.attrs["id"] for body in page.all("tbody")] == ["r0", "r1"]
    assert [len(body.all("tr")) for body in page.all("tbody")] == [2, 1]
    assert [a.attrs["href"] for a in by_id(page, "t").all("a")].count("#r0") == 2


def test_the_list_holds_every_arc_and_relation(treaty):
    page = read(treaty)
    roles = [e for e in treaty.edges if treaty.spans[e.head].factuality is not None]
    arcs = [(li.attrs["id"], a.attrs["href"]) for li in page.all("li") if "id" in li.attrs for a in li.all("a") if "data-r" in a.attrs]
    assert sorted(arcs) == sorted((f"v{e.head}", f"#s{e.tail}") for e in roles)
    assert "HOLDS_OFFICE" in by_id(page, "events").text()


def test_hovering_tells_type_probability_source_and_fullest_name(treaty):
    doc = replace(treaty, spans=tuple(replace(s, p=0.734) for s in treaty.spans))
    page = read(doc)
    signing = next(e for e in doc.events if e.type == "SIGN" and e.factuality == "asserted")
    note = by_id(page, f"s{signing.trigger}").attrs["title"]
    assert all(word in note for word in ("توقيع SIGN", "واقع asserted", "المصدر: هالة السعدي", "73%"))
    short = next(i for i, s in enumerate(doc.spans) if doc.mention(s) == "الطائي")
    assert "هو: كريم الطائي" in by_id(page, f"s{short}").attrs["title"]


def test_without_probabilities_there_is_no_column_for_them(treaty, flat, bare):
    sure = replace(treaty, spans=tuple(replace(s, p=0.9) for s in treaty.spans), edges=tuple(replace(e, p=0.9) for e in treaty.edges))
    assert len(read(sure).all("thead")[0].all("th")) == len(read(treaty).all("thead")[0].all("th")) + 1
    for doc in (flat, bare):
        page = read(doc)
        assert not page.all("table")
        assert "لا مواقف" in by_id(page, "ledger").text()
    assert "غير معروف" in read(bare).all("header")[0].text()
    assert read(treaty).all("time")[0].text() == "2021-03-02"


def test_an_empty_text_is_a_page():
    assert paragraphs(read(Document("x", ""))) == paragraphs(read(Document("x", "\r\n\n"))) == []


@pytest.mark.parametrize("p", [0.0, 0.0001, 0.5, 0.994, 0.9999, 1.0])
def test_only_certainty_is_called_so(p):
    shown = int(re.sub(r"\D", "", percent(p)))
    assert (shown == 0, shown == 100) == (p == 0, p == 1)
    assert abs(shown - 100 * p) <= 1


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (datetime(2020, 1, 14), datetime(2020, 1, 15), "2020-01-14"),
        (datetime(2020, 1, 14), datetime(2020, 1, 21), "من 2020-01-14 إلى 2020-01-20"),
        (datetime(2020, 1, 14, 6), datetime(2020, 1, 14, 12), "2020-01-14 من 06:00 إلى 12:00"),
        (datetime(2020, 1, 13), datetime(2020, 1, 14, 6), "من 2020-01-13 إلى 2020-01-14 06:00"),
        (datetime(2020, 1, 14), None, "ابتداءً من 2020-01-14"),
        (None, datetime(2020, 1, 14), "قبل 2020-01-14"),
        (None, None, "PT48H"),
    ],
)
def test_intervals_in_words(start, end, said):
    shown = interval(Resolved(start, end, "day", "PT48H", "date"))
    assert re.sub(r"<[^>]*>", "", shown) == said
    outside = re.sub(r'<(time|bdi)[^>]*dir="ltr">[^<]*</\1>', "", shown)
    assert not re.search(r"\d", outside), "behind Arabic letters a date turns around unless it is isolated"


def repeated(doc: Document, times: int, gap: str) -> Document:
    step = len(doc.text) + len(gap)
    spans = tuple(replace(s, start=s.start + k * step, end=s.end + k * step) for k in range(times) for s in doc.spans)
    edges = tuple(replace(e, head=e.head + k * len(doc.spans), tail=e.tail + k * len(doc.spans)) for k in range(times) for e in doc.edges)
    return Document("x", gap.join([doc.text] * times), doc.date, spans, edges)


@pytest.mark.parametrize("gap", ["\n", " "])
def test_the_page_grows_with_the_text_and_no_faster(treaty, gap):
    one_sentence = replace(treaty, text=treaty.text.replace(".", "،").replace("\n", " "))
    sizes = [len(render(repeated(one_sentence, n, gap)).encode()) for n in (20, 40, 80)]
    assert sizes[2] - sizes[1] < 2.1 * (sizes[1] - sizes[0])


def test_one_long_mention_with_many_edges_is_not_repeated_whole():
    text = "وقع " * 400
    spans = (Span(0, len(text), "DOC"), *(Span(4 * i, 4 * i + 3, "SIGN", "asserted") for i in range(400)))
    edges = tuple(Edge(i, 0, "OBJECT") for i in range(1, 401))
    assert len(render(Document("x", text, spans=spans, edges=edges)).encode()) < 400 * 2500


def test_equal_documents_give_equal_pages(treaty):
    script = (
        "import sys; from mithaq.documents import Document; from mithaq.render import render; "
        "sys.stdout.buffer.write(render(Document.from_json(sys.argv[1])).encode())"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", script, treaty.to_json()], check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed}
        )
        for seed in ("1", "2")
    ]
    assert runs[0].stdout == runs[1].stdout == render(Document.from_json(treaty.to_json())).encode()
