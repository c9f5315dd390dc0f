"""A moment to come, as people write it: ``3d``, ``12h``, ``2026-12-01``, ``2026-12-01 08:00``."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from model.catalogue import Catalogue
from model.config import Config
from model.errors import UsageError

_LENGTH = re.compile(r"(\d{1,4})\s*(m|h|d|w|分钟|小时|天|周)")
_UNITS = {
    "m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1),
    "分钟": timedelta(minutes=1), "小时": timedelta(hours=1), "天": timedelta(days=1), "周": timedelta(weeks=1),
}  # fmt: skip


def length_of(text: str) -> timedelta | None:
    """``3d`` or ``3天`` as a length; None when it is none."""
    found = _LENGTH.fullmatch(text.strip())
    return int(found[1]) * _UNITS[found[2]] if found else None


def later(until: str | None, length: str | None, at: datetime, config: Config) -> datetime:
    """`until` (a day begins at midnight in the town), or `at` and `length`; exactly one of them is given.

    Raises `UsageError` for both, neither, or what is no time.
    """
    catalogue = Catalogue(config.language)
    if (until is None) == (length is None):
        raise UsageError(catalogue.say("triage.command.one_time"))
    if length is not None:
        span = length_of(length)
        if span is None:
            raise UsageError(catalogue.say("triage.command.bad_length", text=length))
        return at + span
    try:
        found = datetime.fromisoformat(str(until).strip())
    except ValueError:
        raise UsageError(catalogue.say("triage.command.bad_time", text=until)) from None
    return found if found.tzinfo else found.replace(tzinfo=config.zone)
