"""Quiet hours: a stretch of every day, in the town's time, in which a site is left alone. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """From `begins`, included, to `ends`, excluded; across midnight when `ends` is the earlier one."""

    begins: time
    ends: time

    def over(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """When the quiet hours around `moment` end; `moment` itself outside of them."""
        local = moment.astimezone(zone)
        clock = local.time()
        across = self.ends < self.begins
        inside = clock >= self.begins or clock < self.ends if across else self.begins <= clock < self.ends
        if not inside:
            return moment
        day = local.date() + (_DAY if across and clock >= self.begins else timedelta())
        return datetime.combine(day, self.ends, zone)

    def next(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """When quiet hours begin next, after `moment`."""
        local = moment.astimezone(zone)
        day = local.date() + (_DAY if local.time() >= self.begins else timedelta())
        return datetime.combine(day, self.begins, zone)

    def __str__(self) -> str:
        return f"{self.begins:%H:%M}-{self.ends:%H:%M}"
