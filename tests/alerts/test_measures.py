"""How early and how soon: the course of an alert from its history, and the figures of many."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from alerts.measures.course import course, peak
from alerts.measures.figures import by_topic, by_week, measures
from alerts.measures.words import span
from alerts.triage.lifecycle import opened
from model.catalogue import Catalogue
from model.measures import Course
from model.records import Alert, AlertEvent, Level, Story, Summary

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def alert(make_story: Callable[..., Story]) -> Alert:
    return replace(opened(make_story(), Level.NORMAL, (), NOW), id=1)


def history(*steps: tuple[str, float]) -> list[AlertEvent]:
    """(what, minutes after the alert)."""
    return [AlertEvent(alert_id=1, at=NOW + minutes * MINUTE, what=what, detail="") for what, minutes in steps]


def test_the_course_of_an_answered_alert(alert: Alert) -> None:
    said = [("a", NOW - 40 * MINUTE), ("b", NOW + HOUR), ("c", NOW + HOUR), ("c", NOW + 3 * HOUR)]
    found = course(alert, history(("opened", 0), ("take", 12), ("updated", 20), ("publish", 180)), said)
    assert (found.first_said, found.taken_at, found.answered_at) == (
        NOW - 40 * MINUTE, NOW + 12 * MINUTE, NOW + 180 * MINUTE,
    )  # fmt: skip
    assert found.dismissed_at is None
    assert found.peak == NOW + HOUR


def test_a_history_of_before_there_were_decisions(alert: Alert) -> None:
    found = course(alert, history(("opened", 0), ("updated", 5), ("faded", 5000)))
    assert found == Course(alert_id=1, topic=None, first_said=None, opened_at=NOW)


def test_first_said_is_known_when_the_posts_are_forgotten(alert: Alert) -> None:
    lines = Summary(representative=None, key_terms=(), first_seen=NOW - 2 * HOUR, growth=0, cues=())
    assert course(replace(alert, summary=lines), []).first_said == NOW - 2 * HOUR
    late = replace(lines, first_seen=NOW + HOUR)
    assert course(replace(alert, summary=late), []).first_said == NOW, "an alert does not come before its story"


def test_what_was_taken_back_does_not_count(alert: Alert) -> None:
    found = course(alert, history(("take", 5), ("dismiss", 10), ("undo", 11), ("publish", 30)))
    assert (found.dismissed_at, found.taken_at, found.answered_at) == (None, NOW + 5 * MINUTE, NOW + 30 * MINUTE)
    assert course(alert, history(("dismiss", 10), ("undo", 11))).taken_at is None
    assert course(alert, history(("undo", 11))).taken_at is None


def test_deciding_at_once_is_taking_it_up(alert: Alert) -> None:
    assert course(alert, history(("dismiss", 7))).taken_at == NOW + 7 * MINUTE


def test_the_peak_counts_threads_and_not_posts() -> None:
    loud = [("a", NOW + n * MINUTE) for n in range(9)]
    assert peak([*loud, ("b", NOW + HOUR), ("c", NOW + HOUR)]) == NOW + HOUR
    assert peak([]) is None


def made(**more: object) -> Course:
    values: dict[str, object] = {"alert_id": 1, "topic": None, "first_said": NOW - HOUR, "opened_at": NOW}
    return Course(**{**values, **more})  # type: ignore[arg-type]


def test_shares_and_medians() -> None:
    took = NOW + 10 * MINUTE
    found = measures([
        made(taken_at=took, answered_at=NOW + HOUR, peak=NOW + 3 * HOUR),
        made(taken_at=NOW + 90 * MINUTE, dismissed_at=NOW + 90 * MINUTE, peak=NOW - HOUR),
        made(taken_at=NOW + 30 * MINUTE),
        made(first_said=None),
    ])  # fmt: skip
    assert (found.alerts, found.taken, found.answered, found.dismissed) == (4, 3, 1, 1)
    assert (found.to_alert, found.to_taken, found.to_answered) == (HOUR, 30 * MINUTE, HOUR)
    assert found.useful == pytest.approx(2 / 3) and found.false_alarms == 0.5
    assert (found.ahead, found.peaks, found.lead) == (1, 2, HOUR)


def test_nothing_is_no_figure() -> None:
    found = measures([])
    assert (found.useful, found.false_alarms, found.to_taken, found.lead) == (None, None, None, None)


def test_a_clock_set_back_gives_no_negative_time() -> None:
    assert measures([made(taken_at=NOW - HOUR)]).to_taken == timedelta(0)


def test_by_week_and_topic_in_the_towns_days() -> None:
    midnight = datetime(2026, 3, 1, 16, 0, tzinfo=UTC)  # Monday 2 March begins in the town
    courses = [made(opened_at=midnight - MINUTE), made(opened_at=midnight, topic="fire"), made(opened_at=midnight)]
    weeks = by_week(courses, date(2026, 3, 9), 2, ZONE)
    assert [(first, found.alerts) for first, found in weeks] == [(date(2026, 2, 23), 1), (date(2026, 3, 2), 2)]
    assert [(topic, found.alerts) for topic, found in by_topic(courses)] == [(None, 2), ("fire", 1)]


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (4 * MINUTE, "4 分钟"),
        (89 * MINUTE, "89 分钟"),
        (2 * HOUR, "2 小时"),
        (47 * HOUR, "47 小时"),
        (3 * DAY, "3 天"),
    ],
)
def test_spans_in_words(length: timedelta, words: str) -> None:
    assert span(length, Catalogue("zh")) == words
