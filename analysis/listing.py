"""Keeps what nearly alarmed, for people to judge; part of the stage (analysis/run.py)."""

from __future__ import annotations

from analysis.emergence.detector import Step
from analysis.emergence.story import Tracked, content
from analysis.keeping import hushed
from analysis.signs.people import People
from analysis.signs.veils import where_named
from store import candidates, posts
from store.database import Store
from store.times import moment


def keep(store: Store, step: Step, people: People, bar: float, at: int) -> None:
    """The candidates of a tick; those that became stories, or whose people cry for help, are listed no longer.

    What is only about persons is not listed: it has no title.
    """
    for score, found in step.candidates:
        if found.shown and found.title:
            _put(store, found, people, score, bar)
    candidates.settle(store, moment(at), [int(post) for story in step.changed for post in story.posts])
    for candidate, threads in candidates.threads(store).items():
        if hushed(store, threads):
            candidates.delete(store, candidate)


def _put(store: Store, found: Tracked, people: People, score: float, bar: float) -> None:
    rests_on = posts.by_ids(store, [int(post) for post in found.posts])
    spans = where_named(people.named, rests_on)
    candidates.put(store, found.id, content(found), rests_on, spans, score=round(score, 2), bar=bar)
