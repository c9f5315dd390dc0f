"""The timetable: late jobs run once, missed jobs are caught up, a set clock does not silence anything."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from model.config import Config, load
from schedules import WEEKLY_GRACE, Job, Timetable, first_run, timetable

HEAD = "association: {name: 协会, town: 永康, contact: mailto:help@xiehui.cn}\n"
NOW = datetime(2026, 3, 2, 4, 3, tzinfo=UTC)  # 12:03 in the town
GRACE = timedelta(hours=6)


@pytest.fixture
def config(tmp_path: Path) -> Config:
    path = tmp_path / "config.yaml"
    path.write_text(HEAD + "digest: {at: '07:30'}\nschedule: {cycle_every: 10m}\n", encoding="utf-8")
    return load(path, {})


def job(config: Config, name: str) -> Job:
    return next(j for j in timetable(config) if j.name == name)


def test_a_digest_missed_this_morning_is_built_now(config: Config) -> None:
    yesterday = NOW - timedelta(days=1)
    assert first_run(job(config, "digest"), yesterday, NOW, GRACE) == NOW
    assert first_run(job(config, "digest"), None, NOW, GRACE) == NOW


def test_a_digest_already_built_waits_for_tomorrow(config: Config) -> None:
    done = NOW.replace(hour=23, minute=31) - timedelta(days=1)  # 07:31 in the town, today
    due = first_run(job(config, "digest"), done, NOW, GRACE)
    assert due == datetime(2026, 3, 2, 23, 30, tzinfo=UTC)


def test_a_digest_missed_for_longer_than_the_grace_is_left_out(config: Config) -> None:
    due = first_run(job(config, "digest"), None, NOW + timedelta(hours=5), GRACE)
    assert due == datetime(2026, 3, 2, 23, 30, tzinfo=UTC)


def test_a_success_from_the_future_does_not_silence_the_cycle(config: Config) -> None:
    assert first_run(job(config, "cycle"), NOW + timedelta(hours=1), NOW, GRACE) == NOW


def test_a_recent_cycle_waits_for_its_turn(config: Config) -> None:
    due = first_run(job(config, "cycle"), NOW - timedelta(minutes=2), NOW, GRACE)
    assert due == NOW + timedelta(minutes=7)


def test_the_weekly_digest_fires_on_the_weekday_that_is_named(config: Config) -> None:
    due = job(config, "weekly").trigger.get_next_fire_time(None, NOW)
    assert due.astimezone(config.zone).strftime("%A %H:%M") == "Monday 07:30"
    friday = config.model_copy(update={"digest": config.digest.model_copy(update={"weekly": "fri"})})
    due = job(friday, "weekly").trigger.get_next_fire_time(None, NOW)
    assert due.astimezone(config.zone).strftime("%A") == "Friday"
    never = config.model_copy(update={"digest": config.digest.model_copy(update={"weekly": "never"})})
    assert [one.name for one in timetable(never)] == ["cycle", "digest"]


def test_a_weekly_digest_is_caught_up_days_later_and_once(config: Config) -> None:
    thursday = NOW + timedelta(days=3)
    before = NOW - timedelta(days=7)
    assert first_run(job(config, "weekly"), before, thursday, WEEKLY_GRACE) == thursday
    due = first_run(job(config, "weekly"), thursday - timedelta(hours=1), thursday, WEEKLY_GRACE)
    assert due == datetime(2026, 3, 8, 23, 30, tzinfo=UTC)


class Clocks:
    def __init__(self) -> None:
        self.wall, self.steady = NOW, 1000.0


def test_a_clock_that_was_set_rebuilds_the_timetable(config: Config, tmp_path: Path) -> None:
    clocks = Clocks()
    table = Timetable(
        config, tmp_path / "config.yaml", lambda name: clocks.wall, clock=lambda: clocks.wall,
        monotonic=lambda: clocks.steady,
    )  # fmt: skip
    table.build()
    clocks.wall += timedelta(minutes=1)
    clocks.steady += 60
    assert not table.watch()
    clocks.wall -= timedelta(hours=1)
    assert table.watch()
    table.scheduler.start(paused=True)
    due = table.scheduler.get_job("cycle").next_run_time
    assert due - clocks.wall <= timedelta(minutes=10)
    assert not table.watch()
    table.scheduler.shutdown(wait=False)


def test_late_jobs_run_once(config: Config, tmp_path: Path) -> None:
    table = Timetable(config, tmp_path / "config.yaml", lambda name: None, clock=lambda: NOW)
    table.build()
    table.scheduler.start(paused=True)
    for scheduled in table.scheduler.get_jobs():
        assert (scheduled.coalesce, scheduled.max_instances) == (True, 1)
        grace = WEEKLY_GRACE if scheduled.id == "weekly" else GRACE
        assert scheduled.misfire_grace_time == grace.total_seconds()
    table.scheduler.shutdown(wait=False)
