"""What people have read in an alert's history stays as it was."""

from __future__ import annotations

from sqlite_utils import Database

from store.migrations.base import migrations, run


@migrations()
def m034_history_stays(db: Database) -> None:
    run(
        db,
        """CREATE TRIGGER alert_event_stays BEFORE UPDATE ON alert_event
            BEGIN SELECT RAISE(ABORT, 'a line of history is never changed'); END""",
    )
