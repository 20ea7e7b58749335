"""Bracket markup in which corpora are written: ``⟦3:SIGN+ وقعا⟧``, with edges below ``---``.

Knows the markup of data/GUIDELINES.md; its round trip ``parse(write(d)) == d`` loses nothing but probabilities. Knows no files.

A block is ``### id key=value ...``, the marked text, ``---``, then lines ``HEAD TYPE TAIL`` and ``SAME a b c``. A backslash
before ``⟦ ⟧ \\`` or at the start of a line makes that character plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from mithaq.documents import Document, Edge, Span
from mithaq.errors import MarkupError, did_you_mean
from mithaq.isodate import iso_date
from mithaq.schema import Schema

_OPEN = re.compile(r"⟦(\d+):([^\s⟦⟧]+) ")
_TOKEN = re.compile(r"\\(.)|⟦|⟧", re.DOTALL)
_HEADER = re.compile(r"^### (\S+)(.*)$")


def parse(markup: str, schema: Schema, where: str = "markup") -> list[Document]:
    """Read every block of a markup file.

    Returns:
        Documents whose spans are ordered by (start, -end); ``date`` comes from the header, its other keys are in ``meta``.
    Raises:
        MarkupError: listing every fault of every block, so that an annotator mends them in one pass.
    """
    faults: list[str] = []
    docs: list[Document] = []
    seen: set[str] = set()
    for line_number, header, body in _blocks(markup, where):
        name = header[1]
        place = f"{where}:{line_number} ({name})"
        if name in seen:
            faults.append(f"{place}: the id occurs twice")
        seen.add(name)
        text_part, edge_part = _cut(body, place, faults)
        text, spans, ids = _spans(text_part, schema, place, faults)
        edges, aliases = _edges(edge_part, ids, schema, spans, text, place, faults)
        meta = _meta(header[2], place, faults)
        date_faults: list[str] = []
        date = iso_date(meta.pop("date", None), date_faults)
        faults += [f"{place}: {fault}" for fault in date_faults]
        docs.append(Document(name, text, date, spans, edges, aliases, meta))
    if faults:
        raise MarkupError(f"{len(faults)} fault(s):\n" + "\n".join(faults))
    return docs


def write(docs: Iterable[Document], schema: Schema) -> str:
    """Write documents as markup; mark numbers are span indexes plus one.

    Raises:
        MarkupError: if the markup could not be read back: spans cross each other, a factuality has no mark, the id or a header
            field has white space, or an alias group has fewer than two members.
    """
    return "\n".join(_write(doc, schema) for doc in docs)


def _blocks(markup: str, where: str) -> list[tuple[int, re.Match[str], list[str]]]:
    blocks: list[tuple[int, re.Match[str], list[str]]] = []
    for number, line in enumerate(markup.split("\n"), 1):
        if header := _HEADER.match(line):
            blocks.append((number, header, []))
        elif blocks:
            blocks[-1][2].append(line)
        elif line.strip():
            raise MarkupError(f"{where}:{number}: text before the first header; begin each block with '### ID'.")
    if not blocks:
        raise MarkupError(f"{where}: no block found; begin each block with '### ID'.")
    return blocks


def _cut(body: list[str], place: str, faults: list[str]) -> tuple[str, list[str]]:
    if "---" not in body:
        faults.append(f"{place}: no line '---' between the text and its edges")
        return "\n".join(body), []
    at = body.index("---")
    return "\n".join(body[:at]), body[at + 1 :]


def _meta(rest: str, place: str, faults: list[str]) -> dict[str, str]:
    meta: dict[str, str] = {}
    for item in rest.split():
        key, equals, value = item.partition("=")
        if not equals:
            faults.append(f"{place}: header item '{item}' is not of the form key=value")
        else:
            meta[key] = value
    return meta


def _spans(marked: str, schema: Schema, place: str, faults: list[str]) -> tuple[str, tuple[Span, ...], dict[str, int]]:
    marks = {f.mark: f.name for f in schema.factualities}
    pieces: list[str] = []
    length = at = 0
    stack: list[tuple[str, str, str, int, int]] = []
    found: list[tuple[Span, int, str]] = []
    opened_count = 0

    def plain(piece: str) -> None:
        nonlocal length
        pieces.append(piece)
        length += len(piece)

    while token := _TOKEN.search(marked, at):
        plain(marked[at : token.start()])
        at = token.end()
        if token[1] is not None:
            plain(token[1])
        elif token[0] == "⟦":
            opened = _OPEN.match(marked, token.start())
            if not opened:
                seen = marked[token.start() : token.start() + 20]
                faults.append(f"{place}: «{seen}» is no mark; write ⟦ID:TYPE text⟧ or ⟦ID:TYPE+ text⟧")
                continue
            opened_count += 1
            stack.append((opened[1], *_label(opened[2], marks, schema), length, opened_count))
            at = opened.end()
        elif not stack:
            faults.append(f"{place}: ⟧ without ⟦ after «{marked[max(0, token.start() - 20) : token.start()]}»")
        else:
            number, kind, mark, start, rank = stack.pop()
            fault = _label_fault(kind, mark, marks, schema)
            if start == length:
                fault = "the mark is empty"
            if fault:
                faults.append(f"{place}: mark {number}: {fault}")
            else:
                found.append((Span(start, length, kind, marks.get(mark)), rank, number))
    plain(marked[at:])
    faults += [f"{place}: mark {number} is never closed" for number, *_ in stack]
    # Opening order breaks ties between equal spans, so that the outer of two stays first.
    found.sort(key=lambda item: (item[0].start, -item[0].end, item[1]))
    ids: dict[str, int] = {}
    for i, (_, _, number) in enumerate(found):
        if number in ids:
            faults.append(f"{place}: mark number {number} occurs twice")
        ids[number] = i
    return "".join(pieces), tuple(span for span, _, _ in found), ids


def _label(label: str, marks: dict[str, str], schema: Schema) -> tuple[str, str]:
    """Type and factuality mark of ``SIGN+``. The marks are the schema's, so a type may hold ``-`` and a mark be any character."""
    if label in schema.span_types or len(label) == 1:
        return label, ""
    if label[-1] in marks or label[:-1] in schema.span_types:
        return label[:-1], label[-1]
    return label, ""


