"""Is a source still as it used to be? Its own past is the measure, so that a small or a busy one needs no numbers
in config.yaml. Pure.

A source with a short past, or with too few posts to tell, is not judged: a quiet corner, a night and a holiday must
not look like trouble.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from crawlers.health import DAY, Finding, hours
from store.health import Fields, Reading

PAST = 28 * DAY  # how far back the past reaches
RECENT = 3 * DAY  # what is compared with it
_KNOWN_LONG = 14 * DAY  # two weekends
_BUSY_HOURS = 20  # hours with a post, to know a rhythm by
_TIMES = (
    3  # so many times the longest quiet of the past: weekends pass as nights do, and a weekly source's holidays
)
_LEAST_QUIET = DAY
_EMPTY_VISITS = 2
_USUALLY_LISTED = 5  # items on a list; a shorter one may well be empty for once
_ENOUGH, _ENOUGH_BEFORE = 20, 50  # posts or items
_USUAL, _FALL = 0.8, 0.3  # shares: what most posts used to have, and by how much fewer have it now
_YIELD_USUAL, _YIELD_LEFT = 0.5, 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """What is known of a source at `now`. `first_at` is its first visit, `newest` when its newest post was said.

    `busy_hours` and `longest_quiet`: of the past. `empty_in_a_row`: visits, the last included, that found empty
    lists. `reading` and `fields` are of the last `RECENT`, the others of the rest of `PAST`.
    """

    now: datetime
    first_at: datetime
    newest: datetime | None
    busy_hours: int
    longest_quiet: timedelta
    empty_in_a_row: int
    reading: Reading
    reading_before: Reading
    fields: Fields
    fields_before: Fields


def changed(habits: Habits) -> list[Finding]:
    """What is no longer as it used to be."""
    return [*_empty(habits), *_silent(habits), *_unread(habits), *_fields(habits.fields, habits.fields_before)]


def _empty(habits: Habits) -> list[Finding]:
    now, before = habits.reading, habits.reading_before
    visits, listed = now.visits + before.visits, now.listed + before.listed
    empty = now.empty + before.empty
    full = visits - empty
    used_to_be_full = full > 0 and listed / full >= _USUALLY_LISTED and empty <= habits.empty_in_a_row
    if habits.empty_in_a_row < _EMPTY_VISITS or not used_to_be_full:
        return []
    values = {"visits": str(habits.empty_in_a_row), "usual": f"{listed / full:.0f}"}
    return [Finding(kind="empty-lists", values=values)]


def _silent(habits: Habits) -> list[Finding]:
    if habits.newest is None or habits.now - habits.first_at < _KNOWN_LONG or habits.busy_hours < _BUSY_HOURS:
        return []
    quiet = habits.now - habits.newest
    if quiet <= max(_LEAST_QUIET, _TIMES * habits.longest_quiet):
        return []
    values = {"hours": hours(quiet), "usual": hours(habits.longest_quiet)}
    return [Finding(kind="sudden-silence", values=values)]


def _unread(habits: Habits) -> list[Finding]:
    now, before = habits.reading, habits.reading_before
    if now.tried < _ENOUGH or before.tried < _ENOUGH_BEFORE:
        return []
    share, usual = now.gave / now.tried, before.gave / before.tried
    if usual < _YIELD_USUAL or share >= _YIELD_LEFT * usual:
        return []
    values = {"tried": str(now.tried), "gave": str(now.gave), "usual": f"{usual:.0%}"}
    return [Finding(kind="few-read", values=values)]


def _fields(now: Fields, before: Fields) -> list[Finding]:
    compared = (
        ("dates-missing", now.dated, now.posts, before.dated, before.posts),
        ("titles-missing", now.titled, now.openers, before.titled, before.openers),
        ("bodies-missing", now.bodies, now.posts, before.bodies, before.posts),
    )
    return [
        Finding(kind=kind, values={"share": f"{have / of:.0%}", "usual": f"{had / had_of:.0%}"})
        for kind, have, of, had, had_of in compared
        if of >= _ENOUGH
        and had_of >= _ENOUGH_BEFORE
        and had / had_of >= _USUAL
        and have / of <= had / had_of - _FALL
    ]
