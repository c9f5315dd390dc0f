"""A database that is busy, broken, newer, older or half made, and a page that fails: plain words, never a trace."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from console.pages import sources
from store.database import open_store
from store.reading import open_for_reading


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Another program keeps the database to itself."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA locking_mode=EXCLUSIVE")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO cursor (name, value) VALUES ('x', 1)")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
        connection.close()


def empty(config: Any) -> Path:
    open_store(config.database).close()
    return Path(config.database)


def test_a_busy_database_says_try_again(config: Any, site: Any) -> None:
    with held(empty(config)):
        page, health = site.get("/digest"), site.get("/healthz")
    assert page.status_code == 503 and "数据库正忙" in page.text
    assert 'class="button" href="/digest"' in page.text
    assert health.status_code == 503 and health.text.startswith("failed: ")
    assert site.get("/digest").status_code == 200


def test_while_somebody_writes_it_can_be_read(config: Any, site: Any) -> None:
    with open_store(config.database) as store, store.writing() as db:
        db.conn.execute("INSERT INTO cursor (name, value) VALUES ('x', 1)")
        assert site.get().status_code == 200


@pytest.mark.parametrize("content", [b"no database at all, only text " * 50, b"SQLite format 3\0" + b"\xff" * 4000])
def test_a_broken_database_is_told(config: Any, site: Any, content: bytes) -> None:
    config.database.write_bytes(content)
    page = site.get()
    assert page.status_code == 503 and "数据库打不开" in page.text and "Traceback" not in page.text
    assert config.database.read_bytes() == content


def test_a_folder_in_its_place_is_told(config: Any, site: Any) -> None:
    config.database.mkdir()
    assert site.get().status_code == 503


def test_a_newer_database_is_told(config: Any, site: Any) -> None:
    connection = sqlite3.connect(empty(config))
    connection.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('huisheng', 'm999_later', '')"
    )
    connection.commit()
    connection.close()
    page = site.get()
    assert page.status_code == 503 and "来自更新的版本" in page.text and "m999_later" in page.text


@pytest.mark.parametrize(
    "statement", ["DELETE FROM _sqlite_migrations WHERE name = 'm006_alerts'", "DROP TABLE _sqlite_migrations"]
)
def test_an_older_database_is_left_to_the_commands_that_write(config: Any, site: Any, statement: str) -> None:
    connection = sqlite3.connect(empty(config))
    connection.execute(statement)
    connection.commit()
    connection.close()
    before = config.database.read_bytes()
    page = site.get()
    assert page.status_code == 200 and "huisheng cycle" in page.text
    assert config.database.read_bytes() == before


def test_an_empty_file_is_not_filled(config: Any, site: Any) -> None:
    config.database.touch()
    assert "huisheng cycle" in site.get().text
    assert config.database.read_bytes() == b""


def test_nothing_can_be_written_through_it(config: Any) -> None:
    store = open_for_reading(empty(config))
    assert store is not None
    with store, pytest.raises(sqlite3.OperationalError, match="readonly"):
        store.db.conn.execute("INSERT INTO cursor (name, value) VALUES ('x', 1)")


def test_a_name_with_odd_characters_is_found(tmp_path: Path) -> None:
    path = tmp_path / "小 城?#%41.db"
    open_store(path).close()
    store = open_for_reading(path)
    assert store is not None
    store.close()


def test_a_page_that_fails_is_told_and_written_down(
    config: Any, site: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    empty(config)
    monkeypatch.setattr(sources, "status", lambda desk: 1 / 0)
    with caplog.at_level(logging.ERROR):
        page = site.get("/sources")
    assert page.status_code == 500 and "这一页出错了" in page.text
    assert "ZeroDivisionError" not in page.text and "Traceback" not in page.text
    assert page.headers["X-Frame-Options"] == "DENY" and page.headers["Cache-Control"] == "no-store"
    assert site.get().status_code == 200
