"""Posts in the store: twice is once, edits are seen, Chinese is found, pages go by key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.records import Post, Precision
from store import posts
from store.database import Store, open_store

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def make(key: str, body: str = "学校门口有人卖东西", *, title: str = "", thread: str = "t1") -> Post:
    return Post(
        source="论坛", key=key, url=f"https://a.cn/{key}", thread=thread, thread_url="https://a.cn/t1",
        opener=bool(title), title=title, body=body, published_at=NOW, precision=Precision.MINUTE,
        fetched_at=NOW + timedelta(minutes=5), voice="k:1",
    )  # fmt: skip


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store(None) as opened:
        yield opened


def everything(store: Store) -> list[tuple[object, ...]]:
    return [tuple(row) for table in ("post", "thread") for row in store.rows(f"SELECT * FROM {table}")]


def test_saving_twice_changes_nothing(store: Store) -> None:
    batch = [make("1", title="求助"), make("2")]
    assert len(posts.save(store, batch)) == 2
    before = everything(store)
    assert posts.save(store, [replace(p, fetched_at=NOW + timedelta(days=1)) for p in batch]) == []
    assert everything(store) == before


def test_an_edit_keeps_the_id_and_is_marked(store: Store) -> None:
    (first,) = posts.save(store, [make("1", "原来的话")])
    later = NOW + timedelta(hours=1)
    assert posts.save(store, [replace(make("1", "改过的话"), fetched_at=later)]) == [first]
    (post,) = posts.by_ids(store, [first])
    assert (post.body, post.edited_at, post.fetched_at) == ("改过的话", later, NOW + timedelta(minutes=5))
    assert posts.search(store, "原来") == []
    assert [p.id for p in posts.search(store, "改过")] == [first]


@pytest.mark.parametrize("phrase", ["弩", "牙签弩", "签弩", "小学门口", "A1"])
def test_search_finds_words_of_any_length(store: Store, phrase: str) -> None:
    posts.save(store, [make("1", "小学门口卖牙签弩,型号A1"), make("2", "别的事情")])
    assert [p.key for p in posts.search(store, phrase)] == ["1"]


@pytest.mark.parametrize("phrase", ["", "!!", '"', "弩牙", "* OR"])
def test_search_takes_any_text(store: Store, phrase: str) -> None:
    posts.save(store, [make("1", "小学门口卖牙签弩")])
    assert posts.search(store, phrase) == []


def test_titles_are_searched_and_joined(store: Store) -> None:
    posts.save(store, [make("1", "看图", title="蓝鲸游戏"), make("2", "回复")])
    assert [p.key for p in posts.search(store, "蓝鲸")] == ["1"]
    assert {p.thread_url for p in posts.page(store)} == {"https://a.cn/t1"}


def test_pages_go_by_key(store: Store) -> None:
    posts.save(store, [make(str(n)) for n in range(7)])
    first = posts.page(store, limit=3)
    second = posts.page(store, before_id=first[-1].id, limit=3)
    assert [p.key for p in first + second] == ["6", "5", "4", "3", "2", "1"]


def test_voices_are_forgotten(store: Store) -> None:
    posts.save(store, [make("1")])
    assert posts.forget_voices(store, NOW) == 0
    assert posts.forget_voices(store, NOW + timedelta(hours=1)) == 1
    assert posts.page(store)[0].voice is None


def test_a_failed_batch_leaves_nothing(store: Store) -> None:
    bad = replace(make("2"), published_at=datetime(2026, 3, 2))  # noqa: DTZ001 - naive on purpose
    with pytest.raises(ValueError, match="naive"):
        posts.save(store, [make("1"), bad])
    assert everything(store) == []


@settings(deadline=None)  # the first example opens a database
@given(st.lists(st.tuples(st.sampled_from("abc"), st.text(alphabet="甲乙丙丁 \n", max_size=8)), max_size=12))
def test_the_last_body_wins_and_the_index_agrees(edits: list[tuple[str, str]]) -> None:
    with open_store(None) as store:
        last: dict[str, str] = {}
        for key, body in edits:
            posts.save(store, [make(key, body)])
            last[key] = body
        assert {p.key: p.body for p in posts.page(store)} == last
        for character in "甲乙丙丁":
            found = {p.key for p in posts.search(store, character)}
            assert found == {key for key, body in last.items() if character in body}
