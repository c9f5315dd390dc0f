"""The schema as it was when the program was first built whole."""

from __future__ import annotations

from sqlite_utils import Database

from store.migrations.base import migrations
from store.migrations.base import run as _run


@migrations()
def m001_posts(db: Database) -> None:
    _run(
        db,
        """CREATE TABLE post (
            id INTEGER PRIMARY KEY AUTOINCREMENT,  -- never used twice: the cursor of analysis relies on it
            source TEXT NOT NULL,
            key TEXT NOT NULL,
            url TEXT NOT NULL,
            thread TEXT NOT NULL,
            opener INTEGER NOT NULL CHECK (opener IN (0, 1)),
            title TEXT NOT NULL,
            body TEXT NOT NULL,
            published_at INTEGER,
            precision TEXT NOT NULL CHECK (precision IN ('minute', 'day', 'none')),
            fetched_at INTEGER NOT NULL,
            moment INTEGER NOT NULL,
            edited_at INTEGER,
            gone_at INTEGER,
            voice TEXT,
            UNIQUE (source, key)
        ) STRICT""",
        # A window of time is read by analysis on every tick.
        "CREATE INDEX post_moment ON post (moment, id)",
        "CREATE INDEX post_thread ON post (source, thread)",
        "CREATE INDEX post_voice ON post (fetched_at) WHERE voice IS NOT NULL",
        """CREATE TABLE thread (
            source TEXT NOT NULL,
            thread TEXT NOT NULL,
            title TEXT NOT NULL,
            url TEXT NOT NULL,
            PRIMARY KEY (source, thread)
        ) STRICT, WITHOUT ROWID""",
        # One character is one token: finds words of any length, independent of any dictionary.
        "CREATE VIRTUAL TABLE post_fts USING fts5 (text, content='', tokenize='unicode61')",
    )


@migrations()
def m002_crawling(db: Database) -> None:
    _run(
        db,
        """CREATE TABLE validator (
            source TEXT NOT NULL,
            url TEXT NOT NULL,
            etag TEXT,
            last_modified TEXT,
            checked_at INTEGER NOT NULL,
            PRIMARY KEY (source, url)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE list_state (
            source TEXT NOT NULL,
            thread TEXT NOT NULL,
            marker TEXT NOT NULL,
            seen_at INTEGER NOT NULL,
            PRIMARY KEY (source, thread)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE source_visit (
            source TEXT PRIMARY KEY,
            first_at INTEGER NOT NULL,
            visited_at INTEGER NOT NULL,
            succeeded_at INTEGER,
            not_before INTEGER
        ) STRICT, WITHOUT ROWID""",
        # Where to go on in a thread of many pages: a page address and the rest of what a list knew.
        """CREATE TABLE resume (
            source TEXT NOT NULL,
            thread TEXT NOT NULL,
            url TEXT NOT NULL,
            page INTEGER NOT NULL,
            hint TEXT NOT NULL,
            seen_at INTEGER NOT NULL,
            PRIMARY KEY (source, thread)
        ) STRICT, WITHOUT ROWID""",
        # How many posts a source gave lately, without reading its history.
        "CREATE INDEX post_source_moment ON post (source, moment)",
    )


@migrations()
def m003_runs(db: Database) -> None:
    _run(
        db,
        """CREATE TABLE run (
            id INTEGER PRIMARY KEY,
            job TEXT NOT NULL,
            started_at INTEGER NOT NULL,
            finished_at INTEGER,
            ok INTEGER,
            counts TEXT NOT NULL DEFAULT '{}'
        ) STRICT""",
        "CREATE INDEX run_job ON run (job, started_at)",
        """CREATE TABLE issue (
            id INTEGER PRIMARY KEY,
            run_id INTEGER REFERENCES run (id),
            source TEXT,
            severity TEXT NOT NULL,
            kind TEXT NOT NULL,
            message TEXT NOT NULL,
            at INTEGER NOT NULL
        ) STRICT""",
        "CREATE INDEX issue_at ON issue (at)",
    )


@migrations()
def m004_scores(db: Database) -> None:
    _run(
        db,
        """CREATE TABLE scored_post (
            post_id INTEGER PRIMARY KEY REFERENCES post (id),
            words TEXT NOT NULL,
            sentiment REAL,
            confidence REAL NOT NULL,
            label TEXT NOT NULL,
            watch TEXT NOT NULL,
            cues TEXT NOT NULL,
            places TEXT NOT NULL,
            duplicate_of INTEGER,
            engine TEXT NOT NULL,
            scores TEXT NOT NULL
        ) STRICT""",
        "CREATE TABLE cursor (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID",
    )


