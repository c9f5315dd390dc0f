"""Which facts are near to which alert."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from model.facts import KnownFact
from model.records import Alert
from store import facts
from store.database import Store
from store.times import seconds


def unmatched(store: Store, alerts: Iterable[Alert]) -> list[Alert]:
    """Those of `alerts` that changed, or the facts did, since facts were looked for."""
    last = facts.last_change(store)
    rows = store.rows("SELECT alert_id, updated_at FROM alert_fact WHERE facts_id = ?", (last,))
    done = {(row["alert_id"], row["updated_at"]) for row in rows}
    return [alert for alert in alerts if (alert.id, seconds(alert.updated_at)) not in done]


def attach(store: Store, alert: Alert, known: Sequence[KnownFact]) -> None:
    """Keep what was found for `alert`; what was found before is replaced."""
    found = [{"key": one.fact.key, "score": one.score, "matched": one.matched} for one in known]
    with store.writing() as db:
        db.conn.execute(
            "INSERT OR REPLACE INTO alert_fact (alert_id, updated_at, facts_id, found) VALUES (?, ?, ?, ?)",
            (
                alert.id, seconds(alert.updated_at), facts.last_change(store),
                json.dumps(found, ensure_ascii=False),
            ),
        )  # fmt: skip


def of_alerts(store: Store, ids: Sequence[int]) -> dict[int, tuple[KnownFact, ...]]:
    """The facts near to each alert, best first, as they are now; alerts without any are left out."""
    rows = store.rows(
        "SELECT alert_id, found FROM alert_fact WHERE alert_id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(ids)),),
    )
    now = facts.current(store) if any(row["found"] != "[]" for row in rows) else {}
    found = {
        row["alert_id"]: tuple(
            KnownFact(fact=now[one["key"]], score=one["score"], matched=one["matched"])
            for one in json.loads(row["found"])
            if one["key"] in now
        )
        for row in rows
    }
    return {alert: known for alert, known in found.items() if known}
