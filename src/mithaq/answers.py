"""From events to answers: who signed, who asked for a delay, until when, of what, according to whom.

Reads documents only; knows no model. ``Document.who`` is the usual way in.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from mithaq.aliases import canonical
from mithaq.text import sentences

if TYPE_CHECKING:
    from mithaq.documents import Document, Event


@dataclass(frozen=True)
class Answer:
    """One agent of one event, with what the text says about the event."""

    actor: str
    """The fullest name of the agent in the document."""
    mention: int
    """Index of the agent's span."""
    type: str
    """Event type, such as SIGN."""
    factuality: str
    object: tuple[str, ...]
    """Texts of the documents or matters concerned."""
    until: tuple[str, ...]
    place: tuple[str, ...]
    time: tuple[str, ...]
    source: tuple[str, ...]
    """The fullest names of those to whom the report is attributed."""
    evidence: tuple[int, int]
    """Start and end of the sentence that holds the trigger."""
    p: float | None
    """Probability that this answer stands: the lesser of the event's (with its factuality) and the agent edge's (with both its spans); None
    in gold."""

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self)


def who(doc: Document, event_type: str, *, factuality: str | None = "asserted") -> list[Answer]:
    """List the agents of the events of one type, in text order; one answer for each actor and event."""
    found: list[Answer] = []
    for event in doc.events:
        if event.type == event_type and factuality in (None, event.factuality):
            found += _answers(doc, event)
    return found


def _answers(doc: Document, event: Event) -> list[Answer]:
    trigger = doc.spans[event.trigger]
    evidence = next(((s, e) for s, e in sentences(doc.text) if s <= trigger.start < e), (trigger.start, trigger.end))
    certainty = {(e.head, e.tail): e.p for e in doc.edges if e.type == "AGENT"}
    plain = {role: tuple(doc.mention(i) for i in found) for role, found in event.roles.items()}
    answers: dict[str, Answer] = {}
    for agent in event.roles.get("AGENT", ()):
        edge_p = certainty[event.trigger, agent]
        answer = Answer(
            actor=canonical(doc, agent),
            mention=agent,
            type=event.type,
            factuality=event.factuality,
            object=plain.get("OBJECT", ()),
            until=plain.get("UNTIL", ()),
            place=plain.get("PLACE", ()),
            time=plain.get("TIME", ()),
            source=tuple(dict.fromkeys(canonical(doc, i) for i in event.roles.get("SOURCE", ()))),
            evidence=evidence,
            p=None if event.p is None or edge_p is None else min(event.p, edge_p),
        )
        answers.setdefault(answer.actor, answer)
    return list(answers.values())