@migrations()
def m005_stories(db: Database) -> None:
    _run(
        db,
        """CREATE TABLE story (
            id TEXT PRIMARY KEY,
            kind TEXT NOT NULL,
            topic TEXT,
            terms TEXT NOT NULL,
            title TEXT NOT NULL,
            opened_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            window_start INTEGER NOT NULL,
            window_end INTEGER NOT NULL,
            threads INTEGER NOT NULL,
            voices INTEGER NOT NULL,
            voices_known INTEGER NOT NULL,
            sources TEXT NOT NULL,
            expected REAL NOT NULL,
            surprise REAL NOT NULL,
            why TEXT NOT NULL,
            shown INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX story_updated ON story (updated_at)",
        """CREATE TABLE story_post (
            story_id TEXT NOT NULL REFERENCES story (id),
            post_id INTEGER NOT NULL REFERENCES post (id),
            PRIMARY KEY (story_id, post_id)
        ) STRICT, WITHOUT ROWID""",
    )


@migrations()
def m006_alerts(db: Database) -> None:
    _run(
        db,
        """CREATE TABLE alert (
            id INTEGER PRIMARY KEY,
            story_id TEXT NOT NULL UNIQUE REFERENCES story (id),
            level TEXT NOT NULL,
            state TEXT NOT NULL,
            opened_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            closed_at INTEGER,
            snapshot TEXT NOT NULL
        ) STRICT""",
        "CREATE INDEX alert_state ON alert (state, id)",
        """CREATE TABLE alert_event (
            id INTEGER PRIMARY KEY,
            alert_id INTEGER NOT NULL REFERENCES alert (id),
            at INTEGER NOT NULL,
            what TEXT NOT NULL,
            detail TEXT NOT NULL
        ) STRICT""",
        "CREATE INDEX alert_event_alert ON alert_event (alert_id, id)",
        "CREATE INDEX alert_closed ON alert (closed_at) WHERE closed_at IS NOT NULL",
    )


@migrations()
def m007_telling(db: Database) -> None:
    _run(
        db,
        """CREATE TABLE message (
            id INTEGER PRIMARY KEY,
            short_id TEXT NOT NULL UNIQUE,
            channel TEXT NOT NULL,
            kind TEXT NOT NULL,
            ref TEXT NOT NULL,
            subject TEXT NOT NULL,
            body TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0,
            next_attempt_at INTEGER NOT NULL,
            delivered_at INTEGER,
            last_error TEXT NOT NULL DEFAULT '',
            UNIQUE (channel, kind, ref)
        ) STRICT""",
        "CREATE INDEX message_due ON message (next_attempt_at) WHERE delivered_at IS NULL",
        """CREATE TABLE digest (
            day TEXT PRIMARY KEY,
            since INTEGER NOT NULL,
            until INTEGER NOT NULL,
            built_at INTEGER NOT NULL,
            -- Up to where readers have been told: a digest rebuilt after it was sent reached nobody.
            sent_until INTEGER,
            content TEXT NOT NULL
        ) STRICT, WITHOUT ROWID""",
        # The last trouble of one source, for the digest.
        "CREATE INDEX issue_source ON issue (source, at)",
    )


@migrations()
def m008_emergence(db: Database) -> None:
    _run(
        db,
        # The past: votes of threads. A gram is three code points in one number (analysis/emergence/wording.py).
        "CREATE TABLE gram (gram INTEGER PRIMARY KEY, day INTEGER NOT NULL, votes INTEGER NOT NULL) STRICT",
        """CREATE TABLE term_day (
            term TEXT NOT NULL,
            day INTEGER NOT NULL,
            threads INTEGER NOT NULL,
            PRIMARY KEY (term, day)
        ) STRICT, WITHOUT ROWID""",
        "CREATE TABLE day_total (day INTEGER PRIMARY KEY, threads INTEGER NOT NULL) STRICT",
        # The last 24 hours as the detector read them (entered = 1), and what it has not taken in yet (0). The text
        # is that of the moment it was scored: an edit becomes visible at its own tick, not before.
        """CREATE TABLE window_post (
            post_id INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
            seen INTEGER NOT NULL,
            entered INTEGER NOT NULL CHECK (entered IN (0, 1)),
            title TEXT NOT NULL,
            body TEXT NOT NULL,
            words TEXT NOT NULL,
            topics TEXT NOT NULL,
            PRIMARY KEY (post_id, seen)
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX window_post_pending ON window_post (seen) WHERE entered = 0",
        "CREATE TABLE open_story (id TEXT PRIMARY KEY, content TEXT NOT NULL) STRICT, WITHOUT ROWID",
        # An edited post is read again; its id is behind the cursor, so it is queued here by whoever changes it.
        "CREATE TABLE post_edit (id INTEGER PRIMARY KEY, post_id INTEGER NOT NULL) STRICT",
        """CREATE TRIGGER post_edited AFTER UPDATE OF title, body ON post
            BEGIN INSERT INTO post_edit (post_id) VALUES (new.id); END""",
    )


@migrations()
def m009_moving_data(db: Database) -> None:
    _run(
        db,
        # Brought by `huisheng import`: possibly long after the moment at which it says it was fetched.
        "ALTER TABLE post ADD COLUMN imported INTEGER NOT NULL DEFAULT 0 CHECK (imported IN (0, 1))",
        # Exports go through all stories in the order in which they opened, page by page.
        "CREATE INDEX story_opened ON story (opened_at, id)",
        # What people did that must be traceable, such as an export. Rows are only ever added.
        """CREATE TABLE audit (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,
            action TEXT NOT NULL,
            detail TEXT NOT NULL
        ) STRICT""",
    )
