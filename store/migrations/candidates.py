"""Tables of what nearly alarmed, and of how sensitive the program is."""

from __future__ import annotations

from sqlite_utils import Database

from store.migrations.base import migrations, run


@migrations()
def m025_candidates(db: Database) -> None:
    run(
        db,
        # Groups that nearly opened a story, for people to judge. What is said of one stands in `content` and goes
        # with it. `posts`: how many it rests on; when one of them is gone, it is not shown any more.
        """CREATE TABLE candidate (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            story_id TEXT NOT NULL UNIQUE,
            first_at INTEGER NOT NULL,
            seen_at INTEGER NOT NULL,
            score REAL NOT NULL,
            bar REAL NOT NULL,
            posts INTEGER NOT NULL,
            content TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('listed', 'missed', 'quiet', 'dropped'))
        ) STRICT""",
        """CREATE TABLE candidate_post (
            candidate_id INTEGER NOT NULL REFERENCES candidate (id) ON DELETE CASCADE,
            post_id INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
            veiled TEXT NOT NULL,
            PRIMARY KEY (candidate_id, post_id)
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX candidate_post_post ON candidate_post (post_id)",
        # What people said of them. Rows are only ever added; the last one counts.
        """CREATE TABLE candidate_verdict (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            candidate_id INTEGER NOT NULL REFERENCES candidate (id),
            at INTEGER NOT NULL,
            role TEXT NOT NULL,
            judgement TEXT NOT NULL CHECK (judgement IN ('missed', 'quiet', 'opinion'))
        ) STRICT""",
        "CREATE INDEX candidate_verdict_at ON candidate_verdict (at)",
        """CREATE TRIGGER candidate_verdict_stays BEFORE UPDATE ON candidate_verdict
            BEGIN SELECT RAISE(ABORT, 'a verdict is never changed'); END""",
    )


@migrations()
def m026_sensitivity(db: Database) -> None:
    run(
        db,
        # How far the threshold is moved from that of config.yaml, and why; the last row counts. A row a week, also
        # when nothing moved: it says why not. `origin`: the weekly rule, or a person who took a move back.
        """CREATE TABLE sensitivity (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,
            before REAL NOT NULL,
            after REAL NOT NULL,
            useful INTEGER NOT NULL,
            useless INTEGER NOT NULL,
            missed INTEGER NOT NULL,
            why TEXT NOT NULL,
            origin TEXT NOT NULL
        ) STRICT""",
        # How many threads of the past had a feature when it was taught; NULL: from before this was kept.
        "ALTER TABLE lesson ADD COLUMN votes INTEGER",
    )
