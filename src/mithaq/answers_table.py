"""Answers as plain text for a terminal: one block a question, one row an answer, the evidence below.

Knows answers; knows no model.
"""

from __future__ import annotations

from mithaq.answers import Answer
from mithaq.documents import Document

QUESTIONS = {"SIGN": "Who signed", "REQUEST_DELAY": "Who asked for a delay"}
"""The event types that are asked about unless others are wanted."""
_FIELDS = ("object", "until", "place", "time", "source")


def render_answers(doc: Document, types: tuple[str, ...], title: str) -> str:
    """The answers of a document.

    Args:
        types: event types, in the order of their blocks.
        title: first line.
    """
    parts = [f"{title}" + (f" ({doc.date})" if doc.date else "")]
    for kind in types:
        answers = doc.who(kind, factuality=None)
        parts.append(f"\n{QUESTIONS.get(kind, kind)} [{kind}]")
        parts += _block(doc, answers) or ["  nobody"]
        parts += [f"  {line}" for line in _without_agent(doc, kind)]
    return "\n".join(parts)


def _block(doc: Document, answers: list[Answer]) -> list[str]:
    lines: list[str] = []
    for answer in sorted(answers, key=lambda a: a.factuality != "asserted"):
        p = "" if answer.p is None else f"  p={answer.p:.2f}"
        lines.append(f"  {'*' if answer.factuality == 'asserted' else '-'} {answer.actor}  [{answer.factuality}]{p}")
        lines += [f"      {name}: {' | '.join(values)}" for name in _FIELDS if (values := getattr(answer, name))]
        lines.append(f"      evidence: {doc.text[slice(*answer.evidence)]}")
    return lines


def _without_agent(doc: Document, kind: str) -> list[str]:
    """Events of which the text names no doer: «من دون توقيع» is news too."""
    found = [event for event in doc.events if event.type == kind and not event.roles.get("AGENT")]
    return [f"  ({event.text}: {event.factuality}, nobody named)" for event in found]
