"""The database: one writer at a time, nothing half-written, clear words when it cannot be used."""

from __future__ import annotations

import multiprocessing
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from model.errors import StoreBusy, StoreError
from model.records import Issue, Severity
from store import cursors, runs
from store.database import open_store
from store.migrations import migrations

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def test_opening_twice_applies_each_migration_once(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "h.db"
    open_store(path).close()
    with open_store(path) as store:
        assert migrations.pending(store.db) == []
        assert store.db.journal_mode == "wal"
        assert store.rows("PRAGMA synchronous")[0][0] == 2


def test_every_table_is_strict(tmp_path: Path) -> None:
    with open_store(None) as store:
        rows = store.rows("SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
        loose = [row["name"] for row in rows if not row["strict"] and not row["name"].startswith(("sqlite_", "_"))]
    assert loose == []


def test_a_transaction_is_all_or_nothing() -> None:
    with open_store(None) as store:
        with pytest.raises(RuntimeError), store.writing():
            cursors.move(store, "a", 1)
            raise RuntimeError
        assert cursors.read(store, "a") == 0


def test_a_database_of_a_newer_release_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    open_store(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('huisheng', 'm999_later', '')"
        )
    with pytest.raises(StoreError, match="newer release"):
        open_store(path)


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    path.write_text("这不是数据库" * 500, encoding="utf-8")
    with pytest.raises(StoreError, match="no database"):
        open_store(path)


def test_a_locked_database_is_said_in_plain_words(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    with open_store(path) as other, open_store(path, busy_seconds=0.05) as store:
        with other.writing(), pytest.raises(StoreBusy, match="in use by another program"):
            cursors.move(store, "a", 1)
        cursors.move(store, "a", 2)
        assert cursors.read(store, "a") == 2


def _count(path: Path, times: int) -> None:
    with open_store(path) as store:
        for _ in range(times):
            with store.writing():
                cursors.move(store, "n", cursors.read(store, "n") + 1)


def test_writers_wait_for_each_other(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    open_store(path).close()
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_count, args=(path, 25)) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0] * 4
    with open_store(path) as store:
        assert cursors.read(store, "n") == 100


def test_a_full_disk_leaves_the_last_state(tmp_path: Path) -> None:
    with open_store(tmp_path / "h.db") as store:
        runs.start(store, "crawl", NOW)
        pages = store.rows("PRAGMA page_count")[0][0]
        store.db.conn.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StoreError, match="disk is full"), store.writing():
            for _ in range(2000):
                runs.start(store, "analyse", NOW)
        assert [run.job for run in runs.latest(store)] == ["crawl"]


def test_an_issue_may_quote_what_no_text_can_hold() -> None:
    with open_store(None) as store:
        issue = Issue(
            run_id=None, source=None, severity=Severity.NOTE, kind="unsafe-link", message="http://a/\ud800", at=NOW
        )
        runs.add_issue(store, issue)
        assert [found.message for found in runs.issues_since(store, NOW - timedelta(days=1))] == ["http://a/?"]


def test_runs_remember_the_last_success() -> None:
    with open_store(None) as store:
        assert runs.last_success(store, "crawl") is None
        good = runs.start(store, "crawl", NOW)
        runs.finish(store, good, NOW, ok=True, counts={"posts": 3})
        bad = runs.start(store, "crawl", NOW)
        runs.finish(store, bad, NOW, ok=False, counts={})
        found = runs.last_success(store, "crawl")
        assert found is not None and (found.id, found.counts) == (good, {"posts": 3})
