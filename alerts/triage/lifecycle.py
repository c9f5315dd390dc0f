"""Which alerts open, grow, come back and fade. Pure: the same stories, alerts and moment give the same answer.

A person's decision ends an alert; nothing here undoes one. An alert that somebody is checking does not fade.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from alerts.triage.excerpt import excerpt
from model.config import Topic
from model.records import Alert, Evidence, Level, State, Story


class Step(StrEnum):
    """What happens to an alert; also the word in its history."""

    OPENED = "opened"
    UPDATED = "updated"
    RETURNED = "returned"
    FADED = "faded"
    WITHDRAWN = "withdrawn"


def steps(story: Story, alert: Alert | None, now: datetime, fade_after: timedelta) -> list[Step]:
    """What `story` does to its `alert` (None: it has none yet), in order."""
    quiet = story.updated_at <= now - fade_after
    if _withdrawn(story, alert):
        return [Step.WITHDRAWN]
    growth = _growth(story, alert)
    if growth is Step.RETURNED:
        return [] if quiet else [growth]
    found: list[Step] = [] if growth is None else [growth]
    undecided = growth is Step.OPENED or (alert is not None and alert.state is State.NEW)
    return [*found, Step.FADED] if quiet and undecided else found


def _withdrawn(story: Story, alert: Alert | None) -> bool:
    """Whether everything the alert rested on was taken back: it must not be quoted any longer."""
    if story.shown or story.threads or alert is None:
        return False
    return bool(alert.evidence) and alert.state in {State.NEW, State.CHECKING, State.SNOOZED}


def _growth(story: Story, alert: Alert | None) -> Step | None:
    if not story.shown:
        return None
    if alert is None:
        return Step.OPENED
    if story.updated_at <= alert.updated_at:
        return None
    if alert.state is State.FADED:
        return Step.RETURNED
    return Step.UPDATED if alert.state in {State.NEW, State.CHECKING, State.SNOOZED} else None


def level_of(story: Story, topics: Mapping[str, Topic]) -> Level:
    """The level of the story's watch topic; a discovered story, or a topic that is gone, is normal."""
    topic = topics.get(story.topic) if story.topic is not None else None
    return topic.level if topic is not None else Level.NORMAL


def opened(story: Story, level: Level, evidence: Sequence[Evidence], now: datetime) -> Alert:
    """A new alert (id 0 until it is stored). `updated_at` is when the story last grew."""
    return Alert(
        id=0, story_id=story.id, title=excerpt(story.title), terms=story.terms, topic=story.topic, level=level,
        state=State.NEW, opened_at=now, updated_at=story.updated_at, closed_at=None, threads=story.threads,
        voices=story.voices, voices_known=story.voices_known, sources=story.sources, expected=story.expected,
        surprise=story.surprise, why=story.why, evidence=tuple(evidence),
    )  # fmt: skip


def grown(alert: Alert, story: Story, level: Level, evidence: Sequence[Evidence]) -> Alert:
    """The alert with the story's present figures; a faded one waits for people again."""
    fresh = opened(story, level, evidence, alert.opened_at)
    state = State.NEW if alert.state is State.FADED else alert.state
    return replace(fresh, id=alert.id, state=state)


def withdrawn(alert: Alert, story: Story, title: str, now: datetime) -> Alert:
    """The alert without words, links and terms; ended, unless somebody is at it."""
    bare = replace(
        alert, title=title, terms=(), why="", evidence=(), threads=0, voices=0, sources=(),
        updated_at=story.updated_at, summary=None,
    )  # fmt: skip
    return faded(bare, now) if alert.state is State.NEW else bare


def faded(alert: Alert, now: datetime) -> Alert:
    """The alert, ended because nothing was added for long and nobody decided."""
    return replace(alert, state=State.FADED, closed_at=now)
