"""How a source is doing, in one word that a coordinator understands. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from model.config import Source
from store.crawling import SourceVisit

_DAY = timedelta(days=1)


class Standing(StrEnum):
    """In order of how much it needs a person."""

    FAILED = "failed"
    SILENT = "silent"
    TOO_FEW = "too_few"
    TOO_MANY = "too_many"
    ODD = "odd"
    WAITING = "waiting"
    NEVER = "never"
    OK = "ok"
    OFF = "off"


TROUBLED = frozenset({Standing.FAILED, Standing.SILENT, Standing.TOO_FEW, Standing.TOO_MANY, Standing.ODD})
"""What a person should look at."""


def standing(
    source: Source, visit: SourceVisit | None, now: datetime, *, posts: int, newest: datetime | None, odd: bool
) -> Standing:
    """`posts` were said in the last 24 h, `newest` is when the newest was said (None: never any).

    `odd`: something else about it is unusual (store/health.py).

    A source known for less than a day is not judged by its count, one that is failing by nothing else.
    """
    if not source.enabled:
        return Standing.OFF
    if visit is None:
        return Standing.NEVER
    if visit.not_before is not None and visit.not_before > now:
        return Standing.WAITING
    if visit.succeeded_at is None or visit.succeeded_at < visit.visited_at:
        return Standing.FAILED
    if now - (newest or visit.first_at) > source.healthy.newest_within:
        return Standing.SILENT
    counted = _counted(source, posts) if now - visit.first_at >= _DAY else Standing.OK
    return Standing.ODD if odd and counted is Standing.OK else counted


def _counted(source: Source, posts: int) -> Standing:
    fewest, most = source.healthy.posts_per_day
    if posts < fewest:
        return Standing.TOO_FEW
    return Standing.TOO_MANY if posts > most else Standing.OK
