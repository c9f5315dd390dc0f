"""Posts and their threads. Saving the same post twice changes nothing."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from model.records import Post, Precision
from store.database import Store
from store.times import moment, seconds

_SELECT = """SELECT post.id, post.source, post.key, post.url, post.thread, post.opener, post.title, post.body,
    post.published_at, post.precision, post.fetched_at, post.edited_at, post.gone_at, post.voice, post.imported,
    coalesce(thread.url, post.url) AS thread_url
    FROM post LEFT JOIN thread ON thread.source = post.source AND thread.thread = post.thread"""


def save(store: Store, posts: Iterable[Post]) -> list[int]:
    """Store what is new, update what was edited; returns the ids of both, in order, without the unchanged ones.

    An edit keeps the id, the first `fetched_at` and the first known time, and sets `edited_at`, so that
    analysis reads the post again.
    """
    changed: list[int] = []
    with store.writing() as db:
        for post in posts:
            identifier = _save_post(db.conn, post)
            _save_thread(db.conn, post)
            if identifier is not None:
                changed.append(identifier)
    return changed


def _save_thread(connection: sqlite3.Connection, post: Post) -> None:
    connection.execute(
        """INSERT INTO thread (source, thread, title, url) VALUES (?, ?, ?, ?)
           ON CONFLICT DO UPDATE SET title = excluded.title WHERE excluded.title NOT IN ('', title)""",
        (post.source, post.thread, post.title, post.thread_url),
    )


def _save_post(connection: sqlite3.Connection, post: Post) -> int | None:
    old = connection.execute(
        "SELECT id, title, body, gone_at FROM post WHERE source = ? AND key = ?", (post.source, post.key)
    ).fetchone()
    if old is None:
        return _insert(connection, post)
    if (old["title"], old["body"]) == (post.title, post.body):
        return _back(connection, old, post) if old["gone_at"] is not None else None
    connection.execute(
        "INSERT INTO post_fts (post_fts, rowid, text) VALUES ('delete', ?, ?)",
        (old["id"], spaced(f"{old['title']}\n{old['body']}")),
    )
    connection.execute(
        "UPDATE post SET title = ?, body = ?, edited_at = ?, gone_at = NULL WHERE id = ?",
        (post.title, post.body, seconds(post.fetched_at), old["id"]),
    )
    _index(connection, old["id"], post)
    return int(old["id"])


def _back(connection: sqlite3.Connection, old: sqlite3.Row, post: Post) -> int:
    """A post that was gone is there again; this counts as an edit, so that analysis reads it again."""
    values = (seconds(post.fetched_at), old["id"])
    connection.execute("UPDATE post SET gone_at = NULL, edited_at = ? WHERE id = ?", values)
    return int(old["id"])


def mark_gone(store: Store, source: str, threads: Mapping[str, Sequence[str]], at: datetime) -> int:
    """Note `at` as `gone_at` on the stored posts of `threads` whose key is not among those named; how many."""
    with store.writing() as db:
        return sum(
            db.conn.execute(
                """UPDATE post SET gone_at = ? WHERE source = ? AND thread = ? AND gone_at IS NULL AND imported = 0
                   AND key NOT IN (SELECT value FROM json_each(?))""",
                (seconds(at), source, thread, json.dumps(list(keys), ensure_ascii=False)),
            ).rowcount
            for thread, keys in threads.items()
        )


def _insert(connection: sqlite3.Connection, post: Post) -> int:
    cursor = connection.execute(
        """INSERT INTO post (source, key, url, thread, opener, title, body, published_at, precision, fetched_at,
                             moment, edited_at, gone_at, voice, imported)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            post.source, post.key, post.url, post.thread, int(post.opener), post.title, post.body,
            seconds(post.published_at), post.precision.value, seconds(post.fetched_at),
            seconds(post.moment), seconds(post.edited_at), seconds(post.gone_at), post.voice,
            int(post.imported),
        ),
    )  # fmt: skip
    identifier = int(cursor.lastrowid or 0)
    _index(connection, identifier, post)
    return identifier


def spaced(text: str) -> str:
    """`text` with a space between every character: FTS5's unicode61 then sees one token per character."""
    return " ".join(text)


def _index(connection: sqlite3.Connection, identifier: int, post: Post) -> None:
    connection.execute(
        "INSERT INTO post_fts (rowid, text) VALUES (?, ?)", (identifier, spaced(f"{post.title}\n{post.body}"))
    )


