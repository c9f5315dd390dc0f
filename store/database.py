"""Opening the database, and the one way to write to it.

WAL, `synchronous=FULL` (an acknowledged post must survive a power cut: NORMAL makes no sync per commit) and
`BEGIN IMMEDIATE` for every write: a deferred transaction that reads first and writes later fails at once with
SQLITE_BUSY whatever the timeout, when another process wrote in between.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

import sqlite_utils

from model.errors import StoreBusy, StoreError
from store.migrations import migrations

BUSY_SECONDS = 30.0


class Store:
    """One open database. Use as a context manager; not shared between threads."""

    def __init__(self, db: sqlite_utils.Database) -> None:
        self.db = db

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection; the file stays complete whether or not this is called."""
        self.db.close()

    @contextmanager
    def writing(self) -> Iterator[sqlite_utils.Database]:
        """One write transaction: all of it or nothing. Nested use joins the outer transaction.

        Raises `StoreBusy` when another process keeps the lock too long, `StoreError` when SQLite refuses
        (full disk, read-only file, damaged file).
        """
        if self.db.conn.in_transaction:
            yield self.db
            return
        try:
            self.db.conn.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            raise _translated(error) from error
        try:
            yield self.db
            self.db.conn.execute("COMMIT")
        except BaseException as error:
            self.db.rollback()
            if isinstance(error, sqlite3.Error):
                raise _translated(error) from error
            raise

    def rows(self, sql: str, values: Sequence[object] | dict[str, object] = ()) -> list[sqlite3.Row]:
        """All rows of a reading query; columns by name."""
        try:
            return self.db.conn.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise _translated(error) from error

    def row(self, sql: str, values: Sequence[object] | dict[str, object] = ()) -> sqlite3.Row | None:
        """The first row of a reading query, or None."""
        rows = self.rows(sql, values)
        return rows[0] if rows else None


def open_store(path: Path | None, *, busy_seconds: float = BUSY_SECONDS) -> Store:
    """Open (and create or bring up to date) the database at `path`; None is a throw-away one in memory.

    Raises `StoreError` when the file cannot be opened or was written by a newer release.
    """
    try:
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(
            str(path) if path is not None else ":memory:",
            timeout=busy_seconds,
            isolation_level=None,
            check_same_thread=False,
        )
        connection.row_factory = sqlite3.Row
        db = sqlite_utils.Database(connection)
        db.enable_wal()
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA secure_delete=ON")
        store = Store(db)
        _bring_up_to_date(store)
    except OSError as error:
        raise StoreError(f"{path}: the folder cannot be written: {error.strerror}") from error
    except sqlite3.Error as error:
        raise _translated(error, path) from error
    return store


def _bring_up_to_date(store: Store) -> None:
    known = {migration.name for migration in migrations.pending(store.db)}
    applied = {migration.name for migration in migrations.applied(store.db)}
    ours = {migration.name for migration in migrations._migrations}
    newer = sorted(applied - ours)
    if newer:
        raise StoreError(
            f"the database was written by a newer release (it has {', '.join(newer)}); "
            "install that release or restore an older backup"
        )
    if known:
        with store.writing() as db:
            migrations.apply(db)


def _translated(error: sqlite3.Error, path: Path | None = None) -> StoreError:
    place = f"{path}: " if path else ""
    text = str(error)
    if "locked" in text or "busy" in text:
        return StoreBusy(f"{place}the database is in use by another program and did not become free; try again")
    if "disk is full" in text or "database or disk is full" in text:
        return StoreError(f"{place}the disk is full; nothing was half-written; free some space and run again")
    if "readonly" in text or "read-only" in text:
        return StoreError(f"{place}the database may not be written; check the owner and rights of its folder")
    if "not a database" in text or "malformed" in text:
        return StoreError(f"{place}the file is damaged or no database; restore a backup")
    return StoreError(f"{place}the database refused: {text}")
