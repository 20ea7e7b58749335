"""Identifiers for actors from a file that the user supplies, such as Wikidata ids.

Knows names and alias groups; ships no names of its own and asks no service.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from mithaq.errors import InputError
from mithaq.names import Name, key_words

if TYPE_CHECKING:
    from mithaq.documents import Document

HEADER = ("identifier", "name", "type", "names")
"""Columns of the file; a first line that begins with the first three is taken for a header."""
_SHOWN = 5


@dataclass(frozen=True)
class Entry:
    """One actor, place or document."""

    identifier: str
    """Any text without white space at its ends, for example Q9036."""
    name: str
    type: str
    """Span type that its mentions have, for example PERS."""
    names: tuple[str, ...] = ()
    """Further names."""


@dataclass(frozen=True)
class Gazetteer:
    """Entries, found by name and type in any spelling that ``mithaq.names.key_words`` unifies."""

    entries: tuple[Entry, ...]

    @classmethod
    def from_tsv(cls, path: str | Path) -> Gazetteer:
        """Read a UTF-8 file of tab-separated columns: identifier, name, type, and optionally further names with | between.

        Raises:
            InputError: an unreadable file, or lines with faults: columns missing or too many, an empty field, a name without letters, an
                identifier that occurs twice; each named with its line.
        """
        try:
            lines = Path(path).read_text(encoding="utf-8-sig").split("\n")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"{path}: cannot be read as UTF-8 text ({error}).") from error
        entries: dict[str, tuple[int, Entry]] = {}
        faults: list[str] = []
        for number, line in enumerate(lines, 1):
            fields = [field.strip() for field in line.split("\t")]
            if not line.strip() or (number == 1 and tuple(fields[:3]) == HEADER[:3]):
                continue
            if fault := _fault(fields):
                faults.append(f"line {number}: {fault}")
            elif fields[0] in entries:
                first = entries[fields[0]][0]
                faults.append(f"line {number}: identifier {fields[0]!r} occurs already on line {first}; put all its names on one line")
            else:
                further = tuple(name.strip() for name in fields[3].split("|") if name.strip()) if len(fields) > 3 else ()
                entries[fields[0]] = (number, Entry(fields[0], fields[1], fields[2], further))
        if faults:
            more = f"; and {len(faults) - _SHOWN} more" if len(faults) > _SHOWN else ""
            raise InputError(f"{path}: {len(faults)} bad line(s): {'; '.join(faults[:_SHOWN])}{more}.")
        return cls(tuple(entry for _, entry in entries.values()))

    def find(self, name: str, kind: str) -> frozenset[str]:
        """Identifiers of the entries of a span type that have this name; several if the name is of several."""
        return self._index.get((kind, key_words(name)), frozenset())

    @cached_property
    def _index(self) -> Mapping[tuple[str, Name], frozenset[str]]:
        made: dict[tuple[str, Name], frozenset[str]] = {}
        for entry in self.entries:
            for name in (entry.name, *entry.names):
                if key := key_words(name):
                    made[entry.type, key] = made.get((entry.type, key), frozenset()) | {entry.identifier}
        return made


def identify(doc: Document, gazetteer: Gazetteer) -> dict[int, str]:
    """Identifiers of a document's mentions.

    The mentions of an alias group are one actor: each that the gazetteer knows narrows the choice, and the group has an identifier if
    exactly one is left. So «حفتر» alone may be of two entries, and beside «خليفة حفتر» in one group of one.

    Returns:
        Span index -> identifier, for every mention of an identified group (titles too) and every identified mention without a group.
    """
    grouped = {i for group in doc.aliases for i in group}
    alone = ((i,) for i, span in enumerate(doc.spans) if span.factuality is None and i not in grouped)
    made: dict[int, str] = {}
    for group in (*doc.aliases, *alone):
        if (found := _common(gazetteer.find(doc.mention(i), doc.spans[i].type) for i in group)) is not None:
            made.update(dict.fromkeys(group, found))
    return dict(sorted(made.items()))


def _common(choices: Iterable[frozenset[str]]) -> str | None:
    known = [choice for choice in choices if choice]
    left = frozenset.intersection(*known) if known else frozenset()
    return next(iter(left)) if len(left) == 1 else None


def _fault(fields: list[str]) -> str:
    if len(fields) not in (3, 4):
        return f"{len(fields)} column(s) between tabs; give {', '.join(HEADER[:3])} and at most further names with | between"
    if empty := [name for name, field in zip(HEADER[:3], fields, strict=False) if not field]:
        return f"empty {' and '.join(empty)}"
    return "" if key_words(fields[1]) else f"name {fields[1]!r} has no letter"
