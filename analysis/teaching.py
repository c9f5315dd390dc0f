"""Reads verdicts and turns dismissals into lessons; part of the stage (analysis/run.py)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from analysis.emergence.baseline import MEMORY, Baseline, day_of
from analysis.emergence.lessons import Lessons, lesson_of, votes_of
from analysis.emergence.reading import Reading, Thread, read
from analysis.keeping import hushed
from analysis.signs.distress import first_person_distress
from store import lessons, posts, scores
from store.database import Store

KEPT = timedelta(days=MEMORY)


def learnt(store: Store, now: datetime, past: Callable[[str], Baseline]) -> Lessons:
    """All that dismissals teach at `now`; what was dismissed since the last time is read first.

    `past`: what is usual where a source is of.
    """
    for item in lessons.untaught(store, now - KEPT):
        threads = _threads(store, item.post_ids)
        lesson, day = lesson_of(threads.values()), day_of(int(now.timestamp()))
        votes = votes_of(past(min(threads)[0]), lesson, day) if threads else {}
        lessons.teach(store, item.verdict_id, lesson, votes)
    return Lessons(lessons.taught(store, now - KEPT))


def _threads(store: Store, post_ids: tuple[int, ...]) -> dict[Thread, list[Reading]]:
    """The posts that can be heard, by thread."""
    found = posts.by_ids(store, list(post_ids))
    words = scores.by_ids(store, list(post_ids))
    silent = hushed(store, {(post.source, post.thread) for post in found})
    threads: dict[Thread, list[Reading]] = {}
    for post in found:
        scored = words.get(post.id or 0)
        place = (post.source, post.thread)
        reading = read(
            post, scored.words if scored else (), id=str(post.id), distress=first_person_distress,
            hushed=place in silent,
        )  # fmt: skip
        if not reading.mute:
            threads.setdefault(place, []).append(reading)
    return threads
