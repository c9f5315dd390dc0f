"""What dismissals teach the detector: kept beside the verdict, and gone with it when it is undone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from model.records import Level
from model.verdicts import Decision, Reason
from store.database import Store
from store.times import seconds

# An opinion teaches nothing: nothing of it is kept. A danger to life is never made less heard.
_TEACHES = f"""decision = {Decision.DISMISS.value!r} AND reason <> {Reason.OPINION.value!r}
    AND alert.level <> {Level.LIFE.value!r}
    AND NOT EXISTS (SELECT 1 FROM verdict AS later WHERE later.undoes = verdict.id)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Untaught:
    """A dismissal from which nothing was learnt yet, and the posts its story rests on."""

    verdict_id: int
    post_ids: tuple[int, ...]


def version(store: Store) -> int:
    """A number that grows with every verdict: whoever holds lessons reads them anew when it has changed."""
    row = store.row("SELECT coalesce(max(id), 0) AS last FROM verdict")
    return int(row["last"]) if row else 0


def untaught(store: Store, since: datetime) -> list[Untaught]:
    """The dismissals after `since` that teach and were not read yet, oldest first."""
    rows = store.rows(
        f"""SELECT verdict.id, alert.story_id FROM verdict JOIN alert ON alert.id = alert_id
            WHERE {_TEACHES} AND at > ? AND NOT EXISTS (SELECT 1 FROM lesson WHERE verdict_id = verdict.id)
            ORDER BY verdict.id""",
        (seconds(since),),
    )
    return [
        Untaught(verdict_id=row["id"], post_ids=tuple(post["post_id"] for post in _posts(store, row["story_id"])))
        for row in rows
    ]


def _posts(store: Store, story_id: str) -> list[Mapping[str, int]]:
    rows = store.rows("SELECT post_id FROM story_post WHERE story_id = ? ORDER BY post_id", (story_id,))
    return [dict(row) for row in rows]


def teach(store: Store, verdict_id: int, features: Mapping[str, int], votes: Mapping[str, int]) -> None:
    """Keep what a dismissal teaches, and how many threads of the past had each feature then."""
    with store.writing() as db:
        db.conn.executemany(
            "INSERT OR IGNORE INTO lesson (verdict_id, feature, threads, votes) VALUES (?, ?, ?, ?)",
            [
                (verdict_id, feature, threads, votes.get(feature))
                for feature, threads in {"": 0, **features}.items()
            ],
        )


def taught(store: Store, since: datetime) -> list[tuple[dict[str, int], dict[str, int]]]:
    """What each dismissal after `since` teaches that was not undone, and the votes of then where they are known."""
    rows = store.rows(
        f"""SELECT verdict_id, feature, lesson.threads, votes FROM lesson JOIN verdict ON verdict.id = verdict_id
            JOIN alert ON alert.id = alert_id WHERE {_TEACHES} AND at > ? AND feature <> ''
            ORDER BY verdict_id""",
        (seconds(since),),
    )
    found: dict[int, tuple[dict[str, int], dict[str, int]]] = {}
    for row in rows:
        lesson, votes = found.setdefault(row["verdict_id"], ({}, {}))
        lesson[row["feature"]] = row["threads"]
        if row["votes"] is not None:
            votes[row["feature"]] = row["votes"]
    return list(found.values())


def forget(store: Store, before: datetime) -> None:
    """Delete what is too old to be asked for."""
    with store.writing() as db:
        db.conn.execute(
            "DELETE FROM lesson WHERE verdict_id IN (SELECT id FROM verdict WHERE at <= ?)", (seconds(before),)
        )
