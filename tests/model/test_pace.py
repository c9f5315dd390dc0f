"""When a source is visited next, and what is said about it."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from model.catalogue import Catalogue
from model.config import FeedSource
from model.pace import Past, Wish, next_visit
from model.quiet import Quiet

TOWN = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)  # a Wednesday, 20:00 in the town
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
LATE = Quiet(begins=time(23), ends=time(6))


def source(**block: object) -> FeedSource:
    return FeedSource.model_validate(
        {"name": "城事", "kind": "feed", "url": "https://a.cn/", "every": "30m", **block}
    )


def after(past: Past, quiet: Quiet | None = None, **block: object) -> tuple[timedelta, list[str]]:
    """How long after the last visit the next one is, and the kinds of reason."""
    found = next_visit(source(**block), past, quiet, TOWN, NOW)
    return found.at - NOW, [reason.kind for reason in found.why]


@pytest.mark.parametrize(("past", "pause", "why"), [
    (Past(), 30 * MINUTE, ["every"]),
    (Past(wish=Wish(ttl=5 * MINUTE)), 30 * MINUTE, ["every"]),  # RSSHub; we come less often than we may
    (Past(wish=Wish(ttl=HOUR)), HOUR, ["ttl"]),
    (Past(wish=Wish(period=HOUR, ttl=45 * MINUTE)), HOUR, ["period"]),
    (Past(wish=Wish(fresh=40 * MINUTE)), 40 * MINUTE, ["fresh"]),
    (Past(wish=Wish(period=7 * DAY)), 2 * HOUR, ["period", "at-most"]),
    (Past(gap=DAY, news=False), HOUR, ["seldom"]),
    (Past(gap=3 * HOUR, news=False), 45 * MINUTE, ["seldom"]),
    (Past(gap=HOUR, news=False), 30 * MINUTE, ["every"]),
    (Past(gap=DAY, news=True), 30 * MINUTE, ["every"]),  # something is going on
    (Past(failures=1), 30 * MINUTE, ["every"]),
    (Past(failures=2), HOUR, ["failing"]),
    (Past(failures=3), 2 * HOUR, ["failing"]),
    (Past(failures=99), 2 * HOUR, ["failing", "at-most"]),
])  # fmt: skip
def test_the_pause(past: Past, pause: timedelta, why: list[str]) -> None:
    visited = Past(visited_at=NOW, wish=past.wish, failures=past.failures, news=past.news, gap=past.gap)
    assert after(visited) == (pause, why)


@pytest.mark.parametrize(("at_most", "pause"), [("30m", 30 * MINUTE), ("3h", 3 * HOUR), ("10m", 30 * MINUTE)])
def test_the_settings_bound_every_wish(at_most: str, pause: timedelta) -> None:
    for past in (Past(visited_at=NOW, wish=Wish(ttl=DAY)), Past(visited_at=NOW, failures=9)):
        assert after(past, every_at_most=at_most)[0] == pause


def test_hours_and_days_that_a_feed_leaves_out() -> None:
    due = Past(visited_at=NOW, wish=Wish(skip_hours=(12, 13)))
    assert after(due) == (2 * HOUR, ["every", "skip"])
    weekend = Past(visited_at=NOW + 3 * DAY, wish=Wish(skip_days=(5, 6)))
    found = next_visit(source(), weekend, None, TOWN, NOW + 3 * DAY)
    assert found.at == datetime(2026, 11, 30, 0, 0, tzinfo=UTC)
    assert after(due, every_at_most="1h") == (HOUR, ["every", "skip"]), "the settings have the last word"
    everything = Past(visited_at=NOW, wish=Wish(skip_hours=tuple(range(24))))
    assert after(everything) == (30 * MINUTE, ["every"])


def test_what_is_overdue_is_due_now() -> None:
    assert after(Past(visited_at=NOW - DAY)) == (timedelta(0), ["every"])
    assert after(Past()) == (timedelta(0), ["first"])


def test_the_wish_of_a_site_goes_before_everything() -> None:
    asked = Past(visited_at=NOW, not_before=NOW + 5 * HOUR, wish=Wish(ttl=HOUR))
    assert after(asked) == (5 * HOUR, ["asked"])
    assert after(asked, LATE) == (10 * HOUR, ["asked", "quiet"])


def test_quiet_hours_put_a_visit_off() -> None:
    evening = Past(visited_at=NOW + 2 * HOUR + 40 * MINUTE)  # 22:40; half an hour later it is quiet
    found = next_visit(source(), evening, LATE, TOWN, evening.visited_at or NOW)
    assert found.at.astimezone(TOWN) == datetime(2026, 11, 26, 6, 0, tzinfo=TOWN)


def test_why_in_words() -> None:
    past = Past(visited_at=NOW, wish=Wish(period=7 * DAY))
    words = next_visit(source(), past, None, TOWN, NOW).words(Catalogue("zh"))
    assert "7 天" in words and "2 小时" in words and "every_at_most" in words
    english = next_visit(source(), Past(visited_at=NOW, failures=2), LATE, TOWN, NOW + 4 * HOUR).words(
        Catalogue("en")
    )
    assert "2 times in a row" in english and "1 h" in english and "23:00-06:00" in english
