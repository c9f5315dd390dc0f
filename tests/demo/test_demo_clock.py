"""The demo's tick never falls into its crawl."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from analysis.emergence.ticks import tick_of
from demo.clock import undivided
from model.config import Config

CONFIG = Config.model_validate({"association": {"name": "协会", "town": "晴川", "contact": "mailto:a@example.org"}})
HOUR = datetime(2026, 5, 20, 6, 0, tzinfo=UTC)


def test_the_configured_tick_stays_when_the_crawl_lies_between_two() -> None:
    started = HOUR + timedelta(minutes=3)
    assert undivided(CONFIG, started, started + timedelta(minutes=2)) == CONFIG


@pytest.mark.parametrize("minute", range(60))
def test_a_crawl_of_a_minute_and_a_half_is_never_cut(minute: int) -> None:
    started = HOUR + timedelta(minutes=minute, seconds=40)
    ended = started + timedelta(seconds=90)
    tick = undivided(CONFIG, started, ended).analysis.emergence.tick
    assert tick_of(started, tick) == tick_of(ended, tick)


def test_an_endless_crawl_keeps_the_configured_tick() -> None:
    assert undivided(CONFIG, HOUR, HOUR + timedelta(hours=3)) == CONFIG
