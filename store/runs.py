"""Runs of jobs, and the issues they met."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from datetime import datetime

from model.records import Issue, Run, Severity
from store.database import Store
from store.times import moment, seconds


def start(store: Store, job: str, at: datetime) -> int:
    """Note that `job` begins; returns the run's id."""
    with store.writing() as db:
        cursor = db.conn.execute("INSERT INTO run (job, started_at) VALUES (?, ?)", (job, seconds(at)))
        return int(cursor.lastrowid or 0)


def finish(store: Store, run_id: int, at: datetime, *, ok: bool, counts: Mapping[str, int]) -> None:
    """Note that the run ended, whether every part of it succeeded, and what it counted."""
    with store.writing() as db:
        db.conn.execute(
            "UPDATE run SET finished_at = ?, ok = ?, counts = ? WHERE id = ?",
            (seconds(at), int(ok), json.dumps(dict(counts), sort_keys=True), run_id),
        )


def last_success(store: Store, job: str) -> Run | None:
    """The newest run of `job` that ended well."""
    row = store.row("SELECT * FROM run WHERE job = ? AND ok = 1 ORDER BY started_at DESC, id DESC LIMIT 1", (job,))
    return _run(row) if row else None


def first(store: Store) -> datetime | None:
    """When anything first ran; None: never."""
    row = store.row("SELECT min(started_at) AS at FROM run")
    return moment(row["at"]) if row else None


def latest(store: Store, limit: int = 20) -> list[Run]:
    """The newest runs, newest first."""
    return [_run(row) for row in store.rows("SELECT * FROM run ORDER BY id DESC LIMIT ?", (limit,))]


def since(store: Store, after: datetime) -> list[Run]:
    """Runs started after `after`, oldest first."""
    return [
        _run(row) for row in store.rows("SELECT * FROM run WHERE started_at > ? ORDER BY id", (seconds(after),))
    ]


def add_issue(store: Store, issue: Issue) -> None:
    """Write down what went wrong. Characters that no text can hold (an address of a hostile page) become ``?``."""
    message = issue.message.encode("utf-8", "replace").decode()
    with store.writing() as db:
        db.conn.execute(
            "INSERT INTO issue (run_id, source, severity, kind, message, at) VALUES (?, ?, ?, ?, ?, ?)",
            (issue.run_id, issue.source, issue.severity.value, issue.kind, message, seconds(issue.at)),
        )


def issues_since(store: Store, after: datetime, *, limit: int = 500) -> list[Issue]:
    """The newest issues after `after`, newest first, at most `limit`."""
    rows = store.rows("SELECT * FROM issue WHERE at > ? ORDER BY id DESC LIMIT ?", (seconds(after), limit))
    return [
        Issue(
            id=row["id"], run_id=row["run_id"], source=row["source"], severity=Severity(row["severity"]),
            kind=row["kind"], message=row["message"], at=moment(row["at"]),
        )
        for row in rows
    ]  # fmt: skip


def _run(row: sqlite3.Row) -> Run:
    return Run(
        id=row["id"], job=row["job"], started_at=moment(row["started_at"]), finished_at=moment(row["finished_at"]),
        ok=None if row["ok"] is None else bool(row["ok"]), counts=json.loads(row["counts"]),
    )  # fmt: skip
