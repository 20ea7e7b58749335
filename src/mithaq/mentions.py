"""Mentions as grouping sees them, and the groups being made: words in comparable form, definiteness, what stands inside and beside.

Knows spans, their text and the edges between a name and its title; knows no rule about who is who.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from mithaq.names import Name, key_words, skeleton
from mithaq.text import normalise

if TYPE_CHECKING:
    from mithaq.documents import Edge, Span

TYPES = frozenset({"PERS", "ORG", "GPE", "DOC", "OCC", "ACTOR"})
"""Span types that SAME joins, by the annotation guidelines."""
_NOUNS = frozenset({"ORG", "DOC", "OCC", "ACTOR"})
"""Types whose mentions are mostly common nouns, with case endings to take off."""
_NAMES = frozenset({"PERS", "ORG", "GPE"})
_HOLDS_OFFICE = "HOLDS_OFFICE"
_CASE = re.compile(r"(?<=\w{3})(?:ون|ان)$")
_TANWEEN = re.compile(r"(?<=\w{3})ا$")
_BRACKETS = re.compile(r"[(\[]([^()\[\]]+)[)\]]")
_OPENING = " \t\"'«“(["


@dataclass(frozen=True)
class Mention:
    """One span of a type in ``TYPES``."""

    index: int
    """Place in the caller's list of spans."""
    span: Span
    words: Name
    """``key_words``; of common nouns without case endings."""
    article: bool
    """Whether the first word has the article."""
    definite: bool
    """Whether the whole is definite: by an article, or by a name that the noun is annexed to."""
    core: Name
    """The words without nationalities nested inside."""
    inner: tuple[Name, ...] = ()
    """Words of each stretch in brackets inside."""
    owned: bool = False
    """Whether the noun is annexed to a state (رئيس فنزويلا)."""
    holders: tuple[int, ...] = ()
    """Titles only: indexes of the persons whose names they stand beside."""

    @property
    def type(self) -> str:
        return self.span.type

    @property
    def bare(self) -> bool:
        """Whether this is one word with the article, such as «الحركة»."""
        return len(self.words) == 1 and self.article

    def follows(self, other: Mention) -> bool:
        return other.span.start < self.span.start

    def nests(self, other: Mention) -> bool:
        """Whether one of the two lies inside the other."""
        a, b = self.span, other.span
        return (a.start <= b.start and b.end <= a.end) or (b.start <= a.start and a.end <= b.end)


class Groups:
    """The mentions of a text and the groups made so far; at first each mention is a group of one."""

    def __init__(self, text: str, mentions: Sequence[Mention]) -> None:
        self.text = text
        self.mentions = tuple(mentions)
        self._group = {m.index: [m] for m in mentions}

    def of_type(self, *types: str) -> list[Mention]:
        return [m for m in self.mentions if m.type in types]

    def group(self, mention: Mention) -> list[Mention]:
        return self._group[mention.index]

    def holding(self, kind: str, word: str) -> list[Mention]:
        """The first mention of each form of a type that has a word or a spelling of it."""
        return self._by_word.get((kind, skeleton(word)), [])

    def only(self, found: Iterable[Mention]) -> Mention | None:
        """The first of the mentions if they all are one group; None if there is no mention or more than one group."""
        fitting = [*found]
        same = bool(fitting) and all(self.group(m) is self.group(fitting[0]) for m in fitting)
        return fitting[0] if same else None

    def join(self, a: Mention, b: Mention) -> None:
        """Make one group of two, unless a mention of one lies inside a mention of the other: a whole is never its part."""
        ours, theirs = self.group(a), self.group(b)
        if ours is theirs or any(x.nests(y) for x in ours for y in theirs):
            return
        ours.extend(theirs)
        self._group.update((m.index, ours) for m in theirs)

    def result(self) -> tuple[tuple[int, ...], ...]:
        """Groups of two or more, by their first mention, each in text order."""
        groups = {id(g): sorted(g, key=lambda m: (m.span.start, m.span.end)) for g in self._group.values() if len(g) > 1}
        ordered = sorted(groups.values(), key=lambda g: (g[0].span.start, g[0].span.end))
        return tuple(tuple(m.index for m in group) for group in ordered)

    @cached_property
    def _by_word(self) -> dict[tuple[str, str], list[Mention]]:
        forms: dict[tuple[str, Name, Name, bool], Mention] = {}
        for m in self.mentions:
            forms.setdefault((m.type, m.words, m.core, m.article), m)
        made: dict[tuple[str, str], list[Mention]] = {}
        for m in forms.values():
            for bones in dict.fromkeys(map(skeleton, m.words)):
                made.setdefault((m.type, bones), []).append(m)
        return made


