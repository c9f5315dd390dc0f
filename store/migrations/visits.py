"""What is kept of the pace of visits, and of what sites ask of their guests."""

from __future__ import annotations

from sqlite_utils import Database

from store.migrations.base import migrations, run


@migrations()
def m024_pace(db: Database) -> None:
    run(
        db,
        # What decides when a source is visited next (model/pace.py), beside its block and its last visit.
        """CREATE TABLE source_pace (
            source TEXT PRIMARY KEY,
            wish TEXT NOT NULL,
            failures INTEGER NOT NULL,
            news INTEGER NOT NULL,
            gap INTEGER,
            site_wait INTEGER
        ) STRICT, WITHOUT ROWID""",
        # A site's robots.txt as it was last read, for a day at most; '' with a status that means "there is none".
        """CREATE TABLE robots (
            root TEXT PRIMARY KEY,
            read_at INTEGER NOT NULL,
            status INTEGER NOT NULL,
            body BLOB NOT NULL
        ) STRICT, WITHOUT ROWID""",
    )
