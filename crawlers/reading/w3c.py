"""Dates as sitemaps write them: the W3C's profile of ISO 8601 (NOTE-datetime), from a year to a second."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

_FORM = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)"
    r"(?:[T ](?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d{1,9})?)?"
    r"\s?(?P<zone>Z|[+-]\d\d:?\d\d)?)?)?)?"
)
_YEAR, _MONTH = timedelta(days=366), timedelta(days=31)


def latest(text: str, zone: ZoneInfo) -> datetime | None:
    """The end of the moment, day, month or year that `text` names; None when it is no such date.

    A time without a zone is of `zone`. Unlike `read_date` this knows dates of any age: a sitemap lists everything a
    site ever published, and what is old must be known as old.
    """
    match = _FORM.fullmatch(text.strip())
    if match is None:
        return None
    try:
        start = datetime(
            int(match["year"]), int(match["month"] or 1), int(match["day"] or 1), int(match["hour"] or 0),
            int(match["minute"] or 0), int(match["second"] or 0), tzinfo=_zone(match["zone"], zone),
        )  # fmt: skip
        # To UTC: a date of the year 1 or 9999 overflows here rather than in a later comparison.
        return (start + _length(match)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _length(match: re.Match[str]) -> timedelta:
    if match["hour"]:
        return timedelta(0)
    return timedelta(days=1) if match["day"] else _MONTH if match["month"] else _YEAR


def _zone(text: str | None, zone: ZoneInfo) -> tzinfo | None:
    if text is None:
        return zone
    return datetime.strptime(text.replace("Z", "+00:00"), "%z").tzinfo