def mentions_of(text: str, spans: Sequence[Span], edges: Sequence[Edge] = ()) -> list[Mention]:
    """The mentions of groupable types that have words, in text order."""
    order = sorted((i for i, s in enumerate(spans) if s.type in TYPES), key=lambda i: (spans[i].start, -spans[i].end))
    inside, holders = _inside(spans), _holders(text, spans, edges)
    known = {w[0] for i in order if not _after_lam(text, spans[i]) and (w := key_words(text[spans[i].start : spans[i].end]))}
    return [m for i in order if (m := _mention(i, text, spans, inside[i], holders.get(i, ()), known))]


def _mention(i: int, text: str, spans: Sequence[Span], inside: Sequence[Span], holders: tuple[int, ...], known: set[str]) -> Mention | None:
    span = spans[i]
    surface = text[span.start : span.end]
    # «للمحكمة» holds the mention «لمحكمة», which is «المحكمة»; «لليبيا» holds «ليبيا», which the text also has elsewhere.
    melted = _after_lam(text, span) and not known.intersection(key_words(surface)[:1])
    alef = "ا" if melted else ""
    plain = normalise(alef + surface).text.lstrip(_OPENING)
    article = plain.startswith("ال")

    def words(part: str) -> Name:
        return tuple(_without_case(word, span.type, article) for word in key_words(part))

    if not words(surface):
        return None
    nations = [s for s in inside if s.type == "NORP"]
    core = "".join(" " if any(s.start <= at < s.end for s in nations) else text[at] for at in range(span.start, span.end))
    full = words(alef + surface)
    return Mention(
        index=i,
        span=span,
        words=full,
        article=article,
        definite=bool(re.search(r"(?:^|\s|\W)(?:ال|[بكوف]ال|لل)", plain)) or any(s.type in _NAMES for s in inside),
        core=words(alef + core),
        inner=tuple(words(part) for part in _BRACKETS.findall(surface)),
        owned=any(s.type == "GPE" and words(text[s.start : s.end]) == full[1:] for s in inside),
        holders=holders,
    )


def _after_lam(text: str, span: Span) -> bool:
    return text[span.start : span.start + 1] == "ل" and text[span.start - 1 : span.start] == "ل"


def _without_case(word: str, kind: str, article: bool) -> str:
    if kind not in _NOUNS:
        return word
    if article:
        return _CASE.sub("ين", word)
    # An organisation without the article is mostly a name, whose final alef belongs to it (ماركا).
    return word if kind == "ORG" else _TANWEEN.sub("", word)


def _inside(spans: Sequence[Span]) -> list[list[Span]]:
    """For each span those that lie inside it."""
    made: list[list[Span]] = [[] for _ in spans]
    order = sorted(range(len(spans)), key=lambda i: (spans[i].start, -spans[i].end))
    open_: list[int] = []
    for i in order:
        open_ = [o for o in open_ if spans[o].end > spans[i].start]
        for outer in open_:
            if spans[i].end <= spans[outer].end:
                made[outer].append(spans[i])
        open_.append(i)
    return made


def _holders(text: str, spans: Sequence[Span], edges: Sequence[Edge]) -> dict[int, tuple[int, ...]]:
    """For each title the persons who hold it: by edges, else the name that follows with nothing but space between."""
    found: dict[int, tuple[int, ...]] = {}
    for edge in edges:
        if edge.type == _HOLDS_OFFICE:
            found[edge.tail] = (*found.get(edge.tail, ()), edge.head)
    names = {s.start: i for i, s in enumerate(spans) if s.type == "PERS"}
    for i, title in enumerate(spans):
        if title.type == "OCC" and i not in found:
            after = text[title.end : title.end + 3]
            start = title.end + len(after) - len(after.lstrip())
            if start > title.end and start in names:
                found[i] = (names[start],)
    return found
