"""When people of the town write."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
# Weight of each hour of the day, in the town's time.
PROFILE = (
    0.5, 0.25, 0.15, 0.1, 0.1, 0.15, 0.4, 0.9, 1.3, 1.5, 1.5, 1.4,
    1.4, 1.3, 1.3, 1.3, 1.3, 1.3, 1.2, 1.4, 1.7, 1.9, 1.7, 1.1,
)  # fmt: skip


def between(random: Random, start: datetime, end: datetime) -> datetime:
    """A moment in [start, end) that follows the profile; to the second."""
    while True:
        moment = start + (end - start) * random.random()
        if random.random() * max(PROFILE) <= PROFILE[moment.astimezone(ZONE).hour]:
            return moment.replace(microsecond=0)


def after(random: Random, start: datetime, mean: timedelta) -> datetime:
    """A moment after `start`, usually soon, now and then the next day; nobody answers much at night."""
    while True:
        moment = start + timedelta(seconds=20) + mean * random.expovariate(1.0)
        if random.random() * max(PROFILE) <= PROFILE[moment.astimezone(ZONE).hour]:
            return moment.replace(microsecond=0)
        start = moment
