"""Which sources a run visits, and in what order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crawlers.due import may_visit, well_first
from model.config import Config
from model.pace import Past

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)  # 20:00 in the town


def config_of(**block: object) -> Config:
    source = {"name": "城事", "kind": "feed", "url": "https://a.cn/", "every": "30m", **block}
    association = {"name": "协会", "town": "永康", "contact": "mailto:help@xiehui.cn"}
    return Config.model_validate({"association": association, "sources": [source]})


@pytest.mark.parametrize(("minutes", "not_before", "asked", "due"), [
    (30, None, False, True), (29.6, None, False, True), (29, None, False, False), (1, None, True, True),
    (-60, None, False, True),  # the clock was set back
    (40, 41, False, False), (40, 41, True, False), (40, 40, False, True),
])  # fmt: skip
def test_who_is_due(minutes: float, not_before: float | None, asked: bool, due: bool) -> None:
    config = config_of()
    later = None if not_before is None else NOW + timedelta(minutes=not_before)
    past = Past(visited_at=NOW, not_before=later)
    assert may_visit(config, config.sources[0], past, NOW + timedelta(minutes=minutes), asked=asked) is due
    assert may_visit(config, config.sources[0], None, NOW, asked=False)


def test_a_wish_from_a_clock_that_ran_ahead_does_not_hold() -> None:
    config = config_of()
    ahead = NOW + timedelta(days=1500)
    past = Past(visited_at=ahead, not_before=ahead + timedelta(hours=6))
    assert may_visit(config, config.sources[0], past, NOW, asked=False)
    assert not may_visit(config, config.sources[0], past, ahead + timedelta(hours=1), asked=False)


def test_a_site_that_was_never_visited_may_have_asked_for_a_pause_too() -> None:
    config = config_of()
    past = Past(not_before=NOW + timedelta(hours=1))
    assert not may_visit(config, config.sources[0], past, NOW, asked=True)
    assert may_visit(config, config.sources[0], past, NOW + timedelta(hours=1), asked=False)


@pytest.mark.parametrize("visited", [None, NOW - timedelta(days=2)])
def test_quiet_hours_hold_for_the_timetable_and_not_for_who_names_the_source(visited: datetime | None) -> None:
    config = config_of(quiet_hours=["19:30", "20:30"])
    past, source = Past(visited_at=visited), config.sources[0]
    assert not may_visit(config, source, past, NOW, asked=False)
    assert may_visit(config, source, past, NOW, asked=True)
    assert may_visit(config, source, past, NOW + timedelta(minutes=30), asked=False)


def test_who_failed_lately_comes_last() -> None:
    names = ["甲", "乙", "丙"]
    sources = [config_of(name=name).sources[0] for name in names]
    found = well_first(sources, {"甲": Past(failures=3), "乙": Past(failures=1)})
    assert [source.name for source in found] == ["丙", "乙", "甲"]
