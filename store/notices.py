"""Who is to be told of which alert: notices wait until the rules of grouping let them into one message."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime

from model.records import Alert, Level, Notice
from store import alerts, outbox
from store.database import Store
from store.times import moment, seconds


def add(
    store: Store, channel: str, ref: str, alert: Alert, subject: str, at: datetime, *, lead: Sequence[str]
) -> bool:
    """Note that `channel` is to be told; False when it already is or was. Call in the alert's own transaction."""
    with store.writing() as db:
        cursor = db.conn.execute(
            """INSERT OR IGNORE INTO notice (channel, ref, alert_id, subject, level, lead, at)
               VALUES (?, ?, ?, ?, ?, ?, ?)""",
            (channel, ref, alert.id, subject, alert.level.value, "\n".join(lead), seconds(at)),
        )
        return cursor.rowcount > 0


def pending(store: Store, channel: str) -> list[tuple[Notice, Alert]]:
    """What the channel has not been told, oldest first, with each alert as it is now."""
    rows = store.rows(
        "SELECT * FROM notice WHERE channel = ? AND told_at IS NULL AND dropped_at IS NULL ORDER BY id", (channel,)
    )
    return _with_alerts(store, rows)


def told(store: Store, channel: str, since: datetime, until: datetime) -> list[tuple[Notice, Alert]]:
    """What the channel was told after `since` and not after `until`, oldest first."""
    rows = store.rows(
        "SELECT * FROM notice WHERE channel = ? AND told_at > ? AND told_at <= ? ORDER BY told_at, id",
        (channel, seconds(since), seconds(until)),
    )
    return _with_alerts(store, rows)


def mark_told(store: Store, notices: Iterable[Notice], message_id: int | None, at: datetime) -> None:
    """These stand in this message. The level is that of the message: a higher one later is told again."""
    with store.writing() as db:
        db.conn.executemany(
            "UPDATE notice SET told_at = ?, message_id = ?, level = ? WHERE id = ?",
            [(seconds(at), message_id, item.level.value, item.id) for item in notices],
        )


def drop(store: Store, notices: Iterable[Notice], at: datetime) -> None:
    """These are never told: somebody decided before, or it faded. The digest says so."""
    with store.writing() as db:
        db.conn.executemany(
            "UPDATE notice SET dropped_at = ? WHERE id = ?", [(seconds(at), item.id) for item in notices]
        )


def withdraw(store: Store, alert: Alert) -> int:
    """Take back what no channel has accepted yet about `alert`; returns how many messages.

    The other alerts of a message that is taken back wait to be told once more.
    """
    with store.writing() as db:
        alone = outbox.withdraw(store, "alert", alert.story_id)  # also those of before there were notices
        rows = store.rows(
            """SELECT id FROM message WHERE delivered_at IS NULL
               AND id IN (SELECT message_id FROM notice WHERE alert_id = ?)""",
            (alert.id,),
        )
        ids = json.dumps([row["id"] for row in rows])
        chosen = "IN (SELECT value FROM json_each(?))"
        db.conn.execute(
            f"""DELETE FROM notice WHERE alert_id = ? AND (told_at IS NULL OR message_id {chosen}
                OR message_id NOT IN (SELECT id FROM message))""",
            (alert.id, ids),
        )
        db.conn.execute(f"UPDATE notice SET told_at = NULL, message_id = NULL WHERE message_id {chosen}", (ids,))
        db.conn.execute(f"DELETE FROM message WHERE id {chosen}", (ids,))
        return alone + len(rows)


def alerts_of(store: Store, short_id: str) -> list[int]:
    """The alerts that the message with this short id tells of, by number; none when there is no such message."""
    rows = store.rows(
        """SELECT notice.alert_id AS id FROM message JOIN notice ON notice.message_id = message.id
           WHERE short_id = :short
           UNION SELECT alert.id FROM message JOIN alert ON message.kind = 'alert'
               AND (ref = story_id OR substr(ref, 1, length(story_id) + 1) = story_id || '@')
           WHERE short_id = :short ORDER BY id""",
        {"short": short_id.strip().upper()},
    )
    return [row["id"] for row in rows]


def _with_alerts(store: Store, rows: list[sqlite3.Row]) -> list[tuple[Notice, Alert]]:
    found = {alert.id: alert for alert in alerts.by_ids(store, list({row["alert_id"] for row in rows}))}
    return [(_notice(row), found[row["alert_id"]]) for row in rows if row["alert_id"] in found]


def _notice(row: sqlite3.Row) -> Notice:
    return Notice(
        id=row["id"], channel=row["channel"], ref=row["ref"], alert_id=row["alert_id"], subject=row["subject"],
        level=Level(row["level"]), lead=tuple(filter(None, row["lead"].split("\n"))), at=moment(row["at"]),
        told_at=moment(row["told_at"]),
    )  # fmt: skip
