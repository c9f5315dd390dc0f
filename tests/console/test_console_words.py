"""Moments, charts and standings: pure functions that the pages are made of."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console import moments
from console.chart import HEIGHT, HOUR, draw, next_hour
from console.health import Standing, standing
from console.view import View, web_link
from model.catalogue import Catalogue
from store.crawling import SourceVisit

NOW = datetime(2026, 1, 1, 1, 5, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")
ZH, EN = Catalogue("zh"), Catalogue("en")


@pytest.mark.parametrize(
    ("before", "zh", "en"),
    [
        (timedelta(0), "刚刚", "just now"), (timedelta(seconds=59), "刚刚", "just now"),
        (timedelta(seconds=60), "1 分钟前", "1 min ago"), (timedelta(minutes=119), "1 小时前", "1 h ago"),
        (timedelta(hours=47), "1 天前", "1 d ago"), (timedelta(days=400), "400 天前", "400 d ago"),
        (-timedelta(minutes=30), "30 分钟后", "in 30 min"),
    ],
)  # fmt: skip
def test_how_long_ago(before: timedelta, zh: str, en: str) -> None:
    assert moments.relative(ZH, NOW - before, NOW) == zh
    assert moments.relative(EN, NOW - before, NOW) == en


def test_when_in_the_towns_zone_with_the_year_where_it_matters() -> None:
    assert moments.absolute(ZH, NOW, NOW, ZONE) == "1月1日 09:05"
    evening = NOW - timedelta(hours=9, minutes=6)
    assert moments.absolute(ZH, evening, NOW, ZONE) == "2025年12月31日 23:59"
    assert moments.absolute(EN, evening, NOW, ZONE) == "31 Dec 2025 23:59"


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(hours=24), "24 小时"), (timedelta(days=7), "7 天"), (timedelta(minutes=90), "1.5 小时"),
        (timedelta(minutes=30), "30 分钟"),
    ],
)  # fmt: skip
def test_a_length_of_time(length: timedelta, words: str) -> None:
    assert moments.span(ZH, length) == words


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=100))
def test_every_bar_stands_on_the_ground_inside_the_chart(counts: list[int]) -> None:
    chart = draw(counts, NOW, ZONE)
    assert [bar.count for bar in chart.bars] == [count for count in counts if count]
    for bar in chart.bars:
        assert bar.x >= 0 and bar.x + bar.width <= 100.001
        assert bar.y >= 0 and abs(bar.y + bar.height - HEIGHT) < 0.1
    assert chart.top == max(counts)


def test_midnights_are_those_of_the_town() -> None:
    end = next_hour(NOW, ZONE)
    assert end.isoformat() == "2026-01-01T10:00:00+08:00"
    chart = draw([1] * 72, end - 72 * HOUR, ZONE)
    assert [mark.at.isoformat() for mark in chart.marks] == [
        f"{day}T00:00:00+08:00" for day in ("2025-12-30", "2025-12-31", "2026-01-01")
    ]


def test_a_single_thread_does_not_look_like_a_wave() -> None:
    (bar,) = draw([0, 1, 0], NOW, ZONE).bars
    assert bar.height == HEIGHT / 3


def view(config: Any) -> View:
    return View(config=config, catalogue=EN, now=NOW, path="/", chosen=None, before=None)


@pytest.mark.parametrize(
    ("surprise", "words"),
    [
        (0.2, "not unusual"), (1.0, "about 1 in 10"), (3.64, "about 1 in 4,400"), (5.99, "about 1 in 980,000"),
        (6.0, "less than one in a million"), (300.0, "less than one in a million"),
    ],
)  # fmt: skip
def test_a_chance_in_words(config: Any, surprise: float, words: str) -> None:
    assert view(config).odds(surprise) == words


@pytest.mark.parametrize(
    ("address", "good"),
    [
        ("https://a.cn/t", True), ("http://a.cn", True), ("javascript:alert(1)", False),
        ("data:text/html,x", False), ("//a.cn/t", False), ("/local", False), ("", False),
        ("https://", False), ("http://[::1", False),
    ],
)  # fmt: skip
def test_only_web_addresses_become_links(address: str, good: bool) -> None:
    assert (web_link(address) is not None) is good


DAY = timedelta(days=1)


def visit(**changes: Any) -> SourceVisit:
    values = {"first_at": NOW - 9 * DAY, "visited_at": NOW - HOUR, "succeeded_at": NOW - HOUR, "not_before": None}
    return SourceVisit(source="永安论坛", **{**values, **changes})


@pytest.mark.parametrize(
    ("seen", "posts", "newest", "word"),
    [
        (None, 0, None, Standing.NEVER),
        (visit(), 20, NOW - HOUR, Standing.OK),
        (visit(), 1, NOW - HOUR, Standing.TOO_FEW),
        (visit(), 501, NOW - HOUR, Standing.TOO_MANY),
        (visit(), 0, NOW - 25 * HOUR, Standing.SILENT),
        (visit(), 0, None, Standing.SILENT),
        (visit(first_at=NOW - HOUR), 0, None, Standing.OK),
        (visit(first_at=NOW - HOUR), 501, NOW - HOUR, Standing.OK),
        (visit(succeeded_at=None), 20, NOW - HOUR, Standing.FAILED),
        (visit(succeeded_at=NOW - DAY), 20, NOW - HOUR, Standing.FAILED),
        (visit(not_before=NOW + HOUR, succeeded_at=None), 20, NOW - HOUR, Standing.WAITING),
        (visit(not_before=NOW - HOUR), 20, NOW - HOUR, Standing.OK),
    ],
)  # fmt: skip
def test_how_a_source_stands(
    config: Any, seen: SourceVisit | None, posts: int, newest: datetime | None, word: Standing
) -> None:
    source = config.sources[0]
    assert standing(source, seen, NOW, posts=posts, newest=newest, odd=False) is word
    unusual = standing(source, seen, NOW, posts=posts, newest=newest, odd=True)
    assert unusual is (Standing.ODD if word is Standing.OK else word)
    off = source.model_copy(update={"enabled": False})
    assert standing(off, seen, NOW, posts=posts, newest=newest, odd=True) is Standing.OFF
