"""Tables of triage: what people decided, what they dropped, what their dismissals teach."""

from __future__ import annotations

from sqlite_utils import Database

from store.migrations.base import migrations, run


@migrations()
def m017_verdicts(db: Database) -> None:
    run(
        db,
        # What people decided. Rows are only ever added; an undo is a row of its own.
        """CREATE TABLE verdict (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            alert_id INTEGER NOT NULL REFERENCES alert (id),
            decision TEXT NOT NULL,
            at INTEGER NOT NULL,
            role TEXT NOT NULL,
            state_before TEXT NOT NULL,
            state_after TEXT NOT NULL,
            reason TEXT,
            note TEXT NOT NULL,
            until INTEGER,
            into_alert INTEGER REFERENCES alert (id),
            threads INTEGER NOT NULL,
            undoes INTEGER UNIQUE REFERENCES verdict (id),
            batch INTEGER NOT NULL
        ) STRICT""",
        "CREATE INDEX verdict_alert ON verdict (alert_id, id)",
        "CREATE INDEX verdict_batch ON verdict (batch)",
        "CREATE INDEX verdict_dropped ON verdict (alert_id) WHERE reason = 'opinion'",
        """CREATE TRIGGER verdict_stays BEFORE UPDATE ON verdict
            BEGIN SELECT RAISE(ABORT, 'a verdict is never changed'); END""",
        # Of a story dismissed as an opinion only check marks stay, from which nothing can be read: they keep it
        # from being opened again.
        """CREATE TABLE dropped (
            story_id TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('thread', 'feature')),
            mark INTEGER NOT NULL,
            PRIMARY KEY (story_id, kind, mark)
        ) STRICT, WITHOUT ROWID""",
    )


@migrations()
def m018_lessons(db: Database) -> None:
    run(
        db,
        # What a dismissed story teaches: its wording, and in how many of its threads that was. Left out when the
        # dismissal is undone. An empty feature says that the story was looked at.
        """CREATE TABLE lesson (
            verdict_id INTEGER NOT NULL REFERENCES verdict (id),
            feature TEXT NOT NULL,
            threads INTEGER NOT NULL,
            PRIMARY KEY (verdict_id, feature)
        ) STRICT, WITHOUT ROWID""",
    )
