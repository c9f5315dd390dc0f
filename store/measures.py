"""What the measures are made from: the alerts of a span of time, their history, and when their stories spoke."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from model.records import Alert, AlertEvent
from store import alerts
from store.database import Store
from store.times import moment, seconds


def opened(store: Store, since: datetime, until: datetime) -> list[Alert]:
    """The alerts that opened in [`since`, `until`), by id."""
    rows = store.rows(
        "SELECT id FROM alert WHERE opened_at >= ? AND opened_at < ? ORDER BY id", (seconds(since), seconds(until))
    )
    return alerts.by_ids(store, [row["id"] for row in rows])


def span(store: Store) -> tuple[datetime, datetime] | None:
    """When the first and the last alert opened; None: there is none."""
    row = store.row("SELECT min(opened_at) AS first, max(opened_at) AS last FROM alert")
    return (moment(row["first"]), moment(row["last"])) if row and row["first"] is not None else None


def histories(store: Store, alert_ids: Sequence[int], until: datetime) -> dict[int, list[AlertEvent]]:
    """The history of each of these alerts before `until`, oldest first."""
    found: dict[int, list[AlertEvent]] = {number: [] for number in alert_ids}
    for row in store.rows(
        """SELECT alert_id, at, what, detail FROM alert_event
           WHERE alert_id IN (SELECT value FROM json_each(?)) AND at < ? ORDER BY id""",
        (json.dumps(list(alert_ids)), seconds(until)),
    ):
        event = AlertEvent(alert_id=row["alert_id"], at=moment(row["at"]), what=row["what"], detail=row["detail"])
        found[event.alert_id].append(event)
    return found


def spoken(store: Store, story_ids: Sequence[str], until: datetime) -> dict[str, list[tuple[str, datetime]]]:
    """(thread, when) of the posts before `until` that each of these stories rests on."""
    found: dict[str, list[tuple[str, datetime]]] = {story: [] for story in story_ids}
    for row in store.rows(
        """SELECT story_post.story_id, post.source || char(31) || post.thread AS thread, post.moment
           FROM story_post JOIN post ON post.id = story_post.post_id
           WHERE story_post.story_id IN (SELECT value FROM json_each(?)) AND post.moment < ?""",
        (json.dumps(list(story_ids), ensure_ascii=False), seconds(until)),
    ):
        found[row["story_id"]].append((row["thread"], moment(row["moment"])))
    return found
