"""What the page calls things: Arabic names, hues, and text made safe for HTML.

Knows the project's label set by name; a label of another set keeps its own name and gets a hue from it. Knows no document.
"""

from __future__ import annotations

import html
import re
import zlib
from dataclasses import dataclass

HUES = 12
"""Coloured classes ``h0`` to ``h11`` of the style sheet; ``h12`` is grey."""
_GREY = HUES
_LONGEST = 160
"""Characters of a mention that are repeated outside the text; whole, a long one with many edges would make the page quadratic."""

# Span type -> Arabic name and hue. Triggers share hues with entities: two lines instead of one, and their names, tell them apart.
_SPANS: dict[str, tuple[str, int]] = {
    "PERS": ("شخص", 8),
    "OCC": ("منصب", 9),
    "ORG": ("جهة", 1),
    "NORP": ("انتماء", 11),
    "GPE": ("بلد", 4),
    "LOC": ("موقع", 5),
    "FAC": ("منشأة", 3),
    "EVENT": ("حدث", 10),
    "DOC": ("وثيقة", 2),
    "DATE": ("زمن", 12),
    "ACTOR": ("طرف", 7),
    "SIGN": ("توقيع", 4),
    "REQUEST_DELAY": ("طلب مهلة", 1),
    "POSTPONE": ("تأجيل", 2),
    "CALL_FOR": ("دعوة", 6),
    "MEDIATE": ("وساطة", 5),
    "MEET": ("لقاء", 7),
    "STATE": ("تصريح", 12),
    "ACCEPT": ("قبول", 3),
    "REJECT": ("رفض", 0),
    "DECLARE": ("إعلان", 8),
    "WITHDRAW": ("انسحاب", 10),
    "ACCUSE": ("اتهام", 11),
    "ATTACK": ("هجوم", 0),
}
_EDGES = {
    "AGENT": "الفاعل",
    "RECIPIENT": "الطرف الآخر",
    "OBJECT": "الموضوع",
    "UNTIL": "المهلة حتى",
    "TIME": "الزمن",
    "PLACE": "المكان",
    "CONDITION": "الشرط",
    "SOURCE": "المصدر",
    "HOLDS_OFFICE": "صاحب منصب",
    "AFFILIATED": "تابع لـ",
    "LOCATED_IN": "واقع في",
}
# Factuality -> Arabic name and class of the style sheet.
_FACTUALITIES = {"asserted": ("واقع", "fa"), "negated": ("منفي", "fn"), "unrealised": ("غير متحقق", "fu")}
_OTHER_FACTUALITY = "fx"

# Controls that HTML forbids, and surrogates, which UTF-8 cannot hold; tab and line feed stay.
_ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Named:
    """A label as the page shows it."""

    arabic: str
    """Empty for a label that has no Arabic name here."""
    name: str
    """The name used in documents."""
    style: str = ""
    """Class of the style sheet."""

    @property
    def short(self) -> str:
        """One name: the Arabic one if there is one."""
        return self.arabic or self.name

    @property
    def plain(self) -> str:
        """Both names, without markup."""
        return f"{self.arabic} {self.name}".strip()

    @property
    def html(self) -> str:
        """Both names, the document's marked as foreign to the Arabic around it."""
        foreign = f'<bdi lang="en">{escape(self.name)}</bdi>'
        return f"{escape(self.arabic)} {foreign}" if self.arabic else foreign


def span_label(kind: str) -> Named:
    """A span type; its style is a hue."""
    arabic, hue = _SPANS.get(kind, ("", zlib.crc32(kind.encode("utf-8", "replace")) % HUES))
    return Named(arabic, kind, f"h{hue}")


def edge_label(kind: str) -> Named:
    """A role or a relation."""
    return Named(_EDGES.get(kind, ""), kind)


def factuality_label(name: str) -> Named:
    """A factuality; its style is a pattern of lines."""
    arabic, style = _FACTUALITIES.get(name, ("", _OTHER_FACTUALITY))
    return Named(arabic, name, style)


def escape(text: str) -> str:
    """Text for elements and quoted attributes; what HTML or UTF-8 cannot hold becomes U+FFFD."""
    return html.escape(_ILLEGAL.sub("\ufffd", text))


def quoted(text: str) -> str:
    """A mention outside the text, not escaped: one line, at most 160 characters, no controls that would turn the words around it."""
    plain = " ".join(_BIDI.sub("", text[: 2 * _LONGEST]).split())
    return plain if len(plain) <= _LONGEST and len(text) <= 2 * _LONGEST else plain[:_LONGEST] + "…"


def percent(p: float) -> str:
    """A probability as a whole percentage; only certainty is 100% and only impossibility 0%.

    In isolates (U+2066, U+2069): after an Arabic letter the sign would stand left of the number, and in a cell of its own right of it.
    """
    whole = round(100 * p)
    return f"\u2066{whole if p in (0, 1) else min(99, max(1, whole))}%\u2069"
