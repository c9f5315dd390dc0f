"""The outbox: a message is stored in the same transaction as what it tells, and stays until a channel took it.

How one is taken, sent and given back is in `store/sending.py`.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import blake2b

from model.records import Message
from store.database import Store
from store.times import moment, seconds

# No letters or digits that people take for one another (Crockford's base 32).
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 8


def short_id(channel: str, kind: str, ref: str, attempt: int = 0) -> str:
    """Eight characters that follow from what the message is about, so that a repeat has the same ones."""
    digest = blake2b("\x1f".join([channel, kind, ref, str(attempt)]).encode(), digest_size=8).digest()
    number = int.from_bytes(digest, "big")
    return "".join(_ALPHABET[number >> (5 * place) & 31] for place in range(_LENGTH))


def enqueue(
    store: Store, *, channel: str, kind: str, ref: str, subject: str, body: Mapping[str, object], at: datetime
) -> int | None:
    """Put a message into the outbox, due at once; its id, or None when this channel was already given this one.

    Call inside the transaction that stores what the message tells.
    """
    with store.writing() as db:
        known = "SELECT 1 FROM message WHERE channel = ? AND kind = ? AND ref = ?"
        if store.row(known, (channel, kind, ref)):
            return None
        identifier, attempt = short_id(channel, kind, ref), 0
        while store.row("SELECT 1 FROM message WHERE short_id = ?", (identifier,)):
            attempt += 1
            identifier = short_id(channel, kind, ref, attempt)
        cursor = db.conn.execute(
            """INSERT INTO message (short_id, channel, kind, ref, subject, body, created_at, next_attempt_at)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
            (
                identifier, channel, kind, ref, subject, json.dumps(body, ensure_ascii=False, sort_keys=True),
                seconds(at), seconds(at),
            ),
        )  # fmt: skip
        return int(cursor.lastrowid or 0)


def first_body(store: Store, kind: str, ref: str) -> Mapping[str, object] | None:
    """What was first written to any channel about `ref`; None when nothing was."""
    row = store.row("SELECT body FROM message WHERE kind = ? AND ref = ? ORDER BY id LIMIT 1", (kind, ref))
    found: Mapping[str, object] | None = json.loads(row["body"]) if row else None
    return found


def withdraw(store: Store, kind: str, ref: str) -> int:
    """Take back what no channel has accepted yet of the messages about `ref` and its returns; returns how many.

    Of alerts several may stand in one message: see `notices.withdraw`.
    """
    with store.writing() as db:
        cursor = db.conn.execute(
            "DELETE FROM message WHERE kind = ? AND delivered_at IS NULL AND (ref = ? OR substr(ref, 1, ?) = ?)",
            (kind, ref, len(ref) + 1, f"{ref}@"),
        )
        return cursor.rowcount


def waiting(store: Store, channels: Sequence[str]) -> dict[str, int]:
    """How many messages each of these channels has not accepted yet; channels without any are left out."""
    rows = store.rows(
        """SELECT channel, count(*) AS found FROM message WHERE delivered_at IS NULL
           AND channel IN (SELECT value FROM json_each(?)) GROUP BY channel ORDER BY channel""",
        (json.dumps(list(channels), ensure_ascii=False),),
    )
    return {row["channel"]: row["found"] for row in rows}


def page(store: Store, *, before_id: int | None = None, limit: int = 50) -> list[Message]:
    """The newest messages by id; pass the last id seen as `before_id` for more."""
    rows = store.rows(
        "SELECT * FROM message WHERE id < ? ORDER BY id DESC LIMIT ?",
        (before_id if before_id is not None else 2**62, limit),
    )
    return [message_of(row) for row in rows]


def message_of(row: sqlite3.Row) -> Message:
    """A row of the outbox as a record."""
    return Message(
        id=row["id"], short_id=row["short_id"], channel=row["channel"], kind=row["kind"], subject=row["subject"],
        body=json.loads(row["body"]), created_at=moment(row["created_at"]), attempts=row["attempts"],
        next_attempt_at=moment(row["next_attempt_at"]), delivered_at=moment(row["delivered_at"]),
        last_error=row["last_error"], parts_done=row["parts_done"], gave_up=row["gave_up"],
    )  # fmt: skip
