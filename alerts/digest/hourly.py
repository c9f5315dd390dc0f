"""How many threads of each story spoke in each of the last 24 hours. pandas in, plain figures out; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pandas as pd

HOURS = 24
_HOUR = timedelta(hours=1)


def chart_start(until: datetime, zone: ZoneInfo) -> datetime:
    """The full hour in `zone` at which the first of the 24 hours begins; `until` lies in the last one."""
    there = until.astimezone(zone)
    return there.replace(minute=0, second=0, microsecond=0) + _HOUR - HOURS * _HOUR


def threads_per_hour(said: Iterable[tuple[str, str, datetime]], start: datetime) -> Mapping[str, tuple[int, ...]]:
    """Threads an hour by story, 24 figures from `start` on; `said` holds (story id, thread, when).

    A thread counts once in each hour in which it spoke. Stories without a post in these hours are left out.
    """
    frame = pd.DataFrame(list(said), columns=["story", "thread", "said"])
    if frame.empty:
        return {}
    frame["hour"] = (pd.to_datetime(frame["said"], utc=True) - pd.Timestamp(start)) // pd.Timedelta(hours=1)
    inside = frame[frame["hour"].between(0, HOURS - 1)]
    counts = inside.groupby(["story", "hour"])["thread"].nunique().unstack("hour", fill_value=0)
    table = counts.reindex(columns=range(HOURS), fill_value=0)
    return {
        str(story): tuple(int(count) for count in row)
        for story, row in zip(table.index, table.to_numpy(), strict=True)
    }
