"""What people did that must be traceable: rows are only ever added."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from store.database import Store
from store.times import moment, seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One act: a stable word such as ``export``, and its particulars, none of which is a person."""

    at: datetime
    action: str
    detail: Mapping[str, object]


def note(store: Store, entry: Entry) -> None:
    """Write down an act."""
    with store.writing() as db:
        db.conn.execute(
            "INSERT INTO audit (at, action, detail) VALUES (?, ?, ?)",
            (seconds(entry.at), entry.action, json.dumps(dict(entry.detail), ensure_ascii=False, sort_keys=True)),
        )


def latest(store: Store, limit: int = 50) -> list[Entry]:
    """The newest acts, newest first."""
    rows = store.rows("SELECT * FROM audit ORDER BY id DESC LIMIT ?", (limit,))
    return [Entry(at=moment(row["at"]), action=row["action"], detail=json.loads(row["detail"])) for row in rows]
