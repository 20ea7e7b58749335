"""Scores of the answers that users read: who signed, who asked for a delay, of what and until when.

Knows ``Document.who`` and alias groups; knows no model. Only asserted events answer; «من دون توقيع» names no signer.

Definitions, for each document and event type:
    actor    the agents of the type's asserted events, as a set. Agents of one alias group, or whose fullest names are the same text, are
             one actor. A predicted actor matches a gold actor when one of its agent mentions is a mention of the gold actor's alias group
             (same start and end), or the normalised text of such a mention or of its fullest name equals that of one of them.
    stance   (actor, event type, matter), where the matter is the texts of the event's OBJECT and UNTIL arguments. The actors match as above
             and the matters have a text in one role in common, or both are empty.
Matching is one to one and as large as possible, so naming one gold actor twice (an alias not recognised) costs a false positive.
``mithaq.text.normalise`` defines normalised: no diacritics, no tatweel, one kind of digits; hamza, ى and ة stay.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.align import Pairs
from eval.scores import Counts
from eval.tally import Tally
from mithaq.answers import Answer
from mithaq.documents import Document
from mithaq.text import normalise

SIGNED, ASKED = "SIGN", "REQUEST_DELAY"
ANSWERS = (SIGNED, ASKED)
"""The two questions that the project began with: shown first, and summed as ``answers``."""


@dataclass(frozen=True)
class Claim:
    """One actor of one event type, with what it concerns; ``matter`` stays empty at the actor level."""

    mentions: frozenset[tuple[int, int]]
    """Start and end of the mentions that count as this actor."""
    names: frozenset[str]
    """Normalised texts that count as this actor."""
    matter: frozenset[tuple[str, str]] = frozenset()
    """(role, normalised text) of OBJECT and UNTIL."""

    def matches(self, other: Claim) -> bool:
        """Whether actors and matters agree; symmetric."""
        actor = bool(self.mentions & other.mentions or self.names & other.names)
        return actor and (bool(self.matter & other.matter) or not (self.matter or other.matter))


def actors(pairs: Pairs, types: Sequence[str]) -> Tally:
    """Actor-level counts by event type."""
    return _tally(pairs, types, stance=False)


def stances(pairs: Pairs, types: Sequence[str]) -> Tally:
    """Stance-level counts by event type."""
    return _tally(pairs, types, stance=True)


def claims(doc: Document, event_type: str, *, stance: bool, gold: bool) -> list[Claim]:
    """The distinct claims of a document.

    Args:
        stance: one claim for each matter of an actor; else one for each actor.
        gold: an actor counts by every mention of its alias groups; else by its agent mentions and its fullest name.
    """
    found: list[Claim] = []
    for same in _by_actor(doc, doc.who(event_type)):
        mentions = {a.mention for a in same}
        if gold:
            mentions |= {m for group in doc.aliases if mentions & set(group) for m in group}
        names = {_plain(doc.mention(m)) for m in mentions} | {_plain(a.actor) for a in same}
        actor = Claim(frozenset((doc.spans[m].start, doc.spans[m].end) for m in mentions), frozenset(names))
        matters = dict.fromkeys(_matter(a) for a in same) if stance else [actor.matter]
        found += [Claim(actor.mentions, actor.names, matter) for matter in matters]
    return found


def largest_matching(options: Sequence[Sequence[int]]) -> int:
    """Size of the largest one-to-one matching (augmenting paths, Kuhn 1955).

    Args:
        options: for each item on the left, the items on the right that it may take.
    """
    taken: dict[int, int] = {}

    def place(left: int, tried: set[int]) -> bool:
        for right in options[left]:
            if right not in tried:
                tried.add(right)
                if right not in taken or place(taken[right], tried):
                    taken[right] = left
                    return True
        return False

    return sum(place(left, set()) for left in range(len(options)))


def _tally(pairs: Pairs, types: Sequence[str], *, stance: bool) -> Tally:
    rows = []
    for pair in pairs:
        row: dict[str, Counts] = {}
        for name in types:
            want = claims(pair.gold, name, stance=stance, gold=True)
            got = claims(pair.predicted, name, stance=stance, gold=False)
            if want or got:
                hits = largest_matching([[i for i, w in enumerate(want) if w.matches(g)] for g in got])
                row[name] = Counts(hits, len(got) - hits, len(want) - hits)
        rows.append(row)
    return Tally(tuple(rows))


def _by_actor(doc: Document, answers: Sequence[Answer]) -> list[list[Answer]]:
    """Answers whose agents share an alias group or a fullest name, together; in text order."""
    clusters: list[tuple[set[object], list[Answer]]] = []
    for answer in answers:
        keys: set[object] = {_plain(answer.actor), *(i for i, group in enumerate(doc.aliases) if answer.mention in group)}
        same = [c for c in clusters if c[0] & keys]
        joined = (keys.union(*(c[0] for c in same)), [*(a for c in same for a in c[1]), answer])
        clusters = [c for c in clusters if not c[0] & keys] + [joined]
    return [found for _, found in clusters]


def _matter(answer: Answer) -> frozenset[tuple[str, str]]:
    texts = {"OBJECT": answer.object, "UNTIL": answer.until}
    return frozenset((role, _plain(text)) for role, found in texts.items() for text in found)


def _plain(text: str) -> str:
    return " ".join(normalise(text).text.split())
