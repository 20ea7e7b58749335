"""Bracket markup: what it says, that nothing is lost on the way, and what a wrong block is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mithaq.documents import Document, Edge, Span
from mithaq.errors import MarkupError
from mithaq.markup import parse, write
from mithaq.schema import Schema
from tests.strategies import SCHEMA, documents


def fault(markup: str, schema: Schema) -> str:
    with pytest.raises(MarkupError) as caught:
        parse(markup, schema, "b01.ann.txt")
    return str(caught.value)


def block(text: str, edges: str = "") -> str:
    return f"### a\n{text}\n---\n{edges}\n"


@given(documents())
def test_round_trip(doc: Document) -> None:
    assert parse(write([doc], SCHEMA), SCHEMA) == [doc]


@given(st.lists(documents(), min_size=2, max_size=3, unique_by=lambda d: d.id))
def test_round_trip_of_several_blocks(docs: list[Document]) -> None:
    assert parse(write(docs, SCHEMA), SCHEMA) == docs


def test_a_block(schema: Schema) -> None:
    markup = "### a-1 date=2021-03-02 genre=wire\nو⟦7:SIGN+ وقعا⟧ ⟦3:ORG وفد ⟦9:PERS عمر⟧⟧\n---\n7 AGENT 3\nSAME 3 9\n"
    (doc,) = parse(markup, schema)
    assert doc.text == "ووقعا وفد عمر"
    assert doc.spans == (Span(1, 5, "SIGN", "asserted"), Span(6, 13, "ORG"), Span(10, 13, "PERS"))
    assert doc.edges == (Edge(0, 1, "AGENT"),)
    assert doc.aliases == ((1, 2),)
    assert (doc.id, doc.date, doc.meta) == ("a-1", "2021-03-02", {"genre": "wire"})


def test_every_factuality_mark(schema: Schema) -> None:
    (doc,) = parse(block("⟦1:SIGN+ وقع⟧ ⟦2:SIGN- توقيع⟧ ⟦3:SIGN? يوقع⟧"), schema)
    assert [s.factuality for s in doc.spans] == ["asserted", "negated", "unrealised"]


def test_escapes_are_plain_text(schema: Schema) -> None:
    (doc,) = parse(block("\\### ليس عنوانا\n\\---\n\\⟦1:PERS علي\\⟧ \\\\"), schema)
    assert doc.text == "### ليس عنوانا\n---\n⟦1:PERS علي⟧ \\"
    assert doc.spans == ()


@pytest.mark.parametrize(
    ("text", "edges", "said"),
    [
        ("⟦1:SING+ وقع⟧", "", "mark 1: unknown type 'SING'. Did you mean 'SIGN'?"),
        ("⟦1:PERSON علي⟧", "", "mark 1: unknown type 'PERSON'. Did you mean 'PERS'?"),
        ("⟦1:SIGN وقع⟧", "", "mark 1: trigger SIGN needs one of the factuality marks + - ?, found ''"),
        ("⟦1:SIGN* وقع⟧", "", "mark 1: trigger SIGN needs one of the factuality marks + - ?, found '*'"),
        ("⟦1:PERS+ علي⟧", "", "mark 1: entity PERS takes no factuality mark, found '+'"),
        ("⟦PERS علي", "", "«⟦PERS علي» is no mark; write ⟦ID:TYPE text⟧ or ⟦ID:TYPE+ text⟧"),
        ("⟦1:PERS علي", "", "mark 1 is never closed"),
        ("قال علي⟧", "", "⟧ without ⟦ after «قال علي»"),
        ("⟦1:PERS ⟧", "", "mark 1: the mark is empty"),
        ("⟦1:PERS علي⟧ ⟦1:PERS عمر⟧", "", "mark number 1 occurs twice"),
        ("⟦1:SIGN+ وقع⟧ ⟦2:PERS علي⟧", "1 AGENT 3", "line '1 AGENT 3' names mark(s) 3, which the text lacks"),
        ("⟦1:SIGN+ وقع⟧ ⟦2:PERS علي⟧", "1 AGNT 2", "line '1 AGNT 2': unknown edge type. Did you mean 'AGENT'?"),
        ("⟦1:SIGN+ وقع⟧ ⟦2:PERS علي⟧", "2 AGENT 1", "line '2 AGENT 1': AGENT may not join PERS «علي» to SIGN «وقع»"),
        ("⟦1:SIGN+ وقع⟧ ⟦2:PERS علي⟧", "1 AGENT 2\n1 AGENT 2", "line '1 AGENT 2' stands twice"),
        ("⟦1:GPE مصر⟧", "1 LOCATED_IN 1", "line '1 LOCATED_IN 1' joins a mark to itself"),
        ("⟦1:SIGN+ وقع⟧ ⟦2:PERS علي⟧", "1 AGENT علي 2", "line '1 AGENT علي 2' is neither 'HEAD TYPE TAIL' nor 'SAME a b ...'"),
        ("⟦1:PERS علي⟧", "SAME 1", "line 'SAME 1' must name two or more different marks"),
        ("⟦1:PERS علي⟧", "SAME 1 1", "line 'SAME 1 1' must name two or more different marks"),
    ],
)
def test_each_fault_names_place_value_and_remedy(schema: Schema, text: str, edges: str, said: str) -> None:
    message = fault(block(text, edges), schema)
    assert message.startswith("1 fault(s):\nb01.ann.txt:1 (a): ")
    assert said in message


def test_the_faults_of_all_blocks_come_at_once(schema: Schema) -> None:
    markup = "### a date=tomorrow x\n⟦1:PERZ علي⟧\n---\n1 AGENT 2\n\n### a\nنص بلا خط\n"
    assert fault(markup, schema).splitlines() == [
        "6 fault(s):",
        "b01.ann.txt:1 (a): mark 1: unknown type 'PERZ'. Did you mean 'PERS'?",
        "b01.ann.txt:1 (a): line '1 AGENT 2' names mark(s) 1, 2, which the text lacks",
        "b01.ann.txt:1 (a): header item 'x' is not of the form key=value",
        "b01.ann.txt:1 (a): 'date' must be null or a date such as 2020-01-13, found 'tomorrow'",
        "b01.ann.txt:6 (a): the id occurs twice",
        "b01.ann.txt:6 (a): no line '---' between the text and its edges",
    ]


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ("", "b01.ann.txt: no block found; begin each block with '### ID'."),
        ("\nنص\n### a\nنص\n---\n", "b01.ann.txt:2: text before the first header; begin each block with '### ID'."),
    ],
)
def test_no_header(schema: Schema, markup: str, said: str) -> None:
    assert fault(markup, schema) == said


@pytest.mark.parametrize(
    ("doc", "said"),
    [
        (Document("a", "علي عمر", spans=(Span(0, 5, "PERS"), Span(4, 7, "PERS"))), "a: «علي ع» and «عمر» cross; brackets can only nest."),
        (Document("a", "وقع", spans=(Span(0, 3, "SIGN", "hoped"),)), "a: factuality 'hoped' has no mark in schema 'mithaq-news'."),
        (Document("two words", "وقع"), "id 'two words' cannot be written; use an id without spaces."),
        (Document("", "وقع"), "id '' cannot be written"),
        (Document("a", "وقع", spans=(Span(0, 3, "PERS"),), aliases=((0,),)), "a: alias group [0] cannot be written"),
        (
            Document("a", "وقع", meta={"title": "خبر عاجل"}),
            "a: header field title='خبر عاجل' cannot be written; use strings without spaces",
        ),
        (Document("a", "وقع", meta={"title": ""}), "a: header field title='' cannot be written"),
        (Document("a", "وقع", meta={"page": 3}), "a: header field page=3 cannot be written"),
        (Document("a", "وقع", meta={"a=b": "c"}), "a: header field a=b='c' cannot be written; use strings without spaces, and no '='"),
    ],
)
def test_what_the_markup_cannot_say_is_refused(schema: Schema, doc: Document, said: str) -> None:
    with pytest.raises(MarkupError) as caught:
        write([doc], schema)
    assert str(caught.value).startswith(said)
