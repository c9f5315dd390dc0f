"""What the console asks beyond one record: pages of alerts by key, hours of a story, how sources and jobs do.

Reading only; every question is bounded by a key, an index or a short span of time.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from model.records import Issue, Level, Run, Severity, State
from store import cursors
from store.alerts import OPEN
from store.database import Store
from store.times import moment, seconds

_URGENCY = (Level.LIFE, Level.URGENT, Level.NORMAL)
_RANK = f"CASE level {' '.join(f'WHEN {level.value!r} THEN {rank}' for rank, level in enumerate(_URGENCY))} END"
_IS_OPEN = f"state IN ({', '.join(repr(state.value) for state in OPEN)})"
# The name under which analysis keeps how many days there are to learn from (analysis/run.py, LEARNING).
_LEARNING = "analyse.learning_day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Posts of one source on each of the last days (24 h each, oldest first), and when its newest was said."""

    days: tuple[int, ...]
    newest: datetime | None


def open_alerts(store: Store, *, before: int | None = None, limit: int) -> list[int]:
    """Ids of open alerts, most urgent first and then newest first; those after alert `before` in that order."""
    rows = store.rows(
        f"""SELECT id FROM alert WHERE {_IS_OPEN}
            AND (:before IS NULL OR ({_RANK}, -id) > (SELECT {_RANK}, -id FROM alert WHERE id = :before))
            ORDER BY {_RANK}, id DESC LIMIT :limit""",
        {"before": before, "limit": limit},
    )
    return [row["id"] for row in rows]


def count_open(store: Store) -> int:
    """How many alerts are open."""
    row = store.row(f"SELECT count(*) AS found FROM alert WHERE {_IS_OPEN}")
    return int(row["found"]) if row else 0


def closed_alerts(store: Store, after: datetime, *, limit: int) -> list[int]:
    """Ids of the alerts that ended after `after`, newest end first."""
    rows = store.rows(
        """SELECT id FROM alert WHERE closed_at > ?
           AND id NOT IN (SELECT alert_id FROM verdict WHERE reason = 'opinion')
           ORDER BY closed_at DESC, id DESC LIMIT ?""",
        (seconds(after), limit),
    )
    return [row["id"] for row in rows]


def snoozed_alerts(store: Store, *, limit: int) -> list[int]:
    """Ids of the alerts that were put aside for a while, newest first."""
    rows = store.rows("SELECT id FROM alert WHERE state = ? ORDER BY id DESC LIMIT ?", (State.SNOOZED.value, limit))
    return [row["id"] for row in rows]


def threads_by_hour(store: Store, story_id: str, start: datetime, hours: int) -> list[int]:
    """How many threads of a story somebody wrote in, in each of `hours` hours from `start`."""
    rows = store.rows(
        """SELECT (moment - :start) / 3600 AS hour, count(DISTINCT source || char(0) || thread) AS threads
           FROM story_post JOIN post ON post.id = story_post.post_id
           WHERE story_id = :story AND moment >= :start AND moment < :start + 3600 * :hours GROUP BY hour""",
        {"story": story_id, "start": seconds(start), "hours": hours},
    )
    found = {row["hour"]: row["threads"] for row in rows}
    return [found.get(hour, 0) for hour in range(hours)]


def heard(store: Store, source: str, now: datetime, days: int) -> Heard:
    """What a source said on each of the last `days` days."""
    start = seconds(now) - days * 86_400
    rows = store.rows(
        """SELECT (moment - :start - 1) / 86400 AS day, count(*) AS posts FROM post
           WHERE source = :source AND moment > :start AND moment <= :now GROUP BY day""",
        {"source": source, "start": start, "now": seconds(now)},
    )
    found = {row["day"]: row["posts"] for row in rows}
    newest = store.row("SELECT max(moment) AS newest FROM post WHERE source = ?", (source,))
    return Heard(
        days=tuple(found.get(day, 0) for day in range(days)),
        newest=moment(newest["newest"]) if newest else None,
    )


def latest_issues(store: Store, after: datetime, *, each: int) -> dict[str | None, list[Issue]]:
    """The newest issues of each source (None: of no source) after `after`, at most `each`, newest first."""
    rows = store.rows(
        """SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY source ORDER BY id DESC) AS place
               FROM issue WHERE at > ?) WHERE place <= ? ORDER BY id DESC""",
        (seconds(after), each),
    )
    found: dict[str | None, list[Issue]] = {}
    for row in rows:
        issue = Issue(
            id=row["id"], run_id=row["run_id"], source=row["source"], severity=Severity(row["severity"]),
            kind=row["kind"], message=row["message"], at=moment(row["at"]),
        )  # fmt: skip
        found.setdefault(issue.source, []).append(issue)
    return found


def last_runs(store: Store, jobs: Sequence[str]) -> dict[str, Run]:
    """The last finished run of each of these jobs; jobs that never ran are left out."""
    found = {}
    for job in jobs:
        row = store.row(
            """SELECT * FROM run WHERE job = ? AND finished_at IS NOT NULL
               ORDER BY started_at DESC, id DESC LIMIT 1""",
            (job,),
        )
        if row is not None:
            found[job] = Run(
                id=row["id"], job=row["job"], started_at=moment(row["started_at"]),
                finished_at=moment(row["finished_at"]), ok=bool(row["ok"]), counts=json.loads(row["counts"]),
            )  # fmt: skip
    return found


def neighbours(store: Store, day: date) -> tuple[date | None, date | None]:
    """The days of the digests just before and just after `day`."""
    row = store.row(
        """SELECT (SELECT max(day) FROM digest WHERE day < :day) AS earlier,
                  (SELECT min(day) FROM digest WHERE day > :day) AS later""",
        {"day": day.isoformat()},
    )
    earlier, later = (row["earlier"], row["later"]) if row else (None, None)
    return _day(earlier), _day(later)


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def days_learnt(store: Store) -> int:
    """How many days of posts the detector has to learn from."""
    return cursors.read(store, _LEARNING)
