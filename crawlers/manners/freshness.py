"""How long a reply says that it stays fresh (RFC 9111, 4.2): asking again sooner gives the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

_LONGEST = timedelta(days=31)
_NONE = timedelta(0)
_MAX_AGE = re.compile(r"(?:^|,)\s*max-age\s*=\s*\"?(\d{1,10})\"?\s*(?=,|$)", re.IGNORECASE)
_NEVER = re.compile(r"(?:^|,)\s*(?:no-cache|no-store)\s*(?=,|$)", re.IGNORECASE)


def fresh_for(headers: Mapping[str, str], now: datetime) -> timedelta:
    """From the headers of a reply (names in lower case); zero when they do not say, or say: not at all."""
    control = headers.get("cache-control", "")
    if _NEVER.search(control):
        return _NONE
    said = _MAX_AGE.search(control)
    if said:
        age = headers.get("age", "").strip()
        spent = int(age[:10]) if age.isascii() and age.isdigit() else 0
        return max(_NONE, min(_LONGEST, timedelta(seconds=int(said[1]) - spent)))
    ends, sent = _date(headers.get("expires")), _date(headers.get("date"))
    return _NONE if ends is None else max(_NONE, min(_LONGEST, ends - (sent or now)))


def _date(value: str | None) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value or "")
    except (ValueError, TypeError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
