"""What was added to the schema since its first form."""

from __future__ import annotations

from sqlite_utils import Database

from store.delivery_schema import STATEMENTS as DELIVERY
from store.migrations.base import migrations
from store.migrations.base import run as _run


@migrations()
def m010_posts_that_are_gone(db: Database) -> None:
    _run(
        db,
        # Read again by analysis like an edit: what was taken away is no evidence any longer.
        """CREATE TRIGGER post_gone AFTER UPDATE OF gone_at ON post
            WHEN new.gone_at IS NOT old.gone_at
            BEGIN INSERT INTO post_edit (post_id) VALUES (new.id); END""",
    )


@migrations()
def m011_courtesy(db: Database) -> None:
    _run(
        db,
        # What our visits cost each site, a day of the town a row; figures only.
        """CREATE TABLE courtesy (
            source TEXT NOT NULL,
            day TEXT NOT NULL,
            visits INTEGER NOT NULL,
            requests INTEGER NOT NULL,
            not_modified INTEGER NOT NULL,
            bytes INTEGER NOT NULL,
            seconds REAL NOT NULL,
            posts_new INTEGER NOT NULL,
            crawl_delay REAL NOT NULL,
            told_to_wait INTEGER NOT NULL,
            PRIMARY KEY (source, day)
        ) STRICT, WITHOUT ROWID""",
    )


@migrations()
def m012_delivery(db: Database) -> None:
    _run(db, *DELIVERY)


@migrations()
def m013_summary_lines(db: Database) -> None:
    _run(
        db,
        # Sampled 3-grams of the last weeks' posts, to recognise a wording that was seen before.
        """CREATE TABLE wording (gram INTEGER, moment INTEGER NOT NULL,
            post_id INTEGER REFERENCES post (id) ON DELETE CASCADE,
            PRIMARY KEY (gram, post_id)) STRICT, WITHOUT ROWID""",
        "CREATE INDEX wording_post ON wording (post_id)",
        """CREATE TABLE story_summary (story_id TEXT PRIMARY KEY REFERENCES story (id) ON DELETE CASCADE,
            representative INTEGER, key_terms TEXT NOT NULL) STRICT, WITHOUT ROWID""",
    )


@migrations()
def m014_facts(db: Database) -> None:
    _run(
        db,
        # Every version of every fact; the last row of a key is the fact as it is, without content it was removed.
        """CREATE TABLE fact_change (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            key TEXT NOT NULL,
            at INTEGER NOT NULL,
            origin TEXT NOT NULL CHECK (origin IN ('shipped', 'own')),
            content TEXT
        ) STRICT""",
        "CREATE INDEX fact_change_key ON fact_change (key, id)",
        """CREATE TRIGGER fact_change_stays BEFORE UPDATE ON fact_change
            BEGIN SELECT RAISE(ABORT, 'the history of facts is only added to'); END""",
        """CREATE TRIGGER fact_change_kept BEFORE DELETE ON fact_change
            BEGIN SELECT RAISE(ABORT, 'the history of facts is only added to'); END""",
        # Which facts were near to an alert, when it stood as of updated_at and the newest change was facts_id.
        """CREATE TABLE alert_fact (
            alert_id INTEGER PRIMARY KEY REFERENCES alert (id) ON DELETE CASCADE,
            updated_at INTEGER NOT NULL,
            facts_id INTEGER NOT NULL,
            found TEXT NOT NULL
        ) STRICT""",
    )


@migrations()
def m015_districts(db: Database) -> None:
    """What is usual, by district; '' is the town as a whole, which is all there was before."""
    for name, columns, key in (
        ("gram", "gram INTEGER NOT NULL, day INTEGER NOT NULL, votes INTEGER NOT NULL", "gram"),
        ("term_day", "term TEXT NOT NULL, day INTEGER NOT NULL, threads INTEGER NOT NULL", "term, day"),
        ("day_total", "day INTEGER NOT NULL, threads INTEGER NOT NULL", "day"),
    ):
        shape = f"district TEXT NOT NULL, {columns}, PRIMARY KEY (district, {key})"
        create = f"CREATE TABLE {name} ({shape}) STRICT, WITHOUT ROWID"
        fill = f"INSERT INTO {name} SELECT '', * FROM town_{name}"
        _run(db, f"ALTER TABLE {name} RENAME TO town_{name}", create, fill, f"DROP TABLE town_{name}")


@migrations()
def m016_veils(db: Database) -> None:
    # Where a post of a story names somebody (store/veils.py); NULL: nobody has looked yet.
    _run(db, "ALTER TABLE story_post ADD COLUMN veiled TEXT")
