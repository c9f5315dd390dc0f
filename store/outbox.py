"""The outbox: one row per message and channel, written together with what the message tells.

Delivery marks a row at once; a crash between sending and marking repeats the message with the same short id.
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
_LONGEST_PAUSE = 24 * 3600  # seconds; delivery never waits longer than six hours


def short_id(channel: str, kind: str, ref: str, attempt: int = 0) -> str:
    """Eight characters that follow from what the message is about, so that a repeat has the same ones."""
    digest = blake2b("\x1f".join([channel, kind, ref, str(attempt)]).encode(), digest_size=8).digest()
    number = int.from_bytes(digest, "big")
    return "".join(_ALPHABET[number >> (5 * place) & 31] for place in range(_LENGTH))


def enqueue(
    store: Store, *, channel: str, kind: str, ref: str, subject: str, body: Mapping[str, object], at: datetime
) -> bool:
    """Put a message into the outbox, due at once; False when this channel was already given this one.

    Call inside the transaction that stores what the message tells.
    """
    with store.writing() as db:
        known = "SELECT 1 FROM message WHERE channel = ? AND kind = ? AND ref = ?"
        if store.row(known, (channel, kind, ref)):
            return False
        identifier, attempt = short_id(channel, kind, ref), 0
        while store.row("SELECT 1 FROM message WHERE short_id = ?", (identifier,)):
            attempt += 1
            identifier = short_id(channel, kind, ref, attempt)
        db.conn.execute(
            """INSERT INTO message (short_id, channel, kind, ref, subject, body, created_at, next_attempt_at)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
            (
                identifier, channel, kind, ref, subject, json.dumps(body, ensure_ascii=False, sort_keys=True),
                seconds(at), seconds(at),
            ),
        )  # fmt: skip
        return True


def withdraw(store: Store, kind: str, ref: str) -> int:
    """Take back what no channel has accepted yet of the messages about `ref` and its returns; returns how many."""
    with store.writing() as db:
        cursor = db.conn.execute(
            "DELETE FROM message WHERE kind = ? AND delivered_at IS NULL AND (ref = ? OR substr(ref, 1, ?) = ?)",
            (kind, ref, len(ref) + 1, f"{ref}@"),
        )
        return cursor.rowcount


def due(store: Store, channel: str, now: datetime, *, limit: int = 100) -> list[Message]:
    """What waits for this channel and may be tried now, the longest waiting first.

    What was created "in the future", or is to be tried later than any pause lasts, comes from a clock that was set
    back, and is tried too.
    """
    values = {"channel": channel, "now": seconds(now), "longest": _LONGEST_PAUSE, "limit": limit}
    rows = store.rows(
        """SELECT * FROM message WHERE delivered_at IS NULL AND channel = :channel
           AND (next_attempt_at <= :now OR created_at > :now OR next_attempt_at > :now + :longest)
           ORDER BY next_attempt_at, id LIMIT :limit""",
        values,
    )
    return [_message(row) for row in rows]


def delivered(store: Store, message_id: int, at: datetime) -> None:
    """The channel accepted the message."""
    with store.writing() as db:
        db.conn.execute(
            "UPDATE message SET delivered_at = ?, attempts = attempts + 1, last_error = '' WHERE id = ?",
            (seconds(at), message_id),
        )


def failed(store: Store, message_id: int, *, next_attempt_at: datetime, error: str) -> None:
    """The channel did not accept the message; `error` must not hold the channel's address."""
    with store.writing() as db:
        db.conn.execute(
            "UPDATE message SET attempts = attempts + 1, next_attempt_at = ?, last_error = ? WHERE id = ?",
            (seconds(next_attempt_at), error, message_id),
        )


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
    return [_message(row) for row in rows]


def _message(row: sqlite3.Row) -> Message:
    return Message(
        id=row["id"], short_id=row["short_id"], channel=row["channel"], kind=row["kind"], subject=row["subject"],
        body=json.loads(row["body"]), created_at=moment(row["created_at"]), attempts=row["attempts"],
        next_attempt_at=moment(row["next_attempt_at"]), delivered_at=moment(row["delivered_at"]),
        last_error=row["last_error"],
    )  # fmt: skip
