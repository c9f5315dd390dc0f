"""Alerts and their history. One alert per story; a closed one is kept."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from model.records import Alert, AlertEvent, State
from store.database import Store
from store.snapshots import alert_of, figures
from store.times import moment, seconds

OPEN = (State.NEW, State.CHECKING)
"""The states in which an alert waits for people."""
_TELLABLE = "id NOT IN (SELECT alert_id FROM verdict WHERE reason = 'opinion')"
"""An alert dismissed as an opinion is never told of again, not even as ended."""


def add(store: Store, alert: Alert) -> Alert:
    """Store a new alert; its `id` is ignored and the alert is returned with its own.

    Raises `StoreError` when its story already has one.
    """
    with store.writing() as db:
        cursor = db.conn.execute(
            """INSERT INTO alert (story_id, level, state, opened_at, updated_at, closed_at, snapshot)
               VALUES (:story_id, :level, :state, :opened_at, :updated_at, :closed_at, :snapshot)""",
            _values(alert),
        )
        return replace(alert, id=int(cursor.lastrowid or 0))


def update(store: Store, alert: Alert) -> None:
    """Replace the alert with this id."""
    with store.writing() as db:
        db.conn.execute(
            """UPDATE alert SET level = :level, state = :state, opened_at = :opened_at, updated_at = :updated_at,
                   closed_at = :closed_at, snapshot = :snapshot WHERE id = :id""",
            {**_values(alert), "id": alert.id},
        )


def get(store: Store, alert_id: int) -> Alert | None:
    """The alert with this id."""
    row = store.row("SELECT * FROM alert WHERE id = ?", (alert_id,)) if abs(alert_id) < 2**63 else None
    return _alert(row) if row else None


def by_ids(store: Store, ids: Sequence[int]) -> list[Alert]:
    """The alerts with these ids, in the order of the ids; unknown ids are left out."""
    rows = store.rows("SELECT * FROM alert WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(list(ids)),))
    found = {row["id"]: _alert(row) for row in rows}
    return [found[i] for i in ids if i in found]


def by_stories(store: Store, story_ids: Iterable[str]) -> dict[str, Alert]:
    """The alerts of these stories, by story id; stories without one are left out."""
    rows = store.rows(
        "SELECT * FROM alert WHERE story_id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(story_ids), ensure_ascii=False),),
    )
    return {row["story_id"]: _alert(row) for row in rows}


def in_state(store: Store, *states: State) -> list[Alert]:
    """The alerts in one of these states, by id."""
    rows = store.rows(
        "SELECT * FROM alert WHERE state IN (SELECT value FROM json_each(?)) ORDER BY id",
        (json.dumps([state.value for state in states]),),
    )
    return [_alert(row) for row in rows]


def still_open(store: Store) -> list[Alert]:
    """The alerts that wait for people, by id."""
    return in_state(store, *OPEN)


def page(store: Store, *, before_id: int | None = None, limit: int = 50) -> list[Alert]:
    """The newest alerts in any state, by id; pass the last id seen as `before_id` for more."""
    rows = store.rows(
        "SELECT * FROM alert WHERE id < ? ORDER BY id DESC LIMIT ?",
        (before_id if before_id is not None else 2**62, limit),
    )
    return [_alert(row) for row in rows]


def as_of(store: Store, until: datetime) -> list[Alert]:
    """The alerts that were open at `until`, by id."""
    rows = store.rows(
        f"""SELECT * FROM alert WHERE opened_at <= :until AND (closed_at > :until OR (closed_at IS NULL AND
            state IN ({", ".join(repr(state.value) for state in OPEN)}))) AND {_TELLABLE} ORDER BY id""",
        {"until": seconds(until)},
    )
    return [_alert(row) for row in rows]


def closed_between(store: Store, since: datetime, until: datetime) -> list[Alert]:
    """The alerts that ended in (`since`, `until`], oldest end first."""
    rows = store.rows(
        f"SELECT * FROM alert WHERE closed_at > ? AND closed_at <= ? AND {_TELLABLE} ORDER BY closed_at, id",
        (seconds(since), seconds(until)),
    )
    return [_alert(row) for row in rows]


def answered_since(store: Store, since: datetime) -> list[Alert]:
    """The alerts answered after `since`, oldest first."""
    rows = store.rows(
        "SELECT * FROM alert WHERE state = ? AND closed_at > ? ORDER BY closed_at, id",
        (State.ANSWERED.value, seconds(since)),
    )
    return [_alert(row) for row in rows]


def merged_into(store: Store, alert_id: int) -> list[Alert]:
    """The alerts that are merged into this one now, by id."""
    rows = store.rows(
        """SELECT alert.* FROM alert WHERE state = ? AND
           (SELECT into_alert FROM verdict WHERE alert_id = alert.id AND decision = 'merge'
            ORDER BY verdict.id DESC LIMIT 1) = ? ORDER BY id""",
        (State.MERGED.value, alert_id),
    )
    return [_alert(row) for row in rows]


def add_event(store: Store, event: AlertEvent) -> None:
    """Add a line to an alert's history."""
    with store.writing() as db:
        db.conn.execute(
            "INSERT INTO alert_event (alert_id, at, what, detail) VALUES (?, ?, ?, ?)",
            (event.alert_id, seconds(event.at), event.what, event.detail),
        )


def events(store: Store, alert_id: int) -> list[AlertEvent]:
    """The history of an alert, oldest first."""
    rows = store.rows("SELECT * FROM alert_event WHERE alert_id = ? ORDER BY id", (alert_id,))
    return [
        AlertEvent(alert_id=row["alert_id"], at=moment(row["at"]), what=row["what"], detail=row["detail"])
        for row in rows
    ]


def _values(alert: Alert) -> dict[str, object]:
    return {
        "story_id": alert.story_id, "level": alert.level.value, "state": alert.state.value,
        "opened_at": seconds(alert.opened_at), "updated_at": seconds(alert.updated_at),
        "closed_at": seconds(alert.closed_at),
        "snapshot": json.dumps(figures(alert), ensure_ascii=False, sort_keys=True),
    }  # fmt: skip


def _alert(row: sqlite3.Row) -> Alert:
    columns = {name: row[name] for name in row.keys() if name != "snapshot"}  # noqa: SIM118 - Row iterates values
    return alert_of({**columns, **json.loads(row["snapshot"])})
