"""Opening the database only to look: nothing is created, migrated or written."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import sqlite_utils

from model.errors import StoreError
from store.database import Store
from store.migrations import migrations

BUSY_SECONDS = 5.0


def open_for_reading(path: Path, *, busy_seconds: float = BUSY_SECONDS) -> Store | None:
    """The database at `path`, read-only, or None when there is nothing to read yet.

    None: no such file, or an empty or older one that the next command which writes will bring up to date.
    Raises `StoreError` when the file is damaged, may not be read or was written by a newer release, `StoreBusy`
    when another process keeps it to itself.
    """
    if not path.exists():
        return None
    try:
        connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro",
            uri=True,
            timeout=busy_seconds,
            isolation_level=None,
            check_same_thread=False,
        )
    except sqlite3.Error as error:
        raise StoreError(f"{path}: cannot be opened: {error}") from error
    connection.row_factory = sqlite3.Row
    store = Store(sqlite_utils.Database(connection))
    try:
        current = _current(store)
    except StoreError:
        store.close()
        raise
    if current:
        return store
    store.close()
    return None


def _current(store: Store) -> bool:
    """Whether every migration of this release was applied. Raises `StoreError` when there are unknown ones."""
    table = migrations.migrations_table
    if store.row("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)) is None:
        return False
    rows = store.rows(f"SELECT name FROM {table} WHERE migration_set = ?", (migrations.name,))
    applied = {row["name"] for row in rows}
    ours = {migration.name for migration in migrations._migrations}
    if applied - ours:
        raise StoreError("the database was written by a newer release; install that release")
    return ours <= applied
