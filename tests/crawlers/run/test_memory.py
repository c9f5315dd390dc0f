"""What the crawlers remember, in a database of its own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from model.errors import StoreError
from model.records import Post, Precision
from store import crawling
from store.crawling import Batch, Saved, SourceVisit, Unfinished, Validators
from store.database import open_store

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
TAG = Validators(etag='"1"', last_modified=None)


def post(key: str, body: str = "早上好", when: datetime = NOW) -> Post:
    return Post(
        source="城事", key=key, url="https://a.cn/1", thread="t", thread_url="https://a.cn/1", opener=False,
        title="", body=body, published_at=when, precision=Precision.MINUTE, fetched_at=NOW,
    )  # fmt: skip


def test_a_batch_counts_what_is_new_and_what_was_edited() -> None:
    with open_store(None) as store:
        assert crawling.commit(store, Batch(source="城事", posts=[post("a"), post("b")]), NOW) == Saved(
            new=2, edited=0, gone=0
        )
        again = Batch(source="城事", posts=[post("a"), post("b", "晚上好"), post("c")])
        assert crawling.commit(store, again, NOW) == Saved(new=1, edited=1, gone=0)


def test_a_batch_is_stored_whole_or_not_at_all() -> None:
    with open_store(None) as store:
        store.db.conn.execute("DROP TABLE resume")
        batch = Batch(
            source="城事", posts=[post("a")], markers={"t": "1"}, validators={"u": TAG},
            resume={"t": Unfinished(url="u?2", page=2)},
        )  # fmt: skip
        with pytest.raises(StoreError):
            crawling.commit(store, batch, NOW)
        assert crawling.validators(store, "城事") == crawling.markers(store, "城事") == {}
        assert store.rows("SELECT * FROM post") == []


def test_where_a_thread_goes_on() -> None:
    rest = Unfinished(url="u?2", page=2, hint={"when": "今天"})
    with open_store(None) as store:
        crawling.commit(store, Batch(source="城事", resume={"t": rest, "s": rest}), NOW)
        crawling.commit(store, Batch(source="城事", resume={"s": None}), NOW)
        assert crawling.unfinished(store, "城事") == {"t": rest} and crawling.unfinished(store, "晚报") == {}


def test_what_nobody_touched_is_forgotten() -> None:
    with open_store(None) as store:
        for age, thread in ((61, "old"), (59, "young")):
            batch = Batch(source="城事", markers={thread: "1"}, resume={thread: Unfinished(url="u", page=2)})
            crawling.commit(store, batch, NOW - timedelta(days=age))
        crawling.forget_old(store, NOW, timedelta(days=60))
        assert set(crawling.markers(store, "城事")) == set(crawling.unfinished(store, "城事")) == {"young"}


def test_how_much_a_source_said_lately() -> None:
    with open_store(None) as store:
        assert crawling.heard(store, "城事", NOW) == (0, None)
        posts = [post(str(hours), when=NOW - timedelta(hours=hours)) for hours in (1, 23, 25, 400)]
        crawling.commit(store, Batch(source="城事", posts=posts), NOW)
        assert crawling.heard(store, "城事", NOW - timedelta(days=1)) == (2, NOW - timedelta(hours=1))


def test_a_visit_keeps_its_first_day_and_its_last_success() -> None:
    with open_store(None) as store:
        for minutes, ok, later in ((0, True, None), (10, False, NOW), (20, False, None)):
            moment = NOW + timedelta(minutes=minutes)
            crawling.visited(store, "城事", moment, ok=ok, not_before=later)
        assert crawling.visits(store) == {
            "城事": SourceVisit(source="城事", first_at=NOW, visited_at=moment, succeeded_at=NOW, not_before=None)
        }
