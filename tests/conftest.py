"""Fixtures for every test: the project's label set and a few tiny documents, written in the corpus markup."""

from __future__ import annotations

from pathlib import Path

import pytest

from mithaq.documents import Document
from mithaq.markup import parse
from mithaq.schema import Schema
from models.checkpoint import Checkpoint
from tests.tiny import tiny_bundle, tiny_checkpoint
from training.config import load_schema

# Every construction the answers depend on: a reported signing, two requesters of a delay, a signing that did not happen.
TREATY = """### treaty date=2021-03-02 genre=wire region=TN
⟦1:STATE+ قالت⟧ ⟦2:OCC وزيرة ⟦3:ORG الخارجية⟧⟧ ⟦4:PERS هالة السعدي⟧ إن ⟦5:PERS كريم الطائي⟧ ⟦6:SIGN+ وقّع⟧ ⟦7:DOC الاتفاق⟧ في ⟦8:GPE تونس⟧ ⟦9:DATE أمس⟧.
و⟦10:REQUEST_DELAY+ طلب⟧ ⟦11:PERS الطائي⟧ و⟦12:PERS السعدي⟧ مهلة حتى ⟦13:DATE الأحد⟧. وغادر ⟦14:ACTOR الوفدان⟧ دون ⟦15:SIGN- توقيع⟧ ⟦16:DOC الملحق⟧.
---
1 AGENT 4
4 HOLDS_OFFICE 2
2 AFFILIATED 3
6 AGENT 5
6 OBJECT 7
6 PLACE 8
6 TIME 9
6 SOURCE 12
10 AGENT 12
10 AGENT 11
10 UNTIL 13
15 AGENT 14
15 OBJECT 16
SAME 4 12
SAME 5 11
"""  # noqa: E501

FLAT = """### flat date=2020-11-19
التقى ⟦1:PERS نزار بن عمار⟧ وفدا من ⟦2:GPE غانا⟧.
---
"""


@pytest.fixture(scope="session")
def schema() -> Schema:
    return load_schema("configs/schema.yaml")


@pytest.fixture(scope="session")
def treaty(schema: Schema) -> Document:
    """One document with nested spans, all kinds of edges and two alias groups."""
    return parse(TREATY, schema)[0]


@pytest.fixture(scope="session")
def flat(schema: Schema) -> Document:
    """Two entities and nothing else."""
    return parse(FLAT, schema)[0]


@pytest.fixture(scope="session")
def bare() -> Document:
    """A text without any annotation or date."""
    return Document("bare", "لا خبر اليوم.")


@pytest.fixture(scope="session")
def checkpoint(schema: Schema, tmp_path_factory: pytest.TempPathFactory) -> Checkpoint:
    """A joint model with random weights around a BERT of 2 x 32."""
    return tiny_checkpoint(tmp_path_factory.mktemp("encoder"), schema)


@pytest.fixture(scope="session")
def bundle(checkpoint: Checkpoint, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The checkpoint as a bundle with both variants."""
    return tiny_bundle(checkpoint, tmp_path_factory.mktemp("bundle"))
