"""Taking a message out of the outbox and telling what became of it.

A worker *leases* a message: no other one sends it meanwhile, and when the worker dies the lease ends by itself.
Every step is a transaction of its own, so that a kill between two of them costs at most one repeat under the same
id.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime, timedelta

from model.records import Message
from store.database import Store
from store.outbox import message_of
from store.times import seconds

LEASE = timedelta(minutes=5)
"""How long a dead worker keeps a message from the others, when nothing else shows that it is dead."""
_LONGEST_LOCK = 60  # seconds between a worker's look at the clock and its turn to write; more is a clock set back
_LONGEST_PAUSE = 24 * 3600  # seconds; delivery never waits as long
_MINUTE = 60
# Not tried in this run; due, or dated by a clock that ran ahead and was set back; and nobody is at it.
_FREE = """delivered_at IS NULL AND gave_up = '' AND channel = :channel
    AND id NOT IN (SELECT value FROM json_each(:tried))
    AND (next_attempt_at <= :now OR (attempted_at IS NULL AND created_at > :now) OR attempted_at > :now
         OR next_attempt_at > :now + :longest)
    AND (leased_by = '' OR leased_until <= :at OR leased_until > :at + :lease + :lock)"""


def claim(
    store: Store,
    channel: str,
    worker: str,
    now: datetime,
    *,
    at: datetime | None = None,
    tried: Collection[int] = (),
) -> Message | None:
    """Lease the message that has waited longest and may be tried now; None when there is none.

    `now` is the moment of the run, which tries each message once: `tried` are those it has had. `at` is the moment
    from which the lease counts.
    """
    begins = seconds(at or now)
    values = {
        "channel": channel, "now": seconds(now), "longest": _LONGEST_PAUSE, "at": begins,
        "lease": int(LEASE.total_seconds()), "lock": _LONGEST_LOCK, "tried": json.dumps(list(tried)),
    }  # fmt: skip
    with store.writing() as db:
        row = store.row(f"SELECT * FROM message WHERE {_FREE} ORDER BY next_attempt_at, id LIMIT 1", values)
        if row is None:
            return None
        db.conn.execute(
            """UPDATE message SET leased_by = ?, leased_until = ?, attempted_at = ?, attempts = attempts + 1
               WHERE id = ?""",
            (worker, begins + int(LEASE.total_seconds()), seconds(now), row["id"]),
        )
        found = store.row("SELECT * FROM message WHERE id = ?", (row["id"],))
        return message_of(found) if found else None


def part_done(store: Store, message_id: int, parts: int, at: datetime) -> None:
    """The channel has accepted the first `parts` parts; the lease begins anew."""
    _set(store, "parts_done = ?, leased_until = ?", message_id, parts, seconds(at + LEASE))


def delivered(store: Store, message_id: int, at: datetime) -> None:
    """The channel accepted all of it."""
    _set(
        store,
        # A picture is large, and nobody asks the outbox for it again.
        """delivered_at = ?, last_error = '', gave_up = '', leased_by = '',
           body = CASE kind WHEN 'picture' THEN json_remove(body, '$.pictures') ELSE body END""",
        message_id,
        seconds(at),
    )


def failed(store: Store, message_id: int, *, next_attempt_at: datetime, error: str) -> None:
    """The channel did not accept the message; `error` must not hold the channel's address."""
    _set(store, "next_attempt_at = ?, last_error = ?, leased_by = ''", message_id, seconds(next_attempt_at), error)


def gave_up(store: Store, message_id: int, *, reason: str, error: str) -> None:
    """Trying again makes no sense until a person has mended something; the message is kept for that moment."""
    _set(store, "gave_up = ?, last_error = ?, leased_by = ''", message_id, reason, error)


def drop(store: Store, message_id: int) -> None:
    """Forget a message: nobody would miss it any more."""
    with store.writing() as db:
        db.conn.execute("DELETE FROM message WHERE id = ?", (message_id,))


def put_back(store: Store, message_id: int, next_attempt_at: datetime) -> None:
    """It was not this message's turn: as if it had not been taken, due at `next_attempt_at`."""
    _set(
        store, "next_attempt_at = ?, attempts = attempts - 1, leased_by = ''", message_id, seconds(next_attempt_at)
    )


def _set(store: Store, what: str, message_id: int, *values: object) -> None:
    with store.writing() as db:
        db.conn.execute(f"UPDATE message SET {what} WHERE id = ?", (*values, message_id))


def revive(store: Store, channel: str, now: datetime, reasons: frozenset[str] | None = None) -> int:
    """Make due again what was given up for one of `reasons` (None: for any); returns how many."""
    with store.writing() as db:
        rows = store.rows(
            "SELECT id, gave_up FROM message WHERE delivered_at IS NULL AND gave_up <> '' AND channel = ?",
            (channel,),
        )
        ids = [row["id"] for row in rows if reasons is None or row["gave_up"] in reasons]
        db.conn.executemany(
            "UPDATE message SET gave_up = '', next_attempt_at = ? WHERE id = ?", [(seconds(now), i) for i in ids]
        )
        return len(ids)


def rest(store: Store, channel: str, until: datetime) -> None:
    """Leave the whole channel alone until then: it asked for that."""
    with store.writing() as db:
        db.conn.execute(
            """UPDATE message SET next_attempt_at = max(next_attempt_at, ?)
               WHERE delivered_at IS NULL AND channel = ?""",
            (seconds(until), channel),
        )


def take_turn(store: Store, channel: str, at: datetime, per_minute: int) -> datetime | None:
    """Note a request to `channel` and return None; or, when the turns of a minute are used, when to come back."""
    now = seconds(at)
    with store.writing() as db:
        db.conn.execute(
            "DELETE FROM channel_turn WHERE channel = ? AND (at <= ? OR at > ?)", (channel, now - _MINUTE, now)
        )
        turns = [row["at"] for row in store.rows("SELECT at FROM channel_turn WHERE channel = ?", (channel,))]
        if len(turns) >= per_minute:
            return at + timedelta(seconds=min(turns) + _MINUTE - now)
        db.conn.execute("INSERT INTO channel_turn (channel, at) VALUES (?, ?)", (channel, now))
        return None


def workers(store: Store) -> list[str]:
    """Who holds a message at the moment."""
    rows = store.rows("SELECT DISTINCT leased_by FROM message WHERE delivered_at IS NULL AND leased_by <> ''")
    return [row["leased_by"] for row in rows]


def give_back(store: Store, worker: str) -> int:
    """End the leases of a worker that is known to be dead; its messages are due at once. Returns how many."""
    with store.writing() as db:
        cursor = db.conn.execute(
            "UPDATE message SET leased_by = '', attempted_at = NULL WHERE delivered_at IS NULL AND leased_by = ?",
            (worker,),
        )
        return cursor.rowcount


def troubled(store: Store) -> frozenset[str]:
    """The channels that refused what waits for them."""
    rows = store.rows("SELECT DISTINCT channel FROM message WHERE delivered_at IS NULL AND last_error <> ''")
    return frozenset(row["channel"] for row in rows)
