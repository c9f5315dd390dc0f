"""Tables of tips and of duty."""

from __future__ import annotations

from sqlite_utils import Database

from store.migrations.base import migrations, run


@migrations()
def m020_tips(db: Database) -> None:
    run(
        db,
        # What a tip says stands in its post, once: it is read, counted and in the end deleted like any other. A tip
        # that only repeats an earlier one has that one's post.
        """CREATE TABLE tip (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,
            post_id INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
            same_as INTEGER REFERENCES tip (id) ON DELETE SET NULL,
            alert_id INTEGER REFERENCES alert (id)
        ) STRICT""",
        "CREATE INDEX tip_at ON tip (at)",
        "CREATE INDEX tip_post ON tip (post_id)",
        "CREATE INDEX tip_alert ON tip (alert_id) WHERE alert_id IS NOT NULL",
    )


@migrations()
def m021_duty(db: Database) -> None:
    run(
        db,
        # Who was told of an alert (step 1) and of one that nobody took (step 2), once for each time it came up.
        """CREATE TABLE duty_step (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            alert_id INTEGER NOT NULL REFERENCES alert (id),
            ref TEXT NOT NULL,
            step INTEGER NOT NULL,
            at INTEGER NOT NULL,
            UNIQUE (alert_id, ref, step)
        ) STRICT""",
        """CREATE TABLE duty_note (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,
            role TEXT NOT NULL,
            note TEXT NOT NULL
        ) STRICT""",
    )
