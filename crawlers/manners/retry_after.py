"""``Retry-After`` (RFC 9110, 10.2.3): the site says when it wants to see us again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

# Longer than this is taken for a mistake of the site; a source must not fall silent for ever because of it.
LONGEST = timedelta(days=31)


def not_before(value: str | None, now: datetime) -> datetime | None:
    """The moment named by a header value in seconds or as an HTTP date; None when absent, unreadable or past."""
    wait = _wait((value or "").strip(), now)
    return None if wait is None or wait <= timedelta(0) else now + min(wait, LONGEST)


def _wait(value: str, now: datetime) -> timedelta | None:
    if value.isascii() and value.isdigit():
        return timedelta(seconds=min(int(value[:12]), LONGEST.total_seconds()))
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError):
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now
