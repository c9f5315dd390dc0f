"""`huisheng analyse` advances as a replay does, however often it runs and wherever it is cut off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import analysis.run as stage
from analysis.run import LEARNING, analyse
from model.config import Config
from model.records import Post
from replay import replay
from store import cursors, posts, runs
from store.database import Store, open_store
from tests.analysis.emergence.invented_town import OTHER_RUMOUR, START, everyday, in_fetch_order, post, rumour

OUTBREAK = START + timedelta(days=22, hours=9)
STREAM = in_fetch_order(
    everyday(23), rumour(OUTBREAK), rumour(OUTBREAK + timedelta(hours=4), OTHER_RUMOUR, first=950_000, step=17)
)
BEFORE = [p for p in STREAM if p.fetched_at <= OUTBREAK - timedelta(hours=1)]
AFTER = [p for p in STREAM if p.fetched_at > OUTBREAK - timedelta(hours=1)]


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    return Config.model_validate(
        {
            "association": {"name": "协会", "town": "永康", "contact": "mailto:a@xiehui.cn"},
            "database": str(tmp_path_factory.mktemp("town") / "town.db"),
        }
    )


@pytest.fixture(scope="module")
def learnt(config: Config, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that has read everything before the outbreak."""
    path = tmp_path_factory.mktemp("learnt") / "town.db"
    with open_store(path) as store:
        posts.save(store, BEFORE)
        analyse(store, config, OUTBREAK - timedelta(hours=1))
        assert cursors.read(store, LEARNING) >= 21
    return path


def copy_of(path: Path) -> Store:
    memory = open_store(None)
    source = open_store(path)
    source.db.conn.backup(memory.db.conn)
    source.close()
    return memory


def run_every(store: Store, config: Config, arriving: Sequence[Post], every: Sequence[timedelta]) -> None:
    """Crawl and analyse at the given distances, again and again, until everything has arrived."""
    now, waiting, turn = OUTBREAK - timedelta(hours=1), list(arriving), 0
    while waiting:
        now += every[turn % len(every)]
        turn += 1
        posts.save(store, [p for p in waiting if p.fetched_at <= now])
        waiting = [p for p in waiting if p.fetched_at > now]
        analyse(store, config, now)
    analyse(store, config, now + timedelta(hours=1))


def told(store: Store) -> list[tuple[object, ...]]:
    stories = store.rows("SELECT * FROM story ORDER BY id")
    links = store.rows("SELECT * FROM story_post ORDER BY story_id, post_id")
    return [tuple(row) for row in (*stories, *links)]


def test_it_finds_what_a_replay_finds(config: Config, learnt: Path) -> None:
    store = copy_of(learnt)
    run_every(store, config, AFTER, [timedelta(minutes=30)])
    segmenter = stage.Scorer({}, cache_dir=config.path(config.database).parent / "words", sentiment=False).segmenter
    expected = {
        (int(datetime.fromisoformat(str(alert["at"])).timestamp()), alert["title"])
        for alert in replay(STREAM, {}, config.analysis.emergence, segmenter=segmenter)
    }
    rows = store.rows("SELECT opened_at, title FROM story WHERE shown")
    assert {(row["opened_at"], row["title"]) for row in rows} == expected
    assert len(expected) == 2


@pytest.fixture
def hourly(config: Config, learnt: Path) -> object:
    """What is told when it runs every hour."""
    store = copy_of(learnt)
    run_every(store, config, AFTER, [timedelta(minutes=60)])
    return told(store)


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ticks=st.lists(st.integers(1, 20), min_size=1, max_size=4))
def test_how_often_it_runs_does_not_matter(config: Config, learnt: Path, hourly: object, ticks: list[int]) -> None:
    odd = copy_of(learnt)
    run_every(odd, config, AFTER, [timedelta(minutes=10 * n) for n in ticks])
    assert hourly == told(odd) != []


