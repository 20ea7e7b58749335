"""The ledger as an HTML table, and the events and relations as a list: what the arcs say, without a script.

Knows rows and events; every mention links to its mark ``sN`` in the text. Knows no marks and no page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta

from mithaq.dates import Resolved
from mithaq.documents import Document
from mithaq.ledger import Row, When
from mithaq.render_labels import edge_label, escape, factuality_label, percent, quoted, span_label
from mithaq.text import sentences

_JOIN = "، "
_NOBODY = "غير مسمّى"
_DAY = timedelta(days=1)
# Arabic heading, English heading, cell of a row. The actor is the row's header; the probability is left out if no row has any.
_COLUMNS: tuple[tuple[str, str, Callable[[Row], str]], ...] = (
    ("صاحب الموقف", "actor", lambda row: _text(row.actor) if row.actor else f"<i>{_NOBODY}</i>"),
    ("الموقف", "stance", lambda row: f'<span class="k {span_label(row.stance).style}">{span_label(row.stance).html}</span>'),
    ("الوقوع", "factuality", lambda row: _factuality(row.factuality)),
    ("الموضوع", "matter", lambda row: _JOIN.join(map(_text, row.matter))),
    ("حتى", "until", lambda row: "<br>".join(map(_when, row.until))),
    ("المصدر", "source", lambda row: _JOIN.join(map(_text, row.source))),
    ("الاحتمال", "p", lambda row: "" if row.p is None else percent(row.p)),
)


def row_groups(doc: Document) -> dict[int, int]:
    """For each trigger, the trigger that its group of rows is named after; they differ only if two triggers are the same."""
    first: dict[tuple[int, int, str, str | None], int] = {}
    triggers = [event.trigger for event in doc.events]
    keys = {i: (doc.spans[i].start, doc.spans[i].end, doc.spans[i].type, doc.spans[i].factuality) for i in triggers}
    return {i: first.setdefault(keys[i], i) for i in triggers}


def ledger_table(doc: Document, groups: Mapping[int, int]) -> str:
    """The ledger, a ``<tbody id="rN">`` for the rows of trigger N; a sentence instead of a table without rows."""
    rows = doc.ledger().rows
    if not rows:
        return "<p>لا مواقف في هذا النص.</p>"
    named = {(doc.spans[i].start, doc.spans[i].end, doc.spans[i].type, doc.spans[i].factuality): i for i in groups.values()}
    columns = [column for column in _COLUMNS if column[1] != "p" or any(row.p is not None for row in rows)]
    heads = "".join(f'<th scope="col">{arabic} <bdi lang="en">{english}</bdi></th>' for arabic, english, _ in columns)
    heads += '<th scope="col">الدليل <bdi lang="en">evidence</bdi></th>'
    caption = f"<caption>صفّ لكل موقف لكل صاحب موقف، بترتيب النص. عدد الصفوف: {len(rows)}</caption>"
    numbers = {start: n for n, (start, _) in enumerate(sentences(doc.text), 1)}
    bodies: dict[int, list[str]] = {}
    for row in rows:
        trigger = named[*row.trigger, row.stance, row.factuality]
        bodies.setdefault(trigger, []).append(_row(row, columns, _evidence(doc, trigger, numbers.get(row.evidence[0]))))
    parts = [f'<tbody id="r{trigger}" data-s="{trigger}">{"".join(lines)}</tbody>' for trigger, lines in bodies.items()]
    return "\n".join([f"<table>{caption}", f"<thead><tr>{heads}</tr></thead>", *parts, "</table>"])


def event_list(doc: Document) -> str:
    """Every event with its arguments (``<li id="vN">`` for trigger N; the arcs are drawn from it), and every relation."""
    events = "\n".join(_event(doc, event.trigger, event.roles) for event in doc.events)
    relations = "\n".join(
        f"<li>{_link(doc, edge.head)} {edge_label(edge.type).html} {_link(doc, edge.tail)}{_certainty(edge.p)}</li>"
        for edge in doc.relations
    )
    lists = (("الأحداث", events), ("العلاقات", relations))
    return "\n".join(f"<h3>{title}</h3>\n<ul>\n{items}\n</ul>" for title, items in lists if items)


def _row(row: Row, columns: Iterable[tuple[str, str, Callable[[Row], str]]], evidence: str) -> str:
    cells = []
    for arabic, english, cell in columns:
        tag, scope = ("th", ' scope="row"') if english == "actor" else ("td", "")
        cells.append(f'<{tag}{scope} data-h="{arabic}">{cell(row)}</{tag}>')
    return f'<tr>{"".join(cells)}<td data-h="الدليل">{evidence}</td></tr>'


def _evidence(doc: Document, trigger: int, sentence: int | None) -> str:
    where = "" if sentence is None else f" <small>جملة {sentence}</small>"
    return _link(doc, trigger) + where


def _event(doc: Document, trigger: int, roles: Mapping[str, tuple[int, ...]]) -> str:
    span = doc.spans[trigger]
    label = span_label(span.type)
    head = (
        f'{_link(doc, trigger)} <span class="k {label.style}">{label.html}</span> {_factuality(span.factuality or "")}{_certainty(span.p)}'
    )
    items = []
    for role, tails in roles.items():
        named = edge_label(role)
        links = _JOIN.join(_link(doc, tail, named.short) for tail in dict.fromkeys(tails))
        items.append(f"<li>{named.html}: {links}</li>")
    return f'<li id="v{trigger}">{head}' + (f"<ul>{''.join(items)}</ul>" if items else "") + "</li>"


def _link(doc: Document, span: int, role: str = "") -> str:
    """A link to a mark; with a role, the end of an arc."""
    arc = f' data-r="{escape(role)}"' if role else ""
    return f'<a href="#s{span}"{arc}>{_text(doc.mention(span))}</a>'


def _text(mention: str) -> str:
    return f"<bdi>{escape(quoted(mention))}</bdi>"


def _factuality(name: str) -> str:
    label = factuality_label(name)
    return f'<span class="f {label.style}">{label.html}</span>'


def _certainty(p: float | None) -> str:
    return "" if p is None else f" ({percent(p)})"


def _when(when: When) -> str:
    if when.value is None:
        return f"{_text(when.text)} <small>لم يُعرف زمنه</small>"
    return f"{_text(when.text)} <small>{interval(when.value)}</small>"


def interval(value: Resolved) -> str:
    """A half-open interval in words: whole days by their first and last, times within a day by that day."""
    start, end = value.start, value.end
    about = "نحو " if value.approximate else ""
    notes = (" (في النص تناقض)" if value.conflict else "") + (" (وله قراءة أخرى)" if value.ambiguous else "")
    if start is None and end is None:
        return f'{about}<bdi lang="en" dir="ltr">{escape(value.timex or "?")}</bdi>{notes}'
    if start is None or end is None:
        bound = f"ابتداءً من {_moment(start)}" if start else f"قبل {_moment(end or datetime.max)}"
        return f"{about}{bound}{notes}"
    if not _has_time(start) and not _has_time(end):
        last = end - _DAY
        said = _moment(start) if last <= start else f"من {_moment(start)} إلى {_moment(last)}"
    elif start.date() == end.date():
        said = f"{_time(start.date().isoformat())} من {_time(f'{start:%H:%M}')} إلى {_time(f'{end:%H:%M}')}"
    else:
        said = f"من {_moment(start)} إلى {_moment(end)}"
    return f"{about}{said}{notes}"


def _has_time(moment: datetime) -> bool:
    return (moment.hour, moment.minute, moment.second) != (0, 0, 0)


def _moment(moment: datetime) -> str:
    return _time(moment.isoformat(" ", "minutes") if _has_time(moment) else moment.date().isoformat())


def _time(value: str) -> str:
    return f'<time dir="ltr">{value}</time>'
