"""The position ledger: who took which position on what, until when, according to whom; one row a stance.

Knows documents, answers, aliases and dates; knows no model and no page. ``Document.ledger`` and ``Ledger.merge`` are the ways in; tables
and files are made in ``ledger_export.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mithaq.aliases import canonical, name_words
from mithaq.dates import Resolved, resolve
from mithaq.names import is_short_for, key_words, same_name
from mithaq.text import sentences

if TYPE_CHECKING:
    from mithaq.documents import Document, Event

_NEAR = 60
"""Characters within which an act and its object are quoted as one stretch of text («التوقيع على اتفاق وقف إطلاق النار»)."""
_PERSONS = frozenset({"PERS", "OCC"})
_FUTURE_ROLES = frozenset({"UNTIL"})
_OPPOSED = {"ACCEPT": "REJECT", "REJECT": "ACCEPT"}


@dataclass(frozen=True)
class When:
    """A temporal expression and what it means against the document's date."""

    text: str
    value: Resolved | None
    """None if it is not understood."""


@dataclass(frozen=True)
class Row:
    """One stance of one actor; of nobody named if ``actor`` is None."""

    document: str
    """Id of the document."""
    published: str | None
    """Its date."""
    actor: str | None
    """The fullest name of the actor in the document."""
    actor_type: str | None
    """Span type of the agent."""
    stance: str
    """Event type."""
    factuality: str
    matter: tuple[str, ...]
    """What it concerns."""
    addressee: tuple[str, ...]
    until: tuple[When, ...]
    time: tuple[When, ...]
    place: tuple[str, ...]
    condition: tuple[str, ...]
    source: tuple[str, ...]
    """According to whom, fullest names."""
    trigger: tuple[int, int]
    """Offsets of the trigger."""
    evidence: tuple[int, int]
    """Offsets of the sentence that holds the trigger."""
    sentence: str
    p: float | None
    """Probability that the row stands; None in gold."""


@dataclass(frozen=True)
class Conflict:
    """Two rows that cannot both be taken at their word."""

    first: Row
    second: Row
    reason: str


@dataclass(frozen=True)
class Chain:
    """The positions of one actor, in the order of their dates."""

    actor: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Ledger:
    """Rows, in the order of their documents and triggers."""

    rows: tuple[Row, ...]

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def only(self, stances: Iterable[str]) -> Ledger:
        """The rows of some event types."""
        wanted = frozenset(stances)
        return Ledger(tuple(row for row in self.rows if row.stance in wanted))

    @staticmethod
    def merge(docs: Iterable[Document]) -> Ledger:
        """One ledger of many documents; a person has the fullest name that any of them gives, if only one fits."""
        rows = [row for doc in docs for row in ledger(doc)]
        names = _full_names([row.actor for row in rows if row.actor and row.actor_type in _PERSONS])
        return Ledger(tuple(replace(row, actor=names.get(row.actor, row.actor)) if row.actor else row for row in rows))

    def chains(self) -> tuple[Chain, ...]:
        """The positions of each actor by date (that of the event if it is known, else that of the document), most rows first."""
        by_actor: dict[str, list[Row]] = {}
        for row in self.rows:
            if row.actor:
                by_actor.setdefault(row.actor, []).append(row)
        chains = [Chain(actor, tuple(sorted(rows, key=_day))) for actor, rows in by_actor.items()]
        return tuple(sorted(chains, key=lambda chain: -len(chain.rows)))

    def conflicts(self) -> tuple[Conflict, ...]:
        """Rows of one actor and matter that contradict each other: asserted by one source and denied by another, or accepted and rejected.

        A position that changed is no contradiction: rows that are dated to different days are left alone.
        """
        found: list[Conflict] = []
        for chain in self.chains():
            rows = [row for row in chain.rows if row.factuality in ("asserted", "negated")]
            for i, first in enumerate(rows):
                for second in rows[i + 1 :]:
                    reason = _conflict(first, second)
                    if reason:
                        found.append(Conflict(first, second, reason))
        return tuple(found)


def ledger(doc: Document) -> Ledger:
    """The rows of one document: one for each agent of each event, and one without actor for an event of which nobody is named as doer."""
    bounds = sentences(doc.text)
    rows = [row for event in doc.events for row in _rows(doc, event, bounds)]
    return Ledger(tuple(rows))


