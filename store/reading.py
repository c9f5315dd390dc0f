"""Opening the database only to look: nothing is created, migrated or written."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import sqlite_utils

from model.errors import StoreError
from store.database import Store
from store.refusals import refusal
from store.versions import applied, ours, refuse_newer
from store.wal import is_merged

BUSY_SECONDS = 5.0


def open_for_reading(path: Path, *, busy_seconds: float = BUSY_SECONDS) -> Store | None:
    """The database at `path`, read-only, or None when there is nothing to read yet.

    None: no such file, or an empty or older one that the next command which writes will bring up to date.
    Raises `StoreError` when the file is damaged, may not be read or was written by a newer release, `StoreBusy`
    when another process keeps it to itself.
    """
    store = open_as_it_is(path, busy_seconds=busy_seconds)
    if store is None:
        return None
    try:
        names = applied(store.db.conn)
        refuse_newer(names, path)
    except sqlite3.Error as error:
        store.close()
        raise refusal(error, path) from error
    except StoreError:
        store.close()
        raise
    if set(ours()) <= set(names):
        return store
    store.close()
    return None


def open_as_it_is(path: Path, *, busy_seconds: float = BUSY_SECONDS) -> Store | None:
    """The database at `path`, read-only and whatever its release; None when there is no such file."""
    if not path.exists():
        return None
    # In a folder that we may not write, SQLite cannot make the files it shares with writers; without a WAL beside
    # the database it needs none.
    alone = not os.access(path.parent, os.W_OK) and is_merged(path)
    try:
        return _open(path, busy_seconds, "&immutable=1" if alone else "")
    except sqlite3.Error as error:
        if not os.access(path.parent, os.W_OK) and not is_merged(path) and os.access(path, os.R_OK):
            raise StoreError("unmerged", place=path) from error
        raise refusal(error, path) from error


def _open(path: Path, busy_seconds: float, more: str) -> Store:
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?mode=ro{more}",
        uri=True,
        timeout=busy_seconds,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        connection.execute("PRAGMA temp_store=MEMORY")
        connection.execute("SELECT count(*) FROM sqlite_master")  # only now is the file really opened
    except sqlite3.Error:
        connection.close()
        raise
    connection.row_factory = sqlite3.Row
    return Store(sqlite_utils.Database(connection), path)
