"""The text of a document as HTML: paragraphs, numbered sentences, nested marks and their labels.

Knows spans and sentences as intervals; knows no ledger and no page. Nothing stands inside a word: letters join across the border of a mark
only if neither space nor element separates them, so a label waits for the end of the word, and marks have no width of their own.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mithaq.documents import Document
from mithaq.render_labels import escape, factuality_label, span_label
from mithaq.text import sentences

MAX_DEPTH = 6
"""Levels of nesting that have a line of their own; what is nested deeper shares the lowest line."""
_BREAK = re.compile(r"[\r\n\v\f\x85\u2028\u2029]\s*")
_ASSERTED = "asserted"


@dataclass(frozen=True)
class _Interval:
    """A stretch to be marked: a sentence or a span."""

    start: int
    end: int
    rank: tuple[int, int]
    """Breaks ties: sentences before spans, each in their order."""
    index: int
    """Index of the span, or number of the sentence from 1."""

    @property
    def is_sentence(self) -> bool:
        return self.rank[0] == 0

    @property
    def closing(self) -> str:
        return "</span>" if self.is_sentence else "</mark>"

    @property
    def key(self) -> tuple[int, int, tuple[int, int]]:
        """Sorts as elements open: the longer first."""
        return self.start, -self.end, self.rank


def marked_text(doc: Document, notes: Sequence[str], rows: Mapping[int, int]) -> tuple[str, int]:
    """Paragraphs with a ``<mark id="sN">`` for span N and a label behind it.

    Args:
        notes: for each span, what hovering tells (plain text).
        rows: for the index of each trigger, N of the ledger's row group ``rN``.
    Returns:
        The HTML, and the levels of nesting (0 to MAX_DEPTH).
    """
    breaks = [(m.start(), m.end()) for m in _BREAK.finditer(doc.text)]
    spans = [_fitted(span.start, span.end, (1, i), i, breaks) for i, span in enumerate(doc.spans)]
    parts = [_Interval(start, end, (0, i), i) for i, (start, end) in enumerate(sentences(doc.text), 1)]
    heights = _heights(spans)
    writer = _Writer(doc, notes, rows, heights)
    html = writer.write(sorted([*spans, *parts], key=lambda x: x.key), breaks)
    return html, min(MAX_DEPTH, max(heights, default=0))


class _Writer:
    def __init__(self, doc: Document, notes: Sequence[str], rows: Mapping[int, int], heights: Sequence[int]) -> None:
        self._doc, self._notes, self._rows, self._heights = doc, notes, rows, heights
        self._out: list[str] = []
        self._open_now: list[_Interval] = []  # outermost first
        self._begun: set[_Interval] = set()  # only the first fragment of an interval carries its id
        self._waiting: list[int] = []  # spans whose labels wait for the end of a word

    def write(self, intervals: Sequence[_Interval], breaks: Sequence[tuple[int, int]]) -> str:
        text = self._doc.text
        starts: dict[int, list[_Interval]] = defaultdict(list)
        for interval in intervals:
            starts[interval.start].append(interval)
        words = _word_bounds(text)
        at_bounds = set(words)
        ends = {x.end for x in intervals}
        label_places = {words[bisect_left(words, end)] for end in ends}
        breaks_at = dict(breaks)
        cuts = sorted({0, len(text), *starts, *ends, *label_places, *breaks_at, *breaks_at.values()})
        self._out.append("<p>")
        for at, until in zip(cuts, [*cuts[1:], len(text)], strict=True):
            self._close(at, at in at_bounds)
            if at in breaks_at:
                self._new_paragraph()
                continue
            for interval in starts.get(at, ()):
                self._open(interval)
                if interval.end <= at:
                    self._close(at, True)
            if at < until:
                self._out.append(escape(text[at:until]))
        self._end_paragraph()
        return "".join(self._out)

    def _open(self, interval: _Interval) -> None:
        first = interval not in self._begun
        self._begun.add(interval)
        self._open_now.append(interval)
        i = interval.index
        if interval.is_sentence:
            self._out.append(f'<span class="v" data-n="{i}">' if first else '<span class="v">')
            return
        span = self._doc.spans[i]
        kind = "e" if span.factuality is None else f"g {factuality_label(span.factuality).style}"
        style = f'class="{kind} {span_label(span.type).style} l{min(self._heights[i], MAX_DEPTH)}"'
        self._out.append(f'<mark id="s{i}" {style} title="{escape(self._notes[i])}">' if first else f'<mark data-s="{i}" {style}>')

    def _close(self, at: int, at_bound: bool) -> None:
        """Close what ends here, and what was opened after it, which goes on in a new element if it reaches further."""
        if at_bound:
            self._labels()
        lowest = next((k for k, x in enumerate(self._open_now) if x.end <= at), len(self._open_now))
        closed = self._open_now[lowest:]
        del self._open_now[lowest:]
        for interval in reversed(closed):
            self._out.append(interval.closing)
            if interval.end <= at and not interval.is_sentence:
                self._waiting.append(interval.index)
                if at_bound:
                    self._labels()
        for interval in closed:
            if interval.end > at:
                self._open(interval)

    def _labels(self) -> None:
        for i in self._waiting:
            span = self._doc.spans[i]
            kind = span_label(span.type)
            said = escape(kind.short)
            if span.factuality not in (None, _ASSERTED):
                said += f" <b>{escape(factuality_label(span.factuality or '').short)}</b>"
            place = f'class="c {kind.style}" data-s="{i}"'
            row = self._rows.get(i)
            self._out.append(f"<span {place}>{said}</span>" if row is None else f'<a {place} href="#r{row}">{said}</a>')
        self._waiting.clear()

    def _new_paragraph(self) -> None:
        going_on = list(self._open_now)
        self._out += [interval.closing for interval in reversed(going_on)]
        self._open_now.clear()
        self._end_paragraph()
        self._out.append("\n<p>")
        for interval in going_on:
            self._open(interval)

    def _end_paragraph(self) -> None:
        if self._out[-1].endswith("<p>"):
            self._out.pop()
        else:
            self._out.append("</p>")


def _fitted(start: int, end: int, rank: tuple[int, int], index: int, breaks: Sequence[tuple[int, int]]) -> _Interval:
    """An interval whose bounds lie outside the line breaks: between two paragraphs there is no text to be marked."""
    after = bisect_left(breaks, (start + 1,)) - 1
    if after >= 0 and breaks[after][0] <= start < breaks[after][1]:
        start = breaks[after][1]
    before = bisect_left(breaks, (end,)) - 1
    if before >= 0 and breaks[before][0] < end <= breaks[before][1]:
        end = breaks[before][0]
    return _Interval(start, max(start, end), rank, index)


def _heights(spans: Sequence[_Interval]) -> list[int]:
    """For each span, how many levels of spans lie inside it (or cross it and begin later)."""
    heights = [0] * len(spans)
    parents: list[tuple[int, int]] = []
    open_now: list[_Interval] = []
    for span in sorted(spans, key=lambda x: x.key):
        open_now = [x for x in open_now if x.end > span.start]
        if open_now:
            parents.append((span.index, open_now[-1].index))
        open_now.append(span)
    for child, parent in reversed(parents):
        heights[parent] = max(heights[parent], heights[child] + 1)
    return heights


def _word_bounds(text: str) -> list[int]:
    """Offsets between two characters that do not belong to one word, and both ends of the text."""
    solid = [_solid(char) for char in text]
    return [0, *(i for i in range(1, len(text)) if not (solid[i - 1] and solid[i])), len(text)]


def _solid(char: str) -> bool:
    # Letters, marks, digits, symbols and invisible joiners; not spaces, line breaks and punctuation.
    category = unicodedata.category(char)
    return category[0] in "LMNSC" and category != "Cc"
