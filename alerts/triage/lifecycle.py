"""Which alerts open, grow, come back and fade. Pure: the same stories, alerts and moment give the same answer.

A person's decision ends an alert. It opens again only when the story comes back after an answer, and for a life
topic whenever somebody new speaks of it: no decision mutes one. What somebody is checking does not fade.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from alerts.triage.excerpt import excerpt
from model.config import Topic
from model.records import Alert, Evidence, Level, State, Story
from model.verdicts import Reason, Verdict

AGAIN_AFTER = timedelta(hours=24)
"""An answered story that was quiet for so long and is told again has come back; before, it is still talked over.
So long somebody may check a danger to life without being told that it goes on."""


class Step(StrEnum):
    """What happens to an alert; also the word in its history."""

    OPENED = "opened"
    UPDATED = "updated"
    RETURNED = "returned"
    FADED = "faded"
    WITHDRAWN = "withdrawn"
    FOLLOWED = "followed"  # an ended story grows: its figures are kept up to date, nobody is told
    REOPENED = "reopened"
    DUE = "due"  # a snooze is over: its time has come,
    DOUBLED = "doubled"  # the story has doubled,
    HEARD = "heard"  # or somebody new speaks of a danger to life
    STILL = "still"  # somebody new speaks of one that was taken long ago; it stays taken


BACK = frozenset({Step.RETURNED, Step.REOPENED, Step.DUE, Step.DOUBLED, Step.HEARD})
"""The steps after which an alert waits for people again."""


def steps(
    story: Story,
    alert: Alert | None,
    now: datetime,
    fade_after: timedelta,
    verdict: Verdict | None = None,
    *,
    joined_open: bool = False,
    anew: bool = False,
) -> list[Step]:
    """What `story` does to its `alert` (None: it has none yet), in order.

    `verdict` is the one that stands. `joined_open`: the alert was merged into one that still waits for people.
    `anew`: somebody may speak who had not spoken before, though no figure shows it (alerts/triage/speakers.py).
    """
    quiet = story.updated_at <= now - fade_after
    if _withdrawn(story, alert):
        return [Step.WITHDRAWN]
    woken = _woken(story, alert, verdict, now, anew=anew)
    if woken is not None:
        return [woken, Step.FADED] if quiet else [woken]
    growth = _growth(story, alert, verdict, joined_open, anew)
    if growth in {Step.RETURNED, Step.REOPENED}:
        return [] if quiet else [growth]
    found: list[Step] = [] if growth is None else [growth]
    undecided = growth is Step.OPENED or (alert is not None and alert.state is State.NEW)
    return [*found, Step.FADED] if quiet and undecided else found


def _withdrawn(story: Story, alert: Alert | None) -> bool:
    """Whether everything the alert rested on was taken back: it must not be quoted any longer."""
    if story.shown or story.threads or alert is None:
        return False
    return bool(alert.evidence) and alert.state in {State.NEW, State.CHECKING, State.SNOOZED}


def _woken(story: Story, alert: Alert | None, verdict: Verdict | None, now: datetime, *, anew: bool) -> Step | None:
    """What ends a snooze."""
    if alert is None or alert.state is not State.SNOOZED:
        return None
    if alert.level is Level.LIFE and story.shown and (anew or _louder(story, alert)):
        return Step.HEARD
    if verdict is not None and story.shown and story.threads >= 2 * max(1, verdict.threads):
        return Step.DOUBLED
    return Step.DUE if verdict is None or verdict.until is None or verdict.until <= now else None


def _louder(story: Story, alert: Alert) -> bool:
    return story.threads > alert.threads or (story.voices_known and story.voices > alert.voices)


def _growth(
    story: Story, alert: Alert | None, verdict: Verdict | None, joined_open: bool, anew: bool
) -> Step | None:
    if not story.shown:
        return None
    if alert is None:
        return Step.OPENED
    if story.updated_at <= alert.updated_at:
        return None
    if alert.state is State.FADED:
        return Step.RETURNED
    if alert.state is State.CHECKING and alert.level is Level.LIFE and (anew or _louder(story, alert)):
        forgotten = verdict is not None and story.updated_at - verdict.at >= AGAIN_AFTER
        return Step.STILL if forgotten else Step.UPDATED
    if alert.state in {State.NEW, State.CHECKING, State.SNOOZED}:
        return Step.UPDATED
    return _after_the_end(story, alert, verdict, joined_open, anew)


def _after_the_end(
    story: Story, alert: Alert, verdict: Verdict | None, joined_open: bool, anew: bool
) -> Step | None:
    """What growth does to an answered, merged or dismissed alert."""
    if verdict is not None and verdict.reason is Reason.OPINION:
        return None
    if alert.level is Level.LIFE and (anew or _louder(story, alert)) and not joined_open:
        return Step.REOPENED
    if alert.state is State.DISMISSED:
        return None
    doubled = verdict is not None and story.threads >= 2 * max(1, verdict.threads)
    again = story.updated_at - alert.updated_at >= AGAIN_AFTER
    return Step.REOPENED if (doubled or again) and not joined_open else Step.FOLLOWED


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
        newest_post=max(story.post_ids, default=0),
    )  # fmt: skip


def grown(alert: Alert, story: Story, level: Level, evidence: Sequence[Evidence], *, back: bool = False) -> Alert:
    """The alert with the story's present figures; a faded one, and one that is `back`, waits for people again."""
    fresh = opened(story, level, evidence, alert.opened_at)
    if back or alert.state is State.FADED:
        return replace(fresh, id=alert.id, tips=alert.tips)
    return replace(fresh, id=alert.id, state=alert.state, closed_at=alert.closed_at, tips=alert.tips)


def withdrawn(alert: Alert, story: Story, title: str, now: datetime) -> Alert:
    """The alert without words, links and terms; ended, unless somebody is at it."""
    bare = replace(
        alert, title=title, terms=(), why="", evidence=(), threads=0, voices=0, sources=(),
        updated_at=story.updated_at, summary=None, graded="",
    )  # fmt: skip
    return faded(bare, now) if alert.state is State.NEW else bare


def faded(alert: Alert, now: datetime) -> Alert:
    """The alert, ended because nothing was added for long and nobody decided."""
    return replace(alert, state=State.FADED, closed_at=now)
