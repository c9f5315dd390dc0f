"""Quiet hours, across midnight and through a change of clocks."""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from model.quiet import Quiet

TOWN = ZoneInfo("Asia/Shanghai")
NIGHT, NOON = Quiet(begins=time(23), ends=time(6)), Quiet(begins=time(12), ends=time(13, 30))


def at(clock: str, day: int = 20) -> datetime:
    hour, minute = clock.split(":")
    return datetime(2026, 11, day, int(hour), int(minute), tzinfo=TOWN)


@pytest.mark.parametrize(("quiet", "moment", "over"), [
    (NIGHT, at("22:59"), at("22:59")), (NIGHT, at("23:00"), at("6:00", 21)), (NIGHT, at("0:00"), at("6:00")),
    (NIGHT, at("5:59"), at("6:00")), (NIGHT, at("6:00"), at("6:00")), (NIGHT, at("12:00"), at("12:00")),
    (NOON, at("11:59"), at("11:59")), (NOON, at("12:00"), at("13:30")), (NOON, at("13:30"), at("13:30")),
])  # fmt: skip
def test_when_it_is_over(quiet: Quiet, moment: datetime, over: datetime) -> None:
    assert quiet.over(moment.astimezone(UTC), TOWN) == over


@pytest.mark.parametrize(("quiet", "moment", "begins"), [
    (NIGHT, at("22:59"), at("23:00")), (NIGHT, at("23:00"), at("23:00", 21)), (NIGHT, at("3:00"), at("23:00")),
    (NOON, at("13:00"), at("12:00", 21)),
])  # fmt: skip
def test_when_it_begins(quiet: Quiet, moment: datetime, begins: datetime) -> None:
    assert quiet.next(moment.astimezone(UTC), TOWN) == begins


def test_the_night_in_which_clocks_are_set_forward_ends_at_six_all_the_same() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    moment = datetime(2026, 3, 28, 23, 30, tzinfo=berlin)
    over = NIGHT.over(moment, berlin)
    assert over.hour == 6 and (over.astimezone(UTC) - moment.astimezone(UTC)).total_seconds() == 5.5 * 3600
