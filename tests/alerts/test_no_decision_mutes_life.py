"""A topic of level life is heard again whenever somebody new speaks of it, whatever people decided before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from alerts.decide import decide
from alerts.run import triage
from alerts.triage.decisions import Wish
from model.config import Config
from model.records import Alert, Post, State, Story
from model.verdicts import Decision, Reason
from store import alerts, outbox, posts, stories
from store.database import Store

MakeConfig = Callable[..., Config]
MakePost = Callable[..., Post]
MakeStory = Callable[..., Story]
HOUR = timedelta(hours=1)
TOPICS = {"drowning": {"words": ["溺水"], "level": "life"}, "power": {"words": ["停电"]}}
CHANNELS = [{"name": "群", "kind": "webhook", "url": "http://127.0.0.1:9/hook"}]
PUT_AWAY = {
    Decision.SNOOZE: {"until": timedelta(days=60)},
    Decision.DISMISS: {"reason": Reason.JOKE},
}


class Shore:
    """One thread about children at a reservoir, and the alert that it opened."""

    def __init__(self, store: Store, config: Config, post: MakePost, story: MakeStory, now: datetime) -> None:
        self.store, self.config, self.now, self._post = store, config, now, post
        ids = posts.save(store, [post("1", "a", "水库边有孩子玩水", voice="k1:one")])
        self.story = story(
            "shore", kind="watch", topic="drowning", threads=1, voices=1, post_ids=tuple(ids), updated_at=now
        )
        stories.save(store, [self.story])
        triage(store, config, now)

    @property
    def alert(self) -> Alert:
        return alerts.by_stories(self.store, ["shore"])["shore"]

    def decided(self, decision: Decision, at: datetime, alert: int | None = None, **more: object) -> None:
        wish = Wish(decision=decision, role="A1", **more)  # type: ignore[arg-type]
        assert decide(self.store, self.config, [alert or self.alert.id], wish, at).done

    def replied(self, at: datetime, voice: str | None) -> None:
        """One more post in the same thread: as many threads, and as many voices under one key."""
        ids = posts.save(self.store, [self._post("2", "a", body="真有孩子溺水了", voice=voice, at=at)])
        known = voice is not None
        grown = replace(self.story, updated_at=at, voices_known=known, post_ids=(*self.story.post_ids, *ids))
        stories.save(self.store, [grown])
        triage(self.store, self.config, at)

    def steps(self) -> list[str]:
        return [event.what for event in alerts.events(self.store, self.alert.id)]

    def messages(self) -> list[str]:
        with self.store.writing() as db:  # whatever waits has arrived: else the next decision takes it back
            db.conn.execute("UPDATE message SET delivered_at = created_at WHERE delivered_at IS NULL")
        return [message.subject for message in outbox.page(self.store)]

    def other(self, name: str) -> int:
        """An alert about something that endangers nobody."""
        stories.save(self.store, [replace(self.story, id=name, topic="power", title="停电", post_ids=())])
        triage(self.store, self.config, self.now)
        return alerts.by_stories(self.store, [name])[name].id

    def told_elsewhere(self, at: datetime) -> None:
        """A second thread."""
        stories.save(self.store, [replace(self.story, updated_at=at, threads=2, voices=2)])
        triage(self.store, self.config, at)


@pytest.fixture
def shore(
    store: Store, make_config: MakeConfig, make_post: MakePost, make_story: MakeStory, now: datetime, tmp_path: Path
) -> Shore:
    return Shore(store, make_config(tmp_path, topics=TOPICS, channels=CHANNELS), make_post, make_story, now)


@pytest.mark.parametrize("decision", PUT_AWAY)
@pytest.mark.parametrize("voice", ["k2:two", None])
def test_a_reply_of_the_next_day_in_the_same_thread_is_heard(
    decision: Decision, voice: str | None, shore: Shore
) -> None:
    """Voices of two days have different keys and cannot be compared; an imported thread has none at all."""
    how = dict(PUT_AWAY[decision])
    if "until" in how:
        how["until"] = shore.now + how["until"]
    shore.decided(decision, shore.now + HOUR, **how)
    shore.replied(shore.now + 22 * HOUR, voice)
    assert shore.alert.state is State.NEW


@pytest.mark.parametrize("decision", PUT_AWAY)
def test_the_same_speaker_again_is_nobody_new(decision: Decision, shore: Shore) -> None:
    how = dict(PUT_AWAY[decision])
    if "until" in how:
        how["until"] = shore.now + how["until"]
    shore.decided(decision, shore.now + HOUR, **how)
    put_away = shore.alert.state
    shore.replied(shore.now + 2 * HOUR, "k1:one")
    assert shore.alert.state is put_away


def test_merged_into_something_put_aside_it_is_still_heard(shore: Shore) -> None:
    other = shore.other("power")
    shore.decided(Decision.SNOOZE, shore.now, other, until=shore.now + timedelta(days=60))
    shore.decided(Decision.MERGE, shore.now, into=other)
    shore.told_elsewhere(shore.now + HOUR)
    assert shore.alert.state is State.NEW


def test_merged_into_something_less_urgent_that_nobody_checks_it_is_still_heard(shore: Shore) -> None:
    shore.decided(Decision.MERGE, shore.now, into=shore.other("power"))
    shore.told_elsewhere(shore.now + HOUR)
    assert shore.alert.state is State.NEW


def test_merged_into_what_somebody_checks_it_stays_there(shore: Shore) -> None:
    other = shore.other("power")
    shore.decided(Decision.TAKE, shore.now, other)
    shore.decided(Decision.MERGE, shore.now, into=other)
    shore.told_elsewhere(shore.now + HOUR)
    assert shore.alert.state is State.MERGED


def test_what_somebody_took_a_day_ago_is_told_again(shore: Shore) -> None:
    """Whoever took it may have forgotten; until then it is theirs and nobody else is disturbed."""
    shore.decided(Decision.TAKE, shore.now)
    shore.told_elsewhere(shore.now + HOUR)
    assert shore.steps() == ["opened", "take", "updated"] and len(shore.messages()) == 1
    shore.replied(shore.now + 25 * HOUR, "k2:two")
    assert shore.steps()[3:] == ["still"] and len(shore.messages()) == 2
    assert shore.alert.state is State.CHECKING, "it stays theirs"
    shore.replied(shore.now + 26 * HOUR, "k2:two")
    assert len(shore.messages()) == 2
