"""One base class, one class a cause. Every message names the value, the place and the remedy.

Knows nothing of the rest of the package. Sources: OLMo-core ``exceptions.py`` for the habit.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class MithaqError(Exception):
    """Base of every error that mithaq raises on purpose."""


class SchemaError(MithaqError):
    """A label schema is malformed; the message lists every fault at once."""


class DocumentError(MithaqError):
    """A document breaks the format: offsets, labels, edges or fields."""


class MarkupError(MithaqError):
    """Bracket markup cannot be read; the message gives block, line and remedy."""


class InputError(MithaqError):
    """What a caller passed cannot be processed: wrong type, empty, no Arabic, too large."""


class BundleError(MithaqError):
    """A model bundle is missing, damaged or of a newer format."""


class ConfigError(MithaqError):
    """A configuration file or override is wrong; the message lists every wrong key."""


class ExportError(MithaqError):
    """An exported graph disagrees with the model it was exported from."""


def did_you_mean(value: str, known: Iterable[str]) -> str:
    """Suffix for an error about an unknown name: the nearest known name, or all of them."""
    names = list(known)
    near = difflib.get_close_matches(value, names, n=1, cutoff=0.6)
    return f"Did you mean '{near[0]}'?" if near else f"Known: {', '.join(names)}."
