"""Tables of corrections: who got which answer."""

from __future__ import annotations

from sqlite_utils import Database

from store.migrations.base import migrations, run


@migrations()
def m027_fact_told(db: Database) -> None:
    run(
        db,
        # Which version of which fact stood in which message. A channel is corrected once of each version.
        """CREATE TABLE fact_told (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            channel TEXT NOT NULL,
            key TEXT NOT NULL,
            version INTEGER NOT NULL REFERENCES fact_change (id),
            message_id INTEGER NOT NULL,
            correction INTEGER NOT NULL DEFAULT 0 CHECK (correction IN (0, 1))
        ) STRICT""",
        "CREATE INDEX fact_told_key ON fact_told (key, channel, id)",
        "CREATE INDEX fact_told_message ON fact_told (message_id)",
        "CREATE UNIQUE INDEX fact_corrected ON fact_told (channel, key, version) WHERE correction = 1",
        # What was taken back before it arrived was told to nobody.
        """CREATE TRIGGER fact_untold AFTER DELETE ON message WHEN old.delivered_at IS NULL
            BEGIN DELETE FROM fact_told WHERE message_id = old.id; END""",
    )
