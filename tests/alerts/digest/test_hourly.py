"""Threads an hour: 24 figures, each thread once an hour."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from alerts.digest.hourly import HOURS, chart_start, threads_per_hour

UNTIL = datetime(2026, 3, 2, 8, 20, tzinfo=UTC)
START = chart_start(UNTIL, ZoneInfo("Asia/Shanghai"))


def test_the_last_hour_is_the_one_that_runs() -> None:
    assert datetime(2026, 3, 1, 9, 0, tzinfo=UTC) == START
    assert chart_start(UNTIL, ZoneInfo("Asia/Kolkata")) == datetime(2026, 3, 1, 8, 30, tzinfo=UTC)


def test_a_thread_counts_once_an_hour() -> None:
    said = [("s", "t1", UNTIL), ("s", "t1", UNTIL - timedelta(minutes=5)), ("s", "t2", UNTIL), ("r", "t1", START)]
    found = threads_per_hour(said, START)
    assert found == {"s": (*(0,) * 23, 2), "r": (1, *(0,) * 23)}


def test_nothing_said() -> None:
    assert threads_per_hour([], START) == {}
    assert threads_per_hour([("s", "t", START - timedelta(seconds=1))], START) == {}


Said = st.tuples(st.sampled_from("ab"), st.sampled_from("tuv"), st.integers(-3600, 25 * 3600))


@given(st.lists(Said, max_size=40))
def test_it_agrees_with_counting_by_hand(said: list[tuple[str, str, int]]) -> None:
    by_hand: dict[str, list[set[str]]] = defaultdict(lambda: [set() for _ in range(HOURS)])
    for story, thread, second in said:
        if 0 <= second < HOURS * 3600:
            by_hand[story][second // 3600].add(thread)
    found = threads_per_hour([(s, t, START + timedelta(seconds=n)) for s, t, n in said], START)
    assert found == {story: tuple(len(threads) for threads in hours) for story, hours in by_hand.items()}
