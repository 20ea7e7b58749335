from collections.abc import Callable

import pytest

from mithaq.documents import Document
from mithaq.markup import parse
from mithaq.schema import Schema

TEXT = """### d1 date=2024-05-02
⟦1:SIGN+ وقع⟧ ⟦2:PERS سامي حداد⟧ ⟦3:DOC اتفاق الميناء⟧ في ⟦4:GPE عمان⟧، و⟦5:REQUEST_DELAY+ طلبت⟧ ⟦6:ORG شركة ⟦7:NORP أردنية⟧⟧ مهلة حتى
⟦8:DATE الخميس⟧.
و⟦9:STATE+ قال⟧ ⟦10:PERS حدّاد⟧ إن ⟦11:ORG الوفد⟧ لم ⟦12:SIGN- يوقع⟧.
---
1 AGENT 2
1 OBJECT 3
5 AGENT 6
5 UNTIL 8
9 AGENT 10
12 AGENT 11
6 AFFILIATED 7
SAME 2 10
"""
OTHER = """### d2
⟦1:SIGN+ أبرم⟧ ⟦2:PERS نبيل⟧ ⟦3:DOC العقد⟧.
---
1 AGENT 2
1 OBJECT 3
"""


@pytest.fixture(scope="session")
def schema() -> Schema:
    anything = ["@entity", "@trigger"]
    return Schema.from_dict(
        {
            "name": "small",
            "version": 1,
            "factualities": {
                "asserted": {"mark": "+", "definition": "x"},
                "negated": {"mark": "-", "definition": "x"},
                "unrealised": {"mark": "?", "definition": "x"},
            },
            "entities": dict.fromkeys(("PERS", "ORG", "NORP", "GPE", "DOC", "DATE"), "x"),
            "triggers": dict.fromkeys(("SIGN", "REQUEST_DELAY", "STATE"), "x"),
            "roles": {n: {"definition": "x", "head": ["@trigger"], "tail": anything} for n in ("AGENT", "OBJECT", "UNTIL", "PLACE")},
            "relations": {"AFFILIATED": {"definition": "x", "head": ["@entity"], "tail": ["@entity"]}},
        }
    )


@pytest.fixture(scope="session")
def read(schema: Schema) -> Callable[[str], Document]:
    """Markup of one block -> document."""
    return lambda markup: parse(markup, schema)[0]


@pytest.fixture
def gold(read: Callable[[str], Document]) -> list[Document]:
    """Two invented documents; spans of the first, in order: 0 SIGN 1 PERS 2 DOC 3 GPE 4 REQUEST_DELAY 5 ORG 6 NORP 7 DATE 8 STATE 9 PERS
    10 ORG 11 SIGN-. Edges: 0 AGENT 1, 0 OBJECT 2, 4 AGENT 5, 4 UNTIL 7, 8 AGENT 9, 11 AGENT 10, 5 AFFILIATED 6. Aliases: 1 and 9."""
    return [read(TEXT), read(OTHER)]


@pytest.fixture
def change() -> Callable[..., Document]:
    """Rewrite the markup of the first document: each argument is (old, new). Marks change, the text must not."""

    def rewrite(read: Callable[[str], Document], *changes: tuple[str, str]) -> Document:
        markup = TEXT
        for old, new in changes:
            assert old in markup, old
            markup = markup.replace(old, new)
        made = read(markup)
        assert made.text == read(TEXT).text
        return made

    return rewrite
