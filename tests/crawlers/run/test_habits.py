"""Is a source still as it used to be? A small quiet source, a night or a holiday is no trouble."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from crawlers.habits import Habits, changed
from model.catalogue import Catalogue
from store.health import Fields, Reading

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
FULL = Fields(posts=100, dated=100, bodies=96, openers=40, titled=40)
WELL = Habits(
    now=NOW, first_at=NOW - 40 * 24 * HOUR, newest=NOW - HOUR, busy_hours=300, longest_quiet=9 * HOUR,
    empty_in_a_row=0, reading=Reading(visits=140, listed=2800, tried=60, gave=58),
    reading_before=Reading(visits=1200, listed=24000, tried=500, gave=490), fields=FULL,
    fields_before=replace(FULL, posts=500, dated=500, bodies=480, openers=200, titled=200),
)  # fmt: skip


def kinds(**changes: object) -> list[str]:
    found = changed(replace(WELL, **changes))  # type: ignore[arg-type]
    for one in found:
        for language in ("zh", "en"):
            assert "{" not in Catalogue(language).say(f"crawlers.trouble.{one.kind}", **one.values)
    return [one.kind for one in found]


def test_a_source_that_is_as_ever() -> None:
    assert kinds() == []


@pytest.mark.parametrize(("quiet", "longest", "busy", "known", "told"), [
    (28, 9, 300, 40, True), (23, 5, 300, 40, False),  # a night of an hourly board; a whole day of it
    (27, 9, 300, 40, False),
    (190, 64, 120, 40, False), (200, 64, 120, 40, True),  # eight days of holidays; rests at weekends
    (72, 30, 9, 40, False),  # a small one that says something now and then
    (72, 9, 300, 13, False),  # not known for two weekends yet
])  # fmt: skip
def test_sudden_silence(quiet: int, longest: int, busy: int, known: int, told: bool) -> None:
    found = kinds(
        newest=NOW - quiet * HOUR, longest_quiet=longest * HOUR, busy_hours=busy, first_at=NOW - known * 24 * HOUR
    )
    assert found == (["sudden-silence"] if told else [])


@pytest.mark.parametrize(("row", "recent", "before", "told"), [
    (2, Reading(visits=140, empty=2, listed=2760), WELL.reading_before, True),
    (1, Reading(visits=140, empty=1, listed=2780), WELL.reading_before, False),  # once may be an accident
    (9, Reading(visits=9, empty=9), Reading(), False),  # never showed anything
    (2, Reading(visits=140, empty=30, listed=400), Reading(visits=900, empty=200, listed=9000), False),  # often
    (2, Reading(visits=140, empty=2, listed=140), Reading(visits=900, listed=900), False),  # a list of one or two
])  # fmt: skip
def test_empty_lists(row: int, recent: Reading, before: Reading, told: bool) -> None:
    assert kinds(empty_in_a_row=row, reading=recent, reading_before=before) == (["empty-lists"] if told else [])


@pytest.mark.parametrize(("tried", "gave", "usual", "told"), [
    (60, 20, 490, True), (60, 40, 490, False), (19, 0, 490, False),  # too few to tell
    (60, 5, 100, False),  # a board whose threads are mostly for members
])  # fmt: skip
def test_pages_that_give_no_post(tried: int, gave: int, usual: int, told: bool) -> None:
    found = kinds(
        reading=Reading(visits=140, listed=2800, tried=tried, gave=gave),
        reading_before=Reading(visits=1200, listed=24000, tried=500, gave=usual),
    )
    assert found == (["few-read"] if told else [])


@pytest.mark.parametrize(("recent", "told"), [
    (replace(FULL, dated=60), ["dates-missing"]), (replace(FULL, dated=75), []),
    (replace(FULL, titled=0), ["titles-missing"]), (replace(FULL, bodies=30), ["bodies-missing"]),
    (replace(FULL, openers=5, titled=0), []),  # few openers tell nothing
    (Fields(posts=19), []),
])  # fmt: skip
def test_fields_that_are_missing(recent: Fields, told: list[str]) -> None:
    assert kinds(fields=recent) == told


def test_what_was_never_there_is_not_missed() -> None:
    """A hot list has titles and no texts."""
    bare = replace(WELL.fields_before, bodies=0)
    assert kinds(fields=replace(FULL, bodies=0), fields_before=bare) == []
