"""Which time the digest of a day covers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from alerts.digest.span import covered, late

ZONE = ZoneInfo("Asia/Shanghai")
DAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)  # 07:30 in town


def test_the_first_digest_covers_a_day() -> None:
    assert covered(DAY, NOW, ZONE, told=None, before=None) == (NOW - timedelta(days=1), NOW)


def test_the_next_one_begins_where_the_last_ended() -> None:
    told = NOW - timedelta(hours=40)
    assert covered(DAY, NOW, ZONE, told=told, before=None) == (told, NOW)


def test_building_again_keeps_the_beginning() -> None:
    before, later = NOW - timedelta(hours=24), NOW + timedelta(hours=9)
    assert covered(DAY, later, ZONE, told=NOW - timedelta(hours=3), before=before) == (before, later)


def test_a_past_day_ends_at_its_midnight_in_town() -> None:
    since, until = covered(DAY - timedelta(days=1), NOW, ZONE, told=None, before=None)
    assert until == datetime(2026, 3, 2, tzinfo=ZONE)
    assert until - since == timedelta(days=1)


@given(st.integers(-100, 100), st.integers(-100, 100))
def test_it_is_never_empty(told: int, before: int) -> None:
    since, until = covered(
        DAY, NOW, ZONE, told=NOW + timedelta(hours=told), before=NOW + timedelta(hours=before) if before else None
    )
    assert since < until


def test_late_begins_half_an_hour_after_it_was_due() -> None:
    day, zone = date(2026, 3, 2), ZoneInfo("Asia/Shanghai")
    half_past = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)  # 07:30 in the town
    assert not late(day, half_past + timedelta(minutes=30), "07:30", zone)
    assert late(day, half_past + timedelta(minutes=31), "07:30", zone)
