"""Verdicts: what people decided about alerts. Rows are only ever added."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from model.records import State
from model.verdicts import Decision, Reason, Verdict
from store.database import Store
from store.times import moment, seconds


def next_batch(store: Store) -> int:
    """The number of what is decided together now; call inside the transaction that adds the verdicts."""
    row = store.row("SELECT coalesce(max(batch), 0) + 1 AS batch FROM verdict")
    return int(row["batch"]) if row else 1


def add(store: Store, verdict: Verdict) -> Verdict:
    """Store a verdict; its `id` is ignored and it is returned with its own."""
    with store.writing() as db:
        cursor = db.conn.execute(
            """INSERT INTO verdict (alert_id, decision, at, role, state_before, state_after, reason, note, until,
                   into_alert, threads, undoes, batch) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            (
                verdict.alert_id, verdict.decision.value, seconds(verdict.at), verdict.role, verdict.before.value,
                verdict.after.value, verdict.reason.value if verdict.reason else None, verdict.note,
                seconds(verdict.until), verdict.into, verdict.threads, verdict.undoes, verdict.batch,
            ),
        )  # fmt: skip
        return replace(verdict, id=int(cursor.lastrowid or 0))


def of_alert(store: Store, alert_id: int) -> list[Verdict]:
    """Every verdict about an alert, oldest first."""
    return of_alerts(store, [alert_id]).get(alert_id, [])


def of_alerts(store: Store, alert_ids: Iterable[int]) -> dict[int, list[Verdict]]:
    """The verdicts about each of these alerts, oldest first; alerts without any are left out."""
    rows = store.rows(
        "SELECT * FROM verdict WHERE alert_id IN (SELECT value FROM json_each(?)) ORDER BY id",
        (json.dumps(list(alert_ids)),),
    )
    found: dict[int, list[Verdict]] = {}
    for row in rows:
        found.setdefault(row["alert_id"], []).append(_verdict(row))
    return found


def of_batch(store: Store, batch: int) -> list[Verdict]:
    """What was decided together."""
    rows = store.rows("SELECT * FROM verdict WHERE batch = ? ORDER BY id", (batch,))
    return [_verdict(row) for row in rows]


def undone(store: Store, batch: int) -> bool:
    """Whether anything of what was decided together has been taken back."""
    row = store.row(
        "SELECT 1 FROM verdict WHERE undoes IN (SELECT id FROM verdict WHERE batch = ?) LIMIT 1", (batch,)
    )
    return row is not None


def reasons(store: Store, since: datetime, until: datetime) -> tuple[tuple[Reason, int], ...]:
    """How many alerts were dismissed in [`since`, `until`), by reason, the most first; undone ones do not count."""
    rows = store.rows(
        """SELECT reason, count(*) AS n FROM verdict WHERE decision = ? AND at >= ? AND at < ?
           AND NOT EXISTS (SELECT 1 FROM verdict AS later WHERE later.undoes = verdict.id)
           GROUP BY reason ORDER BY n DESC, reason""",
        (Decision.DISMISS.value, seconds(since), seconds(until)),
    )
    return tuple((Reason(row["reason"]), row["n"]) for row in rows)


def _verdict(row: sqlite3.Row) -> Verdict:
    return Verdict(
        id=row["id"], alert_id=row["alert_id"], decision=Decision(row["decision"]), at=moment(row["at"]),
        role=row["role"], before=State(row["state_before"]), after=State(row["state_after"]),
        reason=Reason(row["reason"]) if row["reason"] else None, note=row["note"], until=moment(row["until"]),
        into=row["into_alert"], threads=row["threads"], undoes=row["undoes"], batch=row["batch"],
    )  # fmt: skip
