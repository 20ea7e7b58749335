"""The date of a document, in the forms in which records bring it.

Knows ISO and mail dates; knows no Arabic (``dates.py`` does).
"""

from __future__ import annotations

import re
from datetime import date as Date
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any


def iso_date(value: Any, faults: list[str]) -> str | None:
    """A date field as YYYY-MM-DD. Takes ISO dates and date-times, RFC 2822 («Tue, 05 Jun 2018 05:36:06 GMT»), date objects and null."""
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, Date):
        return value.isoformat()
    if isinstance(value, str):
        if match := re.match(r"(\d{4}-\d{2}-\d{2})(?:$|[T ])", value.strip()):
            try:
                return Date.fromisoformat(match[1]).isoformat()
            except ValueError:
                pass
        try:
            return parsedate_to_datetime(value).date().isoformat()
        except (ValueError, TypeError, IndexError, OverflowError):
            pass
    faults.append(f"'date' must be null or a date such as 2020-01-13, found {value!r}")
    return None
