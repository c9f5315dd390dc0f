"""The robots.txt of each site as it was last read, so that it is asked for once a day and not at every visit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from store.database import Store
from store.times import seconds

FRESH = timedelta(hours=24)
"""RFC 9309, 2.4: a copy should not be used for longer."""
LARGEST = 500_000  # bytes; a longer one is read anew each time (the RFC has us read 500 KiB of it at least)
_FORGET = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """`status` is that of the reply: 2xx with the rules in `body`, or a 4xx that means "there are none"."""

    status: int
    body: bytes


def recall(store: Store, root: str, now: datetime) -> Copy | None:
    """What was read at `root` (scheme and host) within the last day, None: nothing that may still be used."""
    row = store.row(
        "SELECT status, body FROM robots WHERE root = ? AND read_at > ? AND read_at <= ?",
        (root, seconds(now - FRESH), seconds(now)),
    )
    return Copy(status=row["status"], body=row["body"]) if row else None


def keep(store: Store, root: str, copy: Copy, now: datetime) -> None:
    """Remember what was just read, without its comments: they rule nothing, and may name somebody."""
    body = b"\n".join(line.partition(b"#")[0] for line in copy.body.splitlines())
    with store.writing() as db:
        db.conn.execute("DELETE FROM robots WHERE root = ? OR read_at < ?", (root, seconds(now - _FORGET)))
        if len(body) <= LARGEST:
            db.conn.execute(
                "INSERT INTO robots (root, read_at, status, body) VALUES (?, ?, ?, ?)",
                (root, seconds(now), copy.status, body),
            )
