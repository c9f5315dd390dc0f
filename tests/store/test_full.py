"""A database that may not grow, page by page: whatever does not fit is not there at all, and fits later."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlite_utils

from model.catalogue import Catalogue
from model.errors import StoreError
from model.records import Post, Precision
from store import crawling, database, posts
from store.crawling import Batch, Unfinished, Validators
from store.database import Store, open_store
from store.migrations import migrations
from store.versions import ours

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


def allow(store: Store, pages: int) -> None:
    """So many pages more than there are."""
    count = store.rows("PRAGMA page_count")[0][0]
    store.db.conn.execute(f"PRAGMA max_page_count = {count + pages}")


def make(key: str) -> Post:
    return Post(
        source="论坛", key=key, url=f"https://a.cn/{key}", thread=key, thread_url=f"https://a.cn/{key}",
        opener=True, title="长帖", body="学校门口有人卖东西。" * 200, published_at=NOW, precision=Precision.MINUTE,
        fetched_at=NOW,
    )  # fmt: skip


def everything(store: Store) -> list[tuple[object, ...]]:
    tables = ("post", "thread", "validator", "list_state", "resume", "post_fts_docsize")
    return [tuple(row) for table in tables for row in store.rows(f"SELECT * FROM {table}")]


BATCH = Batch(
    source="论坛", posts=[make(str(n)) for n in range(4)], markers={"1": "5"},
    validators={"https://a.cn/": Validators(etag='"v1"', last_modified=None)},
    resume={"2": Unfinished(url="https://a.cn/2?page=2", page=2)},
)  # fmt: skip


def test_a_page_is_stored_with_its_validator_or_neither(tmp_path: Path) -> None:
    with open_store(None) as calm:
        crawling.commit(calm, BATCH, NOW)
        whole = everything(calm)
    refused = 0
    for pages in range(60):
        with open_store(tmp_path / f"{pages}.db") as store:
            allow(store, pages)
            try:
                crawling.commit(store, BATCH, NOW)
            except StoreError as error:
                assert error.name == "full" and "磁盘满了" in error.said(Catalogue("zh"))
                assert everything(store) == [], "half a page was stored"
                refused += 1
                allow(store, 10_000)
                crawling.commit(store, BATCH, NOW)
            assert everything(store) == whole
            assert len(posts.search(store, "学校门口")) == 4
    assert 3 < refused < 60, "the sweep must cross from full to enough"


def older(path: Path, applied: int) -> None:
    """A database of an older release, with a post in it."""
    with closing(sqlite_utils.Database(path)) as db:
        db.enable_wal()
        migrations.apply(db, stop_before=ours()[applied])
        db.conn.execute(
            "INSERT INTO post (source, key, url, thread, opener, title, body, precision, fetched_at, moment)"
            " VALUES ('论坛', '1', 'https://a.cn/1', '1', 1, '旧帖', '旧内容', 'none', 1, 1)"
        )
        db.conn.execute("INSERT INTO post_fts (rowid, text) VALUES (1, '旧 帖')")
        db.conn.commit()


def names(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("SELECT name FROM _sqlite_migrations ORDER BY id")]


@pytest.mark.parametrize("applied", range(1, len(ours())))
def test_an_older_database_is_brought_up_to_date_with_its_rows(tmp_path: Path, applied: int) -> None:
    path = tmp_path / "town.db"
    older(path, applied)
    with open_store(path) as store:
        assert [post.body for post in posts.page(store)] == ["旧内容"]
        assert [post.key for post in posts.search(store, "旧帖")] == ["1"]
    assert names(path) == ours()


def test_a_migration_without_room_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, path = database._open, tmp_path / "town.db"
    older(path, 2)
    refused = 0
    for pages in range(0, 120, 6):

        def narrow(path: Path | None, busy: float, pages: int = pages) -> Store:
            store = real(path, busy)
            allow(store, pages)
            return store

        monkeypatch.setattr(database, "_open", narrow)
        try:
            open_store(path).close()
        except StoreError as error:
            assert error.name == "full" and str(path) in str(error)
            assert names(path) == ours()[:2], "half of the migrations"
            refused += 1
    assert 1 < refused < 20
    monkeypatch.undo()
    with open_store(path) as store:
        assert [post.body for post in posts.page(store)] == ["旧内容"]
    assert names(path) == ours()


def test_a_failed_opening_lets_go_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "town.db"
    path.write_text("这不是数据库" * 500, encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(StoreError):
        open_store(path)
    assert path.read_bytes() == before
    assert [item.name for item in tmp_path.iterdir()] == ["town.db"]


@pytest.mark.parametrize("keep", [0, 100, 4096, 6000, 40_000])
def test_a_truncated_database_is_told_or_read_never_half(tmp_path: Path, keep: int) -> None:
    path = tmp_path / "town.db"
    with open_store(path) as store:
        posts.save(store, [make(str(n)) for n in range(20)])
    path.write_bytes(path.read_bytes()[:keep])
    if keep == 0:  # an empty file is a new database
        with open_store(path) as store:
            assert posts.page(store) == []
        return
    before = path.read_bytes()
    with pytest.raises(StoreError) as caught, open_store(path) as store:
        posts.page(store)
        store.rows("SELECT * FROM message")
        posts.save(store, [make("new")])
    assert caught.value.name in {"damaged", "disk"}, caught.value
    assert "备份" in str(caught.value) or "磁盘" in str(caught.value)
    assert path.read_bytes()[: len(before)] == before


def test_a_newer_database_is_left_byte_for_byte(tmp_path: Path) -> None:
    path = tmp_path / "town.db"
    open_store(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('huisheng', 'm999_later', '')"
        )
        connection.commit()
    before = path.read_bytes()
    with pytest.raises(StoreError) as caught:
        open_store(path)
    words = caught.value.said(Catalogue("zh"))
    assert "m999_later" in words and ours()[-1] in words and "huisheng 0" in words and "装回那个新版本" in words
    assert path.read_bytes() == before
    assert [item.name for item in tmp_path.iterdir()] == ["town.db"]


def test_a_newer_database_with_a_log_is_left_too(tmp_path: Path) -> None:
    """The newer release was killed: what it wrote last stands in its log only."""
    path = tmp_path / "town.db"
    open_store(path).close()
    writer = sqlite3.connect(path)
    writer.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('huisheng', 'm999_later', '')"
    )
    writer.commit()
    copy = tmp_path / "copy"
    copy.mkdir()
    for name in ("town.db", "town.db-wal"):
        (copy / name).write_bytes((tmp_path / name).read_bytes())
    writer.close()
    before = {item.name: item.read_bytes() for item in copy.iterdir()}
    with pytest.raises(StoreError) as caught:
        open_store(copy / "town.db")
    assert caught.value.name == "newer"
    assert {name: (copy / name).read_bytes() for name in before} == before