def _rows(doc: Document, event: Event, bounds: Sequence[tuple[int, int]]) -> Iterator[Row]:
    trigger = doc.spans[event.trigger]
    start, end = next(((s, e) for s, e in bounds if s <= trigger.start < e), (trigger.start, trigger.end))
    certainty = {e.tail: e.p for e in doc.edges if e.head == event.trigger and e.type == "AGENT"}

    def texts(role: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(_matter(doc, i) for i in event.roles.get(role, ())))

    def names(role: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(canonical(doc, i) for i in event.roles.get(role, ())))

    def dates(role: str) -> tuple[When, ...]:
        future = role in _FUTURE_ROLES or event.factuality == "unrealised"
        return tuple(_when(doc, i, future) for i in event.roles.get(role, ()))

    common = Row(
        document=doc.id,
        published=doc.date,
        actor=None,
        actor_type=None,
        stance=event.type,
        factuality=event.factuality,
        matter=texts("OBJECT"),
        addressee=names("RECIPIENT"),
        until=dates("UNTIL"),
        time=dates("TIME"),
        place=names("PLACE"),
        condition=texts("CONDITION"),
        source=names("SOURCE"),
        trigger=(trigger.start, trigger.end),
        evidence=(start, end),
        sentence=doc.text[start:end],
        p=event.p,
    )
    agents: dict[str, int] = {}
    for agent in event.roles.get("AGENT", ()):
        agents.setdefault(canonical(doc, agent), agent)
    if not agents:
        yield common
    for name, agent in agents.items():
        edge_p = certainty[agent]
        yield replace(
            common, actor=name, actor_type=doc.spans[agent].type, p=None if event.p is None or edge_p is None else min(event.p, edge_p)
        )


def _when(doc: Document, span: int, future: bool) -> When:
    text = doc.mention(span)
    return When(text, resolve(text, doc.date, tense="future" if future else "past"))


def _matter(doc: Document, span: int) -> str:
    """An entity's text; an act with its own object, if that stands close behind it."""
    target = doc.spans[span]
    if target.factuality is None:
        return doc.mention(span)
    objects = [doc.spans[e.tail] for e in doc.edges if e.head == span and e.type == "OBJECT"]
    near = [o for o in objects if target.end < o.start <= target.end + _NEAR and "\n" not in doc.text[target.end : o.start]]
    return doc.text[target.start : max(o.end for o in near)] if near else doc.mention(span)


def _full_names(names: Sequence[str]) -> dict[str, str]:
    """Each person's name and the fullest name of the same person, if only one longer name fits; spellings of one name become one."""
    spelled = {name: key_words(name) for name in dict.fromkeys(names)}
    full: dict[str, str] = {}
    for name, words in spelled.items():
        longer = [other for other, more in spelled.items() if is_short_for(words, more)]
        top = [o for o in longer if not any(is_short_for(spelled[o], spelled[other]) for other in longer)]
        alike = [other for other, more in spelled.items() if same_name(words, more)]
        one = bool(top) and all(same_name(spelled[top[0]], spelled[o]) for o in top)
        full[name] = top[0] if one else alike[0]
    return full


def _day(row: Row) -> str:
    starts = [when.value.start for when in row.time if when.value and when.value.start]
    return starts[0].date().isoformat() if starts else row.published or ""


def _conflict(first: Row, second: Row) -> str:
    first_matter, second_matter = ({name_words(matter) for matter in row.matter} for row in (first, second))
    same_matter = not first_matter or not second_matter or bool(first_matter & second_matter)
    if not same_matter or _day(first) != _day(second):
        return ""
    if first.stance == second.stance and first.factuality != second.factuality:
        said, denied = (first, second) if first.factuality == "asserted" else (second, first)
        return f"{first.stance}: asserted ({_said_by(said)}), denied ({_said_by(denied)})"
    if _OPPOSED.get(first.stance) == second.stance and first.factuality == second.factuality == "asserted":
        return f"{first.stance} and {second.stance} on one day ({_said_by(first)}; {_said_by(second)})"
    return ""


def _said_by(row: Row) -> str:
    return "، ".join(row.source) or row.document
