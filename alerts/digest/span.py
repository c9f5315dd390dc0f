"""Which time the digest of a day covers. Pure."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
_PATIENCE = timedelta(minutes=30)
"""A busy machine builds a digest of 07:30 at 07:40; nobody calls that late."""


def due(day: date, at: str, zone: ZoneInfo) -> datetime:
    """When a digest of `day` is due; `at` is ``HH:MM`` in `zone`."""
    return datetime.combine(day, time.fromisoformat(at), tzinfo=zone)


def late(day: date, now: datetime, at: str, zone: ZoneInfo) -> bool:
    """Whether a digest of `day` that is sent at `now` comes later than readers expect it."""
    return now > due(day, at, zone) + _PATIENCE


def covered(
    day: date, now: datetime, zone: ZoneInfo, *, told: datetime | None, before: datetime | None
) -> tuple[datetime, datetime]:
    """(since, until). `told`: cut-off of the digest before `day`; `before`: where this day's last build began.

    Today's digest ends now; that of a past day, which nobody built then, ends at its midnight. Without an earlier
    digest it covers 24 hours. A cut-off in the future comes from a clock that was set back and counts as 24 hours.
    """
    midnight = datetime.combine(day + DAY, time.min, tzinfo=zone)
    until = min(now, midnight)
    since = before or told or until - DAY
    return (since if since < until else until - DAY), until