def _label_fault(kind: str, mark: str, marks: dict[str, str], schema: Schema) -> str:
    if kind not in schema.span_types:
        return f"unknown type '{kind}'. {did_you_mean(kind, schema.span_types)}"
    if schema.is_trigger(kind) and mark not in marks:
        return f"trigger {kind} needs one of the factuality marks {' '.join(marks)}, found '{mark}'"
    if not schema.is_trigger(kind) and mark:
        return f"entity {kind} takes no factuality mark, found '{mark}'"
    return ""


def _edges(
    lines: list[str], ids: dict[str, int], schema: Schema, spans: tuple[Span, ...], text: str, place: str, faults: list[str]
) -> tuple[tuple[Edge, ...], tuple[tuple[int, ...], ...]]:
    edges: list[Edge] = []
    aliases: list[tuple[int, ...]] = []
    for line in lines:
        parts = line.split()
        if not parts:
            continue
        numbers = parts[1:] if parts[0] == "SAME" else [parts[0], parts[-1]]
        unknown = [n for n in numbers if n not in ids]
        if unknown:
            faults.append(f"{place}: line '{line}' names mark(s) {', '.join(unknown)}, which the text lacks")
        elif parts[0] == "SAME":
            aliases.append(tuple(ids[n] for n in numbers))
            if len(set(numbers)) < len(numbers) or len(numbers) < 2:
                faults.append(f"{place}: line '{line}' must name two or more different marks")
        elif len(parts) != 3:
            faults.append(f"{place}: line '{line}' is neither 'HEAD TYPE TAIL' nor 'SAME a b ...'")
        else:
            edge = Edge(ids[parts[0]], ids[parts[2]], parts[1])
            head, tail = spans[edge.head], spans[edge.tail]
            if edge.type not in schema.edge_types:
                faults.append(f"{place}: line '{line}': unknown edge type. {did_you_mean(edge.type, schema.edge_types)}")
            elif not schema.allows(edge.type, head.type, tail.type):
                said = f"{head.type} «{text[head.start : head.end]}» to {tail.type} «{text[tail.start : tail.end]}»"
                faults.append(f"{place}: line '{line}': {edge.type} may not join {said}")
            elif edge in edges:
                faults.append(f"{place}: line '{line}' stands twice")
            elif edge.head == edge.tail:
                faults.append(f"{place}: line '{line}' joins a mark to itself")
            edges.append(edge)
    return tuple(edges), tuple(aliases)


def _write(doc: Document, schema: Schema) -> str:
    marks = {f.name: f.mark for f in schema.factualities}
    order = sorted(range(len(doc.spans)), key=lambda i: (doc.spans[i].start, -doc.spans[i].end, i))
    opens: dict[int, list[int]] = {}
    closes: dict[int, int] = {}
    stack: list[int] = []
    for i in order:
        span = doc.spans[i]
        while stack and doc.spans[stack[-1]].end <= span.start:
            stack.pop()
        if stack and doc.spans[stack[-1]].end < span.end:
            raise MarkupError(f"{doc.id}: «{doc.mention(stack[-1])}» and «{doc.mention(i)}» cross; brackets can only nest.")
        stack.append(i)
        opens.setdefault(span.start, []).append(i)
        closes[span.end] = closes.get(span.end, 0) + 1
    out: list[str] = []
    for at in range(len(doc.text) + 1):
        out.append("⟧" * closes.get(at, 0))
        for i in opens.get(at, []):
            span = doc.spans[i]
            if span.factuality is not None and span.factuality not in marks:
                raise MarkupError(f"{doc.id}: factuality '{span.factuality}' has no mark in schema '{schema.name}'.")
            out.append(f"⟦{i + 1}:{span.type}{marks.get(span.factuality or '', '')} ")
        if at < len(doc.text):
            out.append(_escape(doc.text, at))
    if not re.fullmatch(r"\S+", doc.id):
        raise MarkupError(f"id {doc.id!r} cannot be written; use an id without spaces.")
    if alone := [group for group in doc.aliases if len(group) < 2]:
        raise MarkupError(f"{doc.id}: alias group {list(alone[0])} cannot be written; a group has two members or more.")
    fields = ({"date": doc.date} if doc.date else {}) | doc.meta
    meta = "".join(f" {key}={_value(doc, key, value)}" for key, value in fields.items())
    lines = [f"### {doc.id}{meta}", "".join(out), "---"]
    lines += [f"{e.head + 1} {e.type} {e.tail + 1}" for e in doc.edges]
    lines += ["SAME " + " ".join(str(m + 1) for m in group) for group in doc.aliases]
    return "\n".join(lines) + "\n"


def _escape(text: str, at: int) -> str:
    # A line of the text that begins like a header or a separator would end the block.
    starts_line = at == 0 or text[at - 1] == "\n"
    return "\\" + text[at] if text[at] in "⟦⟧\\" or (starts_line and text[at] in "#-") else text[at]


def _value(doc: Document, key: str, value: object) -> str:
    if not re.fullmatch(r"[^\s=]+", key) or not isinstance(value, str) or not re.fullmatch(r"\S+", value):
        raise MarkupError(f"{doc.id}: header field {key}={value!r} cannot be written; use strings without spaces, and no '=' in the key.")
    return value
