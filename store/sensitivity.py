"""How the threshold moved. Rows are only ever added; the last one counts."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime

from model.records import Level
from model.sensitivity import Move, Tally, Why
from model.verdicts import Decision, Reason
from store import candidates
from store.database import Store
from store.times import moment, seconds

_USELESS = (Reason.NOT_EMERGING, Reason.AD, Reason.JOKE)
"""Known, off-topic and opinion say nothing about whether something emerged."""


def add(store: Store, move: Move) -> Move:
    """Store a look at the threshold; it is returned with its id."""
    tally = move.tally
    with store.writing() as db:
        cursor = db.conn.execute(
            """INSERT INTO sensitivity (at, before, after, useful, useless, missed, why, origin)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
            (
                seconds(move.at), move.before, move.after, tally.useful, tally.useless, tally.missed,
                move.why.value, "person" if move.why in {Why.UNDONE, Why.RESET} else "rule",
            ),
        )  # fmt: skip
        return replace(move, id=int(cursor.lastrowid or 0))


def last(store: Store) -> Move | None:
    """The last look; None: there was none."""
    return next(iter(newest(store, 1)), None)


def newest(store: Store, limit: int, until: datetime | None = None) -> list[Move]:
    """The last looks up to `until`, newest first."""
    rows = store.rows(
        "SELECT * FROM sensitivity WHERE at <= ? ORDER BY id DESC LIMIT ?",
        (seconds(until) if until else 2**62, limit),
    )
    return [_move(row) for row in rows]


def tally(store: Store, until: datetime) -> Tally:
    """What people decided since the threshold last moved, by rule or by hand: each decision moves it once.

    An alert counts by the last decision that stands. Of use is what was answered or merged; what is still being
    checked is no decision yet.
    """
    row = store.row("SELECT max(at) AS at FROM sensitivity WHERE before <> after")
    since = moment(row["at"]) if row and row["at"] is not None else datetime.fromtimestamp(0, UTC)
    useless = ", ".join(repr(reason.value) for reason in _USELESS)
    found = store.row(
        f"""SELECT coalesce(sum(decision <> :dismiss), 0) AS useful,
                   coalesce(sum(decision = :dismiss AND reason IN ({useless})), 0) AS useless
            FROM verdict JOIN alert ON alert.id = alert_id
            WHERE verdict.id IN (SELECT max(id) FROM verdict AS one WHERE decision NOT IN (:undo, :snooze, :take)
                AND NOT EXISTS (SELECT 1 FROM verdict AS later WHERE later.undoes = one.id)
                AND at <= :until GROUP BY alert_id)
            AND at > :since AND alert.level <> :life""",
        {
            "dismiss": Decision.DISMISS.value, "undo": Decision.UNDO.value, "snooze": Decision.SNOOZE.value,
            "take": Decision.TAKE.value, "life": Level.LIFE.value, "since": seconds(since), "until": seconds(until),
        },
    )  # fmt: skip
    useful, wasted = (found["useful"], found["useless"]) if found else (0, 0)
    return Tally(useful=useful, useless=wasted, missed=candidates.missed(store, since, until))


def last_move(store: Store) -> Move | None:
    """The last look that moved anything."""
    row = store.row("SELECT * FROM sensitivity WHERE before <> after ORDER BY id DESC LIMIT 1")
    return _move(row) if row else None


def _move(row: sqlite3.Row) -> Move:
    return Move(
        id=row["id"], at=moment(row["at"]), before=row["before"], after=row["after"],
        tally=Tally(useful=row["useful"], useless=row["useless"], missed=row["missed"]), why=Why(row["why"]),
    )  # fmt: skip
