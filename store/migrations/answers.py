"""Tables of the answer kit."""

from __future__ import annotations

from sqlite_utils import Database

from store.migrations.base import migrations, run


@migrations()
def m022_responses(db: Database) -> None:
    run(
        db,
        # The sentences and sources of what a verdict wrote. Who approved it and where it stands are verdicts too.
        # Rows are only added; one goes only with a story that was an opinion.
        """CREATE TABLE response (
            verdict_id INTEGER PRIMARY KEY REFERENCES verdict (id),
            alert_id INTEGER NOT NULL REFERENCES alert (id),
            content TEXT NOT NULL
        ) STRICT""",
        "CREATE INDEX response_alert ON response (alert_id)",
        """CREATE TRIGGER response_stays BEFORE UPDATE ON response
            BEGIN SELECT RAISE(ABORT, 'a response is never changed'); END""",
        """CREATE TRIGGER response_kept BEFORE DELETE ON response
            WHEN NOT EXISTS (SELECT 1 FROM verdict WHERE alert_id = old.alert_id AND reason = 'opinion')
            BEGIN SELECT RAISE(ABORT, 'a response is kept'); END""",
        "CREATE INDEX verdict_published ON verdict (alert_id) WHERE decision = 'publish'",
    )
