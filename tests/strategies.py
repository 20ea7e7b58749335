"""Random texts and documents for property tests. The texts hold what broke offsets elsewhere; the spans nest and never cross."""

from __future__ import annotations

from hypothesis import strategies as st

from mithaq.documents import Document, Edge, Span
from mithaq.schema import Schema
from training.config import load_schema

SCHEMA = load_schema("configs/schema.yaml")

WORDS = ["وقّع", "السراج", "الـــوفد", "مُحَمَّدٌ", "طلب", "ﻻ", "ﷲ", "کرمان", "۱۲", "٤٨", "3.5", "A", "😀", "👩‍👧", "🇹🇳"]
SPACES = [" ", "\n", "\r\n", "\t", "\u00a0", "\u2028", "\u2029", "\x85", "\n\n"]
INVISIBLE = ["\u200f", "\u200e", "\u202b", "\u202c", "\u200c", "\u200d", "\ufeff", "\u0640", "\u064b", "\ud800"]
MARKUP = ["\\", "⟦", "⟧", "⟦1:PERS ", "---", "\n---\n", "\n--- ", "\n### x a=b\n", "###", "#", "-", "\\\\⟦", "SAME 1 2", "\n1 AGENT 2\n"]
STOPS = [".", "؟", "!", "…", "،", "«", "»", '"', "(", ")", ".\u200f"]

texts = st.one_of(
    st.lists(st.sampled_from(WORDS + SPACES + INVISIBLE + MARKUP + STOPS), max_size=25).map("".join),
    st.text(max_size=40),
)
"""With a lone surrogate among them, because strings from foreign JSON hold such."""


def spans_of(schema: Schema, length: int) -> st.SearchStrategy[tuple[Span, ...]]:
    """Nested spans in a text of this length, in document order."""
    if length == 0:
        return st.just(())
    ends = st.tuples(st.integers(0, length - 1), st.integers(1, length))
    triggers = st.builds(lambda t, f: (t, f), st.sampled_from(schema.trigger_types), st.sampled_from(schema.factuality_names))
    labels = st.sampled_from(schema.entity_types).map(lambda t: (t, None)) | triggers
    return st.lists(st.tuples(ends, labels), max_size=9).map(_nested)


def _nested(drawn: list[tuple[tuple[int, int], tuple[str, str | None]]]) -> tuple[Span, ...]:
    kept: list[Span] = []
    for (start, end), (kind, factuality) in drawn:
        crosses = any(start < s.start < end < s.end or s.start < start < s.end < end for s in kept)
        if start < end and not crosses:
            kept.append(Span(start, end, kind, factuality))
    return tuple(sorted(kept, key=lambda s: (s.start, -s.end)))


@st.composite
def documents(draw: st.DrawFn, schema: Schema = SCHEMA) -> Document:
    """A document that the markup can express: nested spans, allowed edges without repetition, alias groups of two or more."""
    text = draw(texts)
    spans = draw(spans_of(schema, len(text)))
    allowed = [
        Edge(h, t, name)
        for name in schema.edge_types
        for h in range(len(spans))
        for t in range(len(spans))
        if h != t and schema.allows(name, spans[h].type, spans[t].type)
    ]
    edges = draw(st.lists(st.sampled_from(allowed), max_size=6, unique=True)) if allowed else []
    groups = st.lists(st.integers(0, len(spans) - 1), min_size=2, max_size=4, unique=True).map(tuple)
    aliases = draw(st.lists(groups, max_size=2)) if len(spans) > 1 else []
    name = draw(st.text(alphabet="ab12ي-_.=#⟦\\", min_size=1, max_size=6))
    date = draw(st.none() | st.dates().map(lambda d: d.isoformat()))
    meta = draw(st.dictionaries(st.sampled_from(["genre", "region", "n-1"]), st.text(alphabet="abخ=#⟧\\", min_size=1, max_size=4)))
    return Document(name, text, date, spans, tuple(edges), tuple(aliases), meta)
