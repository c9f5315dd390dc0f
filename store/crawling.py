"""What the crawlers remember: validators, list markers, where to go on in long threads, and visits."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from model.records import Post
from store import posts as post_store
from store.database import Store
from store.times import moment, seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a site said about the version of a page (RFC 9110, 8.8): sent back to ask whether it changed."""

    etag: str | None
    last_modified: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfinished:
    """The next page of a thread whose earlier pages are stored; `hint` is what only the list knew."""

    url: str
    page: int
    hint: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Everything that one page gave. `resume`: thread → its next page, or None when it is read to the end.

    `gone`: threads that are no longer there. `whole`: thread → the keys of all posts it has now.
    """

    source: str
    posts: Sequence[Post] = ()
    markers: Mapping[str, str] = field(default_factory=dict)
    validators: Mapping[str, Validators] = field(default_factory=dict)
    resume: Mapping[str, Unfinished | None] = field(default_factory=dict)
    gone: Sequence[str] = ()
    whole: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """How many posts of a batch were new, how many known but changed, and how many stored ones are gone."""

    new: int
    edited: int
    gone: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceVisit:
    """How a source stands. `not_before` is the site's own wish (Retry-After) or our pause after being shut out."""

    source: str
    first_at: datetime
    visited_at: datetime
    succeeded_at: datetime | None
    not_before: datetime | None


def commit(store: Store, batch: Batch, at: datetime) -> Saved:
    """Store posts, markers, validators and resume points in one transaction: all of them or none.

    A validator that outlived its posts would turn every later visit into "nothing new" and lose them for ever.
    """
    with store.writing() as db:
        row = store.row("SELECT coalesce(max(id), 0) AS id FROM post")
        newest = int(row["id"]) if row else 0
        changed = post_store.save(store, batch.posts)
        gone = post_store.mark_gone(store, batch.source, {**dict.fromkeys(batch.gone, ()), **batch.whole}, at)
        _save_validators(db.conn, batch, at)
        _save_markers(db.conn, batch, at)
        _save_resume(db.conn, batch, at)
    new = sum(1 for identifier in changed if identifier > newest)
    return Saved(new=new, edited=len(changed) - new, gone=gone)


def _save_validators(connection: sqlite3.Connection, batch: Batch, at: datetime) -> None:
    connection.executemany(
        """INSERT INTO validator (source, url, etag, last_modified, checked_at) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT DO UPDATE SET etag = excluded.etag, last_modified = excluded.last_modified,
               checked_at = excluded.checked_at""",
        [(batch.source, url, v.etag, v.last_modified, seconds(at)) for url, v in batch.validators.items()],
    )


def _save_markers(connection: sqlite3.Connection, batch: Batch, at: datetime) -> None:
    connection.executemany(
        """INSERT INTO list_state (source, thread, marker, seen_at) VALUES (?, ?, ?, ?)
           ON CONFLICT DO UPDATE SET marker = excluded.marker, seen_at = excluded.seen_at""",
        [(batch.source, thread, marker, seconds(at)) for thread, marker in batch.markers.items()],
    )


def _save_resume(connection: sqlite3.Connection, batch: Batch, at: datetime) -> None:
    for thread, rest in batch.resume.items():
        if rest is None:
            connection.execute("DELETE FROM resume WHERE source = ? AND thread = ?", (batch.source, thread))
            continue
        hint = json.dumps(dict(rest.hint), ensure_ascii=False, sort_keys=True)
        connection.execute(
            """INSERT INTO resume (source, thread, url, page, hint, seen_at) VALUES (?, ?, ?, ?, ?, ?)
               ON CONFLICT DO UPDATE SET url = excluded.url, page = excluded.page, hint = excluded.hint,
                   seen_at = excluded.seen_at""",
            (batch.source, thread, rest.url, rest.page, hint, seconds(at)),
        )


def validators(store: Store, source: str) -> dict[str, Validators]:
    """The remembered validators of a source, by page address."""
    rows = store.rows("SELECT url, etag, last_modified FROM validator WHERE source = ?", (source,))
    return {row["url"]: Validators(etag=row["etag"], last_modified=row["last_modified"]) for row in rows}


def markers(store: Store, source: str) -> dict[str, str]:
    """The remembered marker of every thread of a source that was read to its last page."""
    rows = store.rows("SELECT thread, marker FROM list_state WHERE source = ?", (source,))
    return {row["thread"]: row["marker"] for row in rows}


def unfinished(store: Store, source: str) -> dict[str, Unfinished]:
    """Where to go on in the threads of a source that were not read to their last page."""
    rows = store.rows("SELECT thread, url, page, hint FROM resume WHERE source = ?", (source,))
    return {
        row["thread"]: Unfinished(url=row["url"], page=row["page"], hint=json.loads(row["hint"])) for row in rows
    }


def visited(store: Store, source: str, at: datetime, *, ok: bool, not_before: datetime | None = None) -> None:
    """Note the end of a visit; `not_before` replaces the earlier wish."""
    with store.writing() as db:
        db.conn.execute(
            """INSERT INTO source_visit (source, first_at, visited_at, succeeded_at, not_before)
               VALUES (:source, :at, :at, :done, :later)
               ON CONFLICT DO UPDATE SET visited_at = :at, succeeded_at = coalesce(:done, succeeded_at),
                   not_before = :later""",
            {
                "source": source,
                "at": seconds(at),
                "done": seconds(at) if ok else None,
                "later": seconds(not_before),
            },
        )


def visits(store: Store) -> dict[str, SourceVisit]:
    """How every source stands that was ever visited, by name."""
    return {
        row["source"]: SourceVisit(
            source=row["source"], first_at=moment(row["first_at"]), visited_at=moment(row["visited_at"]),
            succeeded_at=moment(row["succeeded_at"]), not_before=moment(row["not_before"]),
        )
        for row in store.rows("SELECT * FROM source_visit ORDER BY source")
    }  # fmt: skip


def heard(store: Store, source: str, since: datetime) -> tuple[int, datetime | None]:
    """How many posts of a source were said after `since`, and when its newest was said (None: never any)."""
    row = store.row(
        """SELECT (SELECT count(*) FROM post WHERE source = :source AND moment > :since) AS posts,
                  (SELECT max(moment) FROM post WHERE source = :source) AS newest""",
        {"source": source, "since": seconds(since)},
    )
    return (int(row["posts"]), moment(row["newest"])) if row else (0, None)


def forget_old(store: Store, now: datetime, keep: timedelta) -> None:
    """Drop markers and resume points not touched for `keep`: a visit must not read the whole past."""
    with store.writing() as db:
        for table in ("list_state", "resume"):
            db.conn.execute(f"DELETE FROM {table} WHERE seen_at < ?", (seconds(now - keep),))