def search(store: Store, phrase: str, *, before_id: int | None = None, limit: int = 50) -> list[Post]:
    """Posts containing `phrase` literally, newest id first; pass the last id seen as `before_id` for more."""
    tokens = [c for c in phrase if c.isalnum()]
    if not tokens:
        return []
    match = '"' + " ".join(tokens) + '"'
    rows = store.rows(
        f"""{_SELECT} WHERE post.id IN (SELECT rowid FROM post_fts WHERE post_fts MATCH ?)
            AND post.id < ? ORDER BY post.id DESC LIMIT ?""",
        (match, before_id if before_id is not None else 2**62, limit),
    )
    return [_post(row) for row in rows]


def page(store: Store, *, before_id: int | None = None, limit: int = 50) -> list[Post]:
    """The newest posts by id; pass the last id seen as `before_id` for more."""
    rows = store.rows(
        f"{_SELECT} WHERE post.id < ? ORDER BY post.id DESC LIMIT ?",
        (before_id if before_id is not None else 2**62, limit),
    )
    return [_post(row) for row in rows]


def after_id(store: Store, last: int, limit: int) -> list[Post]:
    """Posts with an id above `last`, oldest id first: what is new since the cursor."""
    return [
        _post(row) for row in store.rows(f"{_SELECT} WHERE post.id > ? ORDER BY post.id LIMIT ?", (last, limit))
    ]


def by_ids(store: Store, ids: Sequence[int]) -> list[Post]:
    """The posts with these ids, in the order of the ids; unknown ids are left out."""
    found: dict[int, Post] = {}
    for start in range(0, len(ids), 500):
        part = list(ids[start : start + 500])
        marks = ",".join("?" * len(part))
        for row in store.rows(f"{_SELECT} WHERE post.id IN ({marks})", part):
            found[row["id"]] = _post(row)
    return [found[i] for i in ids if i in found]


def edited_among(store: Store, ids: Sequence[int]) -> list[Post]:
    """Those of the posts with these ids whose text was changed after we first read it, or that are gone."""
    rows = store.rows(
        f"{_SELECT} WHERE post.id IN (SELECT value FROM json_each(?)) "
        "AND (post.edited_at IS NOT NULL OR post.gone_at IS NOT NULL)",
        (json.dumps(list(ids)),),
    )
    return [_post(row) for row in rows]


def openers(store: Store, threads: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """What each thread (source, the site's own id) opens with, title and text; '' for parts that were not read."""
    rows = store.rows(
        """SELECT thread.source, thread.thread, thread.title AS heading, first.title, first.body
           FROM json_each(?) AS wanted
           JOIN thread ON thread.source = wanted.value ->> 0 AND thread.thread = wanted.value ->> 1
           LEFT JOIN post AS first ON first.id = (SELECT min(id) FROM post WHERE post.opener = 1
               AND post.source = thread.source AND post.thread = thread.thread)""",
        (json.dumps(sorted(set(threads)), ensure_ascii=False),),
    )
    return {(row["source"], row["thread"]): _opening(row["heading"], row["title"], row["body"]) for row in rows}


def _opening(heading: str, title: str | None, body: str | None) -> str:
    return "\n".join(dict.fromkeys(part for part in (heading, title, body) if part))


def between(store: Store, start: datetime, end: datetime) -> list[Post]:
    """Posts whose moment lies in (start, end], oldest first."""
    rows = store.rows(
        f"{_SELECT} WHERE post.moment > ? AND post.moment <= ? ORDER BY post.moment, post.id",
        (seconds(start), seconds(end)),
    )
    return [_post(row) for row in rows]


def forget_voices(store: Store, before: datetime) -> int:
    """Set `voice` to NULL on every post fetched before `before`; returns how many were cleared."""
    with store.writing() as db:
        cursor = db.conn.execute(
            "UPDATE post SET voice = NULL WHERE voice IS NOT NULL AND fetched_at < ?", (seconds(before),)
        )
        return cursor.rowcount


def _post(row: sqlite3.Row) -> Post:
    return Post(
        id=row["id"], source=row["source"], key=row["key"], url=row["url"], thread=row["thread"],
        thread_url=row["thread_url"], opener=bool(row["opener"]), title=row["title"], body=row["body"],
        published_at=moment(row["published_at"]), precision=Precision(row["precision"]),
        fetched_at=moment(row["fetched_at"]), edited_at=moment(row["edited_at"]),
        gone_at=moment(row["gone_at"]), voice=row["voice"],
        imported=bool(row["imported"]),
    )  # fmt: skip
