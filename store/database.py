"""Opening the database, and the one way to write to it.

WAL, `synchronous=FULL` (an acknowledged post must survive a power cut: NORMAL makes no sync per commit) and
`BEGIN IMMEDIATE` for every write: a deferred transaction that reads first and writes later fails at once with
SQLITE_BUSY whatever the timeout, when another process wrote in between.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from types import TracebackType

import sqlite_utils

from model.errors import StoreError
from store.migrations import migrations
from store.refusals import refusal
from store.versions import applied, ours, refuse_newer
from store.wal import is_merged

BUSY_SECONDS = 30.0


class Store:
    """One open database. Use as a context manager; not shared between threads."""

    def __init__(self, db: sqlite_utils.Database, path: Path | None = None) -> None:
        self.db = db
        self.path = path

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
            raise refusal(error, self.path) from error
        try:
            yield self.db
            self.db.conn.execute("COMMIT")
        except BaseException as error:
            self.db.rollback()
            if isinstance(error, sqlite3.Error):
                raise refusal(error, self.path) from error
            raise

    def rows(self, sql: str, values: Sequence[object] | dict[str, object] = ()) -> list[sqlite3.Row]:
        """All rows of a reading query; columns by name."""
        try:
            return self.db.conn.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise refusal(error, self.path) from error

    def row(self, sql: str, values: Sequence[object] | dict[str, object] = ()) -> sqlite3.Row | None:
        """The first row of a reading query, or None."""
        rows = self.rows(sql, values)
        return rows[0] if rows else None


def open_store(path: Path | None, *, busy_seconds: float = BUSY_SECONDS) -> Store:
    """Open (and create or bring up to date) the database at `path`; None is a throw-away one in memory.

    Raises `StoreError` when the file cannot be opened or was written by a newer release, which is left as it is.
    """
    try:
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            _look_first(path)
        store = _open(path, busy_seconds)
    except OSError as error:
        raise StoreError("folder", place=path, why=error) from error
    except sqlite3.Error as error:
        raise refusal(error, path) from error
    try:
        _bring_up_to_date(store)
    except BaseException as error:
        store.close()
        if isinstance(error, sqlite3.Error):
            raise refusal(error, path) from error
        raise
    return store


def _look_first(path: Path) -> None:
    """Refuse the database of a newer release before it is opened for writing: that alone would leave files beside
    it, and merge a log that the newer release left."""
    if not path.is_file() or not path.stat().st_size:
        return
    # Immutable: no lock and no file beside it. Where there is a log, its release is in the log's part too.
    way = "immutable=1" if is_merged(path) else "mode=ro"
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?{way}", uri=True)) as connection:
        try:
            names = applied(connection)
        except sqlite3.Error:
            return  # busy, or no database: the real opening says which
    refuse_newer(names, path)


def _open(path: Path | None, busy_seconds: float) -> Store:
    connection = sqlite3.connect(
        str(path) if path is not None else ":memory:",
        timeout=busy_seconds,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        connection.row_factory = sqlite3.Row
        db = sqlite_utils.Database(connection)
        # A full or missing temporary folder must not stop a sort.
        connection.execute("PRAGMA temp_store=MEMORY")
        db.enable_wal()
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA secure_delete=ON")
    except sqlite3.Error:
        connection.close()
        raise
    return Store(db, path)


def _bring_up_to_date(store: Store) -> None:
    names = applied(store.db.conn)
    refuse_newer(names, store.path)
    if set(ours()) - set(names):
        with store.writing() as db:
            migrations.apply(db)