def test_every_ten_and_every_sixty_minutes_tell_the_same(config: Config, learnt: Path) -> None:
    edited = [
        replace(p, body=p.body + "(更正)", fetched_at=p.fetched_at + timedelta(minutes=50)) for p in AFTER[3:5]
    ]
    arriving = sorted([*AFTER, *edited], key=lambda p: p.fetched_at)
    often, seldom = copy_of(learnt), copy_of(learnt)
    run_every(often, config, arriving, [timedelta(minutes=10)])
    run_every(seldom, config, arriving, [timedelta(minutes=60)])
    shown = "SELECT opened_at, title, terms FROM story WHERE shown ORDER BY id"
    assert [tuple(r) for r in often.rows(shown)] == [tuple(r) for r in seldom.rows(shown)]


def test_a_second_run_changes_nothing(config: Config, learnt: Path) -> None:
    store = copy_of(learnt)
    posts.save(store, AFTER)
    end = OUTBREAK + timedelta(hours=9)
    analyse(store, config, end)
    before = told(store)
    counts = analyse(store, config, end + timedelta(minutes=9))
    assert told(store) == before
    assert not any(counts.values())


class _Pulled(BaseException):
    """The plug."""


@pytest.mark.parametrize("after", [1, 2, 3, 5, 8, 13, 30])
def test_killed_between_any_two_commits_it_goes_on(
    config: Config, learnt: Path, after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, killed = copy_of(learnt), copy_of(learnt)
    end = OUTBREAK + timedelta(hours=9)
    for store in (whole, killed):
        posts.save(store, AFTER)
    analyse(whole, config, end)
    left = after
    move = cursors.move

    def pulled(store: Store, name: str, value: int) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise _Pulled
        move(store, name, value)

    with monkeypatch.context() as patch:
        patch.setattr(stage.cursors, "move", pulled)
        with pytest.raises(_Pulled):
            analyse(killed, config, end)
    analyse(killed, config, end)
    assert told(killed) == told(whole) != []
    for table in ("scored_post", "gram", "term_day", "day_total", "window_post", "open_story"):
        query = f"SELECT * FROM {table} ORDER BY 1, 2"
        assert [tuple(r) for r in killed.rows(query)] == [tuple(r) for r in whole.rows(query)]


def test_an_edited_post_is_scored_again(config: Config) -> None:
    store = open_store(None)
    first = post(1, START, "", "今天菜场的豆腐不错")
    posts.save(store, [first])
    analyse(store, config, START + timedelta(minutes=10))
    later = first.fetched_at + timedelta(minutes=20)
    posts.save(store, [replace(first, body="今天菜场的鱼不错", fetched_at=later)])
    counts = analyse(store, config, START + timedelta(minutes=40))
    assert counts["edited"] == 1
    assert "鱼" in store.rows("SELECT words FROM scored_post")[0]["words"]
    assert analyse(store, config, START + timedelta(minutes=50))["edited"] == 0


def test_voices_are_forgotten_after_two_days(config: Config) -> None:
    store = open_store(None)
    posts.save(store, [post(1, START, "", "大家好", voice="k:1")])
    analyse(store, config, START + timedelta(hours=47))
    assert store.rows("SELECT voice FROM post")[0]["voice"] == "k:1"
    analyse(store, config, START + timedelta(hours=49))
    assert store.rows("SELECT voice FROM post")[0]["voice"] is None


def test_one_bad_post_is_an_issue_and_the_others_are_scored(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(None)
    posts.save(store, [post(i, START, "", f"第{i}件小事说一说") for i in range(5)])
    score = stage.Scorer.score

    def fragile(self: stage.Scorer, batch: Sequence[Post], recent: object = None) -> object:
        if any("第3件" in p.body for p in batch):
            raise ValueError("cannot read this")
        return score(self, batch, recent)

    monkeypatch.setattr(stage.Scorer, "score", fragile)
    counts = analyse(store, config, START + timedelta(minutes=10))
    assert (counts["scored"], counts["failed"]) == (4, 1)
    [issue] = runs.issues_since(store, START)
    assert issue.kind == "unscored" and "cannot read this" in issue.message
    assert analyse(store, config, START + timedelta(minutes=20))["scored"] == 0
