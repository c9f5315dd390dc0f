"""Duty: which step of telling an alert has come to, and the hand-over notes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from model.records import State
from store.database import Store
from store.times import moment, seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An alert that those on duty were told of at `at` and that nobody has taken."""

    step_id: int
    alert_id: int
    ref: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """What those on duty leave for the next; `role` is a member's code."""

    at: datetime
    role: str
    note: str


def step(store: Store, alert_id: int, ref: str, number: int, at: datetime) -> bool:
    """Note that an alert has come to this step; False when it had already. Call in the message's transaction."""
    with store.writing() as db:
        cursor = db.conn.execute(
            "INSERT OR IGNORE INTO duty_step (alert_id, ref, step, at) VALUES (?, ?, ?, ?)",
            (alert_id, ref, number, seconds(at)),
        )
        return cursor.rowcount > 0


def untaken(store: Store) -> list[Waiting]:
    """The alerts that nobody has taken since their last first step, and that have not come to the second."""
    rows = store.rows(
        """SELECT first.id, first.alert_id, first.ref, first.at FROM duty_step AS first
           JOIN alert ON alert.id = first.alert_id AND alert.state = ?
           WHERE first.step = 1 AND NOT EXISTS (
               SELECT 1 FROM duty_step AS other WHERE other.alert_id = first.alert_id AND
               ((other.step = 1 AND other.id > first.id) OR (other.step = 2 AND other.ref = first.ref)))
           ORDER BY first.id""",
        (State.NEW.value,),
    )
    return [
        Waiting(step_id=row["id"], alert_id=row["alert_id"], ref=row["ref"], at=moment(row["at"])) for row in rows
    ]


def set_back(store: Store, waiting: Waiting, at: datetime) -> None:
    """The clock was set back: the wait counts from now, not from a moment still to come."""
    with store.writing() as db:
        db.conn.execute("UPDATE duty_step SET at = ? WHERE id = ?", (seconds(at), waiting.step_id))


def hand_over(store: Store, note: HandOver) -> None:
    """Add a hand-over note; an empty one says that nothing is left to do."""
    with store.writing() as db:
        db.conn.execute(
            "INSERT INTO duty_note (at, role, note) VALUES (?, ?, ?)", (seconds(note.at), note.role, note.note)
        )


def notes(store: Store, limit: int = 10) -> list[HandOver]:
    """The last hand-over notes, newest first."""
    rows = store.rows("SELECT * FROM duty_note ORDER BY id DESC LIMIT ?", (limit,))
    return [HandOver(at=moment(row["at"]), role=row["role"], note=row["note"]) for row in rows]
