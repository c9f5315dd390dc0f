"""Which alerts open, grow, come back and fade."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.triage.lifecycle import BACK, Step, faded, grown, level_of, opened, steps
from model.config import Topic
from model.records import Alert, Level, State, Story

FADE = timedelta(hours=72)
MakeStory = Callable[..., Story]


def alert_for(story: Story, now: datetime, state: State = State.NEW) -> Alert:
    return replace(opened(story, Level.NORMAL, (), now), id=1, state=state)


def test_a_shown_story_opens_one_alert(make_story: MakeStory, now: datetime) -> None:
    story = make_story()
    assert steps(story, None, now, FADE) == [Step.OPENED]
    assert steps(story, alert_for(story, now), now, FADE) == []


def test_a_story_about_persons_opens_nothing(make_story: MakeStory, now: datetime) -> None:
    assert steps(make_story(shown=False), None, now, FADE) == []


def test_growth_is_an_update_and_keeps_the_opening(make_story: MakeStory, now: datetime) -> None:
    story = make_story()
    alert = alert_for(story, now)
    more = replace(story, threads=9, updated_at=story.updated_at + timedelta(minutes=10))
    assert steps(more, alert, now, FADE) == [Step.UPDATED]
    after = grown(alert, more, Level.NORMAL, ())
    assert (after.id, after.opened_at, after.threads, after.state) == (1, alert.opened_at, 9, State.NEW)


@pytest.mark.parametrize("state", [State.ANSWERED, State.DISMISSED, State.MERGED])
def test_a_decision_stands(state: State, make_story: MakeStory, now: datetime) -> None:
    """Growth after it is followed without a word; of what was dismissed not even that."""
    story = make_story()
    more = replace(story, updated_at=now)
    silent = [] if state is State.DISMISSED else [Step.FOLLOWED]
    assert steps(more, alert_for(story, now, state), now, FADE) == silent
    assert steps(more, alert_for(story, now, state), now + 2 * FADE, FADE) == silent
    assert steps(story, alert_for(story, now, state), now + 2 * FADE, FADE) == []


def test_quiet_without_a_decision_fades_at_the_hour(make_story: MakeStory, now: datetime) -> None:
    story = make_story(updated_at=now)
    alert = alert_for(story, now)
    assert steps(story, alert, now + FADE - timedelta(seconds=1), FADE) == []
    assert steps(story, alert, now + FADE, FADE) == [Step.FADED]
    after = faded(alert, now + FADE)
    assert (after.state, after.closed_at) == (State.FADED, now + FADE)
    assert steps(story, after, now + 2 * FADE, FADE) == []


def test_what_somebody_is_checking_does_not_fade(make_story: MakeStory, now: datetime) -> None:
    story = make_story()
    assert steps(story, alert_for(story, now, State.CHECKING), now + 2 * FADE, FADE) == []


def test_a_faded_story_that_is_told_again_returns(make_story: MakeStory, now: datetime) -> None:
    story = make_story(updated_at=now)
    alert = faded(alert_for(story, now), now + FADE)
    again = replace(story, updated_at=now + FADE)
    assert steps(again, alert, now + FADE, FADE) == [Step.RETURNED]
    after = grown(alert, again, Level.NORMAL, ())
    assert (after.state, after.closed_at) == (State.NEW, None)


def test_a_story_found_long_after_it_went_quiet_is_faded_at_once(make_story: MakeStory, now: datetime) -> None:
    assert steps(make_story(updated_at=now - FADE), None, now, FADE) == [Step.OPENED, Step.FADED]


def test_the_level_is_that_of_the_watch_topic(make_story: MakeStory) -> None:
    topics = {"drowning": Topic(words=["溺水"], level=Level.LIFE)}
    assert level_of(make_story(kind="watch", topic="drowning"), topics) is Level.LIFE
    assert level_of(make_story(kind="watch", topic="gone"), topics) is Level.NORMAL
    assert level_of(make_story(), topics) is Level.NORMAL


@given(
    st.lists(st.integers(0, 200), min_size=1, max_size=6),
    st.sampled_from(list(State)),
    st.integers(0, 400),
    st.booleans(),
)
def test_taking_the_steps_leaves_nothing_to_do(
    make_story: MakeStory, now: datetime, growths: list[int], state: State, hours: int, known: bool
) -> None:
    at = now + timedelta(hours=hours)
    story = make_story(updated_at=now + timedelta(hours=max(growths)))
    alert = alert_for(make_story(updated_at=now + timedelta(hours=min(growths))), now, state) if known else None
    for step in steps(story, alert, at, FADE):
        if alert is None:
            alert = opened(story, Level.NORMAL, (), at)
        else:
            alert = faded(alert, at) if step is Step.FADED else grown(
                alert, story, Level.NORMAL, (), back=step in BACK
            )  # fmt: skip
    assert steps(story, alert, at, FADE) == []
