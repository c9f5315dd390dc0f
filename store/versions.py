"""Which migrations a database has had: is it of this release, an older or a newer one?"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from model.errors import StoreError
from model.release import release
from store.migrations import migrations

_TABLE = migrations.migrations_table


def ours() -> list[str]:
    """The migrations that this release knows, oldest first."""
    return [migration.name for migration in migrations._migrations]


def applied(connection: sqlite3.Connection) -> list[str]:
    """The migrations that a database has had, in order; none for one that is new or not ours. Only reads."""
    found = connection.execute(
        "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (_TABLE,)
    ).fetchone()
    if found is None:
        return []
    rows = connection.execute(f"SELECT name FROM {_TABLE} WHERE migration_set = ? ORDER BY id", (migrations.name,))
    return [row[0] for row in rows]


def refuse_newer(names: list[str], path: Path | None) -> None:
    """Raises `StoreError` when `names` holds a migration that this release does not know."""
    known = ours()
    later = [name for name in names if name not in known]
    if later:
        raise StoreError("newer", place=path or ":memory:", theirs=later[-1], ours=known[-1], release=release())
