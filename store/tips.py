"""Tips, beside the post that each is read and counted as."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from model.records import Post, Precision
from model.tips import TIP_VOICE, TIPS, Tip
from store import posts
from store.database import Store
from store.times import moment, seconds

_SELECT = """SELECT tip.id, tip.at, tip.post_id, tip.same_as, tip.alert_id, post.body AS text, post.url AS link
    FROM tip JOIN post ON post.id = tip.post_id"""


def add(store: Store, text: str, link: str, at: datetime) -> Tip:
    """Store a tip and the post that stands for it: one thread, one voice."""
    with store.writing() as db:
        row = store.row("SELECT coalesce(max(seq), 0) + 1 AS id FROM sqlite_sequence WHERE name = 'tip'")
        number = str(row["id"] if row else 1)
        (post_id,) = posts.save(store, [_post(number, text, link, at)])
        db.conn.execute("INSERT INTO tip (id, at, post_id) VALUES (?, ?, ?)", (int(number), seconds(at), post_id))
        return _of(store, int(number))


def repeat(store: Store, earlier: Tip, at: datetime) -> Tip:
    """Store that `earlier` was reported once more; what it says is kept once."""
    with store.writing() as db:
        cursor = db.conn.execute(
            "INSERT INTO tip (at, post_id, same_as, alert_id) VALUES (?, ?, ?, ?)",
            (seconds(at), earlier.post_id, earlier.same_as or earlier.id, earlier.alert_id),
        )
        return _of(store, int(cursor.lastrowid or 0))


def get(store: Store, tip_id: int) -> Tip | None:
    """The tip with this number."""
    row = store.row(f"{_SELECT} WHERE tip.id = ?", (tip_id,)) if abs(tip_id) < 2**63 else None
    return _tip(row) if row else None


def newest(store: Store, limit: int = 50) -> list[Tip]:
    """The last tips, newest first, each wording once."""
    rows = store.rows(f"{_SELECT} WHERE same_as IS NULL ORDER BY tip.id DESC LIMIT ?", (limit,))
    return [_tip(row) for row in rows]


def since(store: Store, after: datetime) -> list[Tip]:
    """The tips after `after`, oldest first, repeats too."""
    return [_tip(row) for row in store.rows(f"{_SELECT} WHERE tip.at > ? ORDER BY tip.id", (seconds(after),))]


def of_alert(store: Store, alert_id: int) -> list[Tip]:
    """The tips that people linked with an alert, oldest first, each wording once."""
    rows = store.rows(f"{_SELECT} WHERE tip.alert_id = ? AND same_as IS NULL ORDER BY tip.id", (alert_id,))
    return [_tip(row) for row in rows]


def link(store: Store, tip: Tip, alert_id: int) -> None:
    """Link a tip and what repeats it with an alert."""
    with store.writing() as db:
        db.conn.execute("UPDATE tip SET alert_id = ? WHERE post_id = ?", (alert_id, tip.post_id))


def in_story(store: Store, tip: Tip, story_id: str) -> bool:
    """Whether the story of an alert rests on the tip already."""
    row = store.row("SELECT 1 FROM story_post WHERE story_id = ? AND post_id = ?", (story_id, tip.post_id))
    return row is not None


def _of(store: Store, tip_id: int) -> Tip:
    tip = get(store, tip_id)
    if tip is None:
        raise LookupError(tip_id)
    return tip


def _post(number: str, text: str, link: str, at: datetime) -> Post:
    return Post(
        source=TIPS, key=number, url=link, thread=number, thread_url=link, opener=True, title="", body=text,
        published_at=at, precision=Precision.MINUTE, fetched_at=at, voice=f"{TIP_VOICE}:{number}",
    )  # fmt: skip


def _tip(row: sqlite3.Row) -> Tip:
    return Tip(
        id=row["id"], at=moment(row["at"]), text=row["text"], link=row["link"], post_id=row["post_id"],
        same_as=row["same_as"], alert_id=row["alert_id"],
    )  # fmt: skip
