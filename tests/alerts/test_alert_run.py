"""The stage as a whole: twice is once, all or nothing, nothing missed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.run import alert, triage
from model.config import Config
from model.records import Level, State, Story
from store import alerts, notices, outbox, runs, stories
from store.database import Store, open_store

MakeConfig = Callable[..., Config]
Tell = Callable[..., Story]
MakeStory = Callable[..., Story]
FADE = timedelta(hours=72)


def kept(store: Store) -> list[tuple[object, ...]]:
    tables = ("alert", "alert_event", "message")
    return [tuple(row) for table in tables for row in store.rows(f"SELECT * FROM {table}")]


def test_the_life_of_an_alert(
    tmp_path: Path, store: Store, make_config: MakeConfig, tell: Tell, make_story: MakeStory, now: datetime
) -> None:
    config = make_config(tmp_path)
    tell(store)
    tell(store, "hidden", shown=False)
    assert alert(store, config, now)["opened"] == 1
    (found,) = alerts.still_open(store)
    assert (found.state, found.level, found.opened_at, found.threads) == (State.NEW, Level.NORMAL, now, 3)
    assert [item.posts for item in found.evidence] == [2, 2, 2]
    later = now + timedelta(hours=1)
    tell(store, threads=5, updated_at=later, voices=8)
    assert alert(store, config, later)["updated"] == 1
    (found,) = alerts.still_open(store)
    assert (found.threads, found.voices, found.opened_at, len(found.evidence)) == (5, 8, now, 5)
    assert alert(store, config, later + FADE)["faded"] == 1
    assert alerts.still_open(store) == []
    assert [item.state for item in alerts.page(store)] == [State.FADED]
    assert [(event.what, event.detail) for event in alerts.events(store, found.id)] == [
        ("opened", "发出警报：3 个帖子，2 个来源"),
        ("updated", "话题增长：5 个帖子，2 个来源"),
        ("faded", "安静了 72 小时，没有人处理，自动消退"),
    ]
    run = runs.last_success(store, "alert")
    assert run is not None and run.counts["faded"] == 1


def test_a_story_that_comes_back_is_told_again(
    tmp_path: Path, store: Store, receiver: Any, make_config: MakeConfig, tell: Tell, now: datetime
) -> None:
    config = make_config(
        tmp_path,
        channels=[{"name": "hook", "kind": "webhook", "url": receiver.url()}],
        alerts={"fade_after": "24h"},
    )
    tell(store)
    alert(store, config, now)
    alert(store, config, now + timedelta(hours=25))
    back = now + timedelta(hours=30)
    tell(store, threads=4, updated_at=back)
    for minutes in (0, 10):
        alert(store, config, back + timedelta(minutes=minutes))
    assert [alert.state for alert in alerts.page(store)] == [State.NEW]
    assert len({message["id"] for message in receiver.got}) == len(receiver.got) == 2
    assert "消退之后又有人说起" in receiver.got[1]["text"]


def test_a_story_of_a_time_when_nothing_ran_is_not_lost(
    tmp_path: Path, store: Store, receiver: Any, make_config: MakeConfig, tell: Tell, now: datetime
) -> None:
    config = make_config(tmp_path, channels=[{"name": "hook", "kind": "webhook", "url": receiver.url()}])
    alert(store, config, now)
    tell(store, updated_at=now + timedelta(hours=1))
    counts = alert(store, config, now + timedelta(days=6))
    assert (counts["opened"], counts["faded"]) == (1, 1)
    assert receiver.got == [], "a message days late would only frighten; the digest says it"


@pytest.fixture
def hooked(tmp_path: Path, make_config: MakeConfig) -> Config:
    """With one channel that nobody answers at."""
    return make_config(tmp_path, channels=[{"name": "hook", "kind": "webhook", "url": "http://127.0.0.1:9/x"}])


def gone(*_: object, **__: object) -> bool:
    raise RuntimeError("the disk went away")


def test_an_alert_is_kept_with_whom_to_tell(
    store: Store, hooked: Config, tell: Tell, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(store)
    with monkeypatch.context() as patch:
        patch.setattr(outbox, "enqueue", gone)
        with pytest.raises(RuntimeError):
            alert(store, hooked, now)
    (opened,) = alerts.still_open(store)
    assert [alert.id for _, alert in notices.pending(store, "hook")] == [opened.id]  # the next run tells it
    assert alert(store, hooked, now)["opened"] == 0
    assert len(outbox.page(store)) == 1 and notices.pending(store, "hook") == []


def test_an_alert_and_whom_to_tell_are_written_together(
    store: Store, hooked: Config, tell: Tell, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(store)
    with monkeypatch.context() as patch:
        patch.setattr(notices, "add", gone)
        with pytest.raises(RuntimeError):
            alert(store, hooked, now)
    assert kept(store) == []
    assert alert(store, hooked, now)["opened"] == 1
    assert len(outbox.page(store)) == 1


def test_decided_alerts_are_left_alone(
    tmp_path: Path, store: Store, make_config: MakeConfig, tell: Tell, now: datetime
) -> None:
    config = make_config(tmp_path)
    tell(store)
    alert(store, config, now)
    store.db.conn.execute("UPDATE alert SET state = 'dismissed', closed_at = ?", (int(now.timestamp()),))
    before = kept(store)
    tell(store, threads=9, updated_at=now + timedelta(hours=1))
    alert(store, config, now + timedelta(hours=1))
    assert kept(store) == before


Moves = st.lists(
    st.tuples(st.sampled_from(["s1", "s2", "s3"]), st.integers(1, 60), st.booleans(), st.integers(1, 5)), max_size=8
)


@settings(deadline=None, max_examples=60)
@given(Moves)
def test_running_twice_changes_nothing(
    make_config: MakeConfig,
    make_story: MakeStory,
    now: datetime,
    moves: list[tuple[str, int, bool, int]],
) -> None:
    config = make_config(Path("/nowhere"), channels=[{"name": "app", "kind": "apprise", "url": "json://x"}])
    once, twice = open_store(None), open_store(None)
    with once, twice:
        at = now
        for identifier, hours, shown, threads in moves:
            at += timedelta(hours=hours)
            for store, times in ((once, 1), (twice, 2)):
                stories.save(store, [make_story(identifier, updated_at=at, shown=shown, threads=threads)])
                for _ in range(times):
                    triage(store, config, at)
        assert kept(once) == kept(twice)
        assert len({item.story_id for item in alerts.page(once)}) == len(alerts.page(once))
