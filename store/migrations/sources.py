"""What is kept of how well each source is read."""

from __future__ import annotations

from sqlite_utils import Database

from store.migrations.base import migrations
from store.migrations.base import run as _run


@migrations()
def m019_source_health(db: Database) -> None:
    _run(
        db,
        # How well the pages of a source could be read, a day of the town a row; figures only.
        """CREATE TABLE reading (
            source TEXT NOT NULL,
            day TEXT NOT NULL,
            visits INTEGER NOT NULL,
            empty INTEGER NOT NULL,
            listed INTEGER NOT NULL,
            tried INTEGER NOT NULL,
            gave INTEGER NOT NULL,
            PRIMARY KEY (source, day)
        ) STRICT, WITHOUT ROWID""",
        # Visits in a row, the last one included, whose lists showed nothing at all.
        "ALTER TABLE source_visit ADD COLUMN empty INTEGER NOT NULL DEFAULT 0",
        # What is unusual about a source, told once: `since` it is so, until `ended_at`; `details` fill the message.
        """CREATE TABLE source_oddity (
            source TEXT NOT NULL,
            kind TEXT NOT NULL,
            since INTEGER NOT NULL,
            ended_at INTEGER,
            details TEXT NOT NULL,
            PRIMARY KEY (source, kind)
        ) STRICT, WITHOUT ROWID""",
    )
