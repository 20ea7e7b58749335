"""Political event codes: what our event types are in PLOVER and in CAMEO.

Knows the two ontologies as a table; knows no document. A mapping that the manuals contradict, or that neither has a code for, is marked
``disputed`` and says why: nothing is guessed silently.

Sources: PLOVER manual and codebook (Open Event Data Alliance); CAMEO codebook 1.1b3 (Schrodt 2012).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Code:
    """One event type in the two ontologies."""

    plover: str
    """PLOVER event type."""
    cameo: str
    """CAMEO code of two or three digits."""
    mode: str = ""
    """PLOVER context or mode that narrows the type."""
    disputed: str = ""
    """Why the mapping may be wrong; empty if it is plain."""


# (event type, factuality) -> code; the key with None holds for all other factualities.
_CODES: dict[tuple[str, str | None], Code] = {
    ("SIGN", "asserted"): Code("SUPPORT", "057"),
    ("SIGN", "unrealised"): Code("AGREE", "030"),
    ("SIGN", "negated"): Code("REJECT", "120"),
    ("REQUEST_DELAY", None): Code(
        "REQUEST",
        "020",
        "delay",
        "neither ontology has a code for a delay; legacy dictionaries read it as rejection (120) or sanction (160)",
    ),
    ("POSTPONE", None): Code("CONSULT", "040", "delay", "neither ontology has a code for a delay"),
    ("CALL_FOR", None): Code("REQUEST", "020"),
    ("MEDIATE", None): Code("CONSULT", "045"),
    ("MEET", None): Code("CONSULT", "040"),
    ("STATE", None): Code("CONSULT", "010", "", "PLOVER has no type for mere statements; CAMEO 010 is «make public statement»"),
    ("ACCEPT", None): Code("AGREE", "030", "", "welcoming or supporting is SUPPORT (050) rather than AGREE"),
    ("REJECT", None): Code("REJECT", "120"),
    ("DECLARE", None): Code(
        "CONCEDE",
        "087",
        "",
        "declaring a ceasefire is CONCEDE in PLOVER's manual and RETREAT in its table; other declarations have no code",
    ),
    ("WITHDRAW", None): Code("RETREAT", "087", "", "leaving talks or an office is no military retreat"),
    ("ACCUSE", None): Code("ACCUSE", "112"),
    ("ATTACK", None): Code("ASSAULT", "190"),
}


def code_of(event_type: str, factuality: str) -> Code | None:
    """The code of an event; None for a type that the table lacks.

    An event that did not happen keeps the code of its type, marked by its factuality in whatever is made of it: PLOVER's own modes for
    negation and future are not implemented by any coder.
    """
    return _CODES.get((event_type, factuality)) or _CODES.get((event_type, None))
