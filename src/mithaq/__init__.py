"""Arabic political news: who signed, who asked for a delay, until when, of what, according to whom.

>>> from mithaq import Extractor
>>> doc = Extractor.load()("وقّع الوزيران الاتفاق.", date="2020-01-13")   # doctest: +SKIP
>>> doc.who("SIGN")                                                         # doctest: +SKIP
"""

from mithaq.answers import Answer
from mithaq.documents import Document, Edge, Event, Span, read_jsonl, write_jsonl
from mithaq.errors import MithaqError
from mithaq.extractor import Extractor
from mithaq.schema import Schema

__version__ = "0.1.0"
__all__ = ["Answer", "Document", "Edge", "Event", "Extractor", "MithaqError", "Schema", "Span", "read_jsonl", "write_jsonl"]
