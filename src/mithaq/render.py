"""A document as one right-to-left HTML page: the text with its marks, the ledger beside it, the arcs over it.

Knows the frame of the page; the text is made in ``render_text.py``, the tables in ``render_ledger.py``. The page loads nothing: its style
and script stand in it, and its content security policy allows those two by their hashes and nothing else, whatever the text holds.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter, defaultdict
from functools import lru_cache
from importlib import resources

from mithaq.aliases import canonical
from mithaq.documents import Document
from mithaq.render_labels import edge_label, escape, factuality_label, percent, quoted, span_label
from mithaq.render_ledger import event_list, ledger_table, row_groups
from mithaq.render_text import marked_text

_HELP = (
    "مرّر المؤشر فوق وسم لترى نوعه، وفوق حدث لترى أطرافه. بلوحة المفاتيح: السهمان الأيمن والأيسر بين الوسوم، والأعلى والأسفل بين الأحداث، "
    "وEnter إلى صف الحدث في السجل، وEsc للإخفاء."
)
_NO_SOURCE = "غير منسوب إلى أحد"


def render(doc: Document, *, title: str | None = None) -> str:
    """The page of one document, gold or predicted.

    Args:
        title: heading; without it, the document's own ``meta["title"]``, else its id.
    Returns:
        A complete HTML file, to be written as UTF-8. Equal documents give equal pages.
    """
    own = doc.meta.get("title")
    heading = escape(quoted(title or (own if isinstance(own, str) else "") or doc.id))
    style, script = _asset("page.css"), _asset("page.js")
    groups = row_groups(doc)
    text, depth = marked_text(doc, _notes(doc), groups)
    events = event_list(doc)
    policy = f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'"
    published = f'<time datetime="{escape(doc.date)}" dir="ltr">{escape(doc.date)}</time>' if doc.date else "غير معروف"
    return f"""<!DOCTYPE html>
<html lang="ar" dir="rtl">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{heading}</title>
<style>{style}</style>
</head>
<body>
<nav aria-label="روابط القفز"><a class="skip" href="#text">إلى النص</a><a class="skip" href="#ledger">إلى السجل</a></nav>
<header>
<h1>{heading}</h1>
<p>تاريخ النشر: {published}</p>
</header>
<main>
<section id="text" aria-labelledby="text-title">
<h2 id="text-title">النص</h2>
{_controls(doc)}
<div id="t" class="d{depth}" role="group" aria-label="النص الموسوم">
{text}
</div>
</section>
<section id="ledger" aria-labelledby="ledger-title">
<h2 id="ledger-title">سجل المواقف</h2>
<div class="scroll" role="region" aria-label="جدول السجل" tabindex="0">
{ledger_table(doc, groups)}
</div>
</section>
{_details(events)}
</main>
<script>{script}</script>
</body>
</html>
"""


def _controls(doc: Document) -> str:
    """What is above the text: switches, the legend and how to use the page. The script shows what works only with it."""
    if not doc.spans:
        return "<p>لا وسوم في هذا النص.</p>"
    return f"""<div class="bar" role="group" aria-label="ما يظهر فوق النص">
<label><input type="checkbox" id="labels" checked> أسماء الأنواع</label>
<label hidden><input type="checkbox" id="all"> أقواس كل الأحداث</label>
</div>
<dl class="legend">{_legend(doc)}</dl>
<p class="help" id="help" hidden>{_HELP}</p>"""


def _legend(doc: Document) -> str:
    """The types and factualities that occur, with their counts, the most frequent first."""
    entities = Counter(span.type for span in doc.entities)
    triggers = Counter(event.type for event in doc.events)
    facts = Counter(event.factuality for event in doc.events)
    groups = (
        ("الأسماء", "e", [(span_label(kind), n) for kind, n in _by_count(entities)]),
        ("الأحداث", "g fa", [(span_label(kind), n) for kind, n in _by_count(triggers)]),
        ("وقوع الحدث", "g h12", [(factuality_label(name), n) for name, n in _by_count(facts)]),
    )
    parts = []
    for heading, lines, found in groups:
        items = "".join(f'<li><span class="k {lines} {label.style}">{label.html}</span> {n}</li>' for label, n in found)
        parts.append(f"<dt>{heading}</dt><dd><ul>{items}</ul></dd>" if items else "")
    return "".join(parts)


def _by_count(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _details(events: str) -> str:
    if not events:
        return ""
    return f"""<section id="events" aria-labelledby="events-title">
<h2 id="events-title">الأحداث والعلاقات</h2>
<details>
<summary>قائمة بما تقوله الأقواس، تُقرأ بلا نص برمجي</summary>
{events}
</details>
</section>"""


def _notes(doc: Document) -> list[str]:
    """What hovering tells of each span: type, factuality, probability, source; the fullest name, and the roles it plays."""
    grouped = {i for group in doc.aliases for i in group}
    roles: dict[int, list[str]] = defaultdict(list)
    sources: dict[int, str] = {}
    for event in doc.events:
        named = dict.fromkeys(canonical(doc, i) for i in event.roles.get("SOURCE", ()))
        sources[event.trigger] = quoted("، ".join(named))
        said = f" (المصدر: {sources[event.trigger]})" if named else ""
        for role, tails in event.roles.items():
            for tail in tails:
                roles[tail].append(f"{edge_label(role).short} في «{quoted(event.text)}»{'' if role == 'SOURCE' else said}")
    notes = []
    for i, span in enumerate(doc.spans):
        lines = [span_label(span.type).plain]
        if span.factuality is not None:
            lines[0] += f" · {factuality_label(span.factuality).plain}"
            lines.append(f"المصدر: {sources[i] or _NO_SOURCE}")
        elif i in grouped and (name := canonical(doc, i)) != doc.mention(i):
            lines.append(f"هو: {quoted(name)}")
        if span.p is not None:
            lines.append(f"الاحتمال: {percent(span.p)}")
        notes.append("\n".join(lines + roles[i]))
    return notes


@lru_cache(maxsize=2)
def _asset(name: str) -> str:
    return resources.files("mithaq").joinpath("assets", name).read_text(encoding="utf-8")


def _hash(inline: str) -> str:
    """The hash by which a content security policy allows an inline element (CSP level 3, section 2.3.1)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(inline.encode('utf-8')).digest()).decode()}'"
