"""What decides when each source is visited next."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from model.pace import Past, Wish
from store.database import Store
from store.times import moment, seconds

WEEK = timedelta(days=7)
_MOST_POSTS = 1000  # one every ten minutes; more need no exact figure, and a visit must not count them all


def keep(store: Store, source: str, past: Past) -> None:
    """Remember what the last visit said about the pace; the site's wait (`wait`) is left as it is."""
    with store.writing() as db:
        db.conn.execute(
            """INSERT INTO source_pace (source, wish, failures, news, gap) VALUES (?, ?, ?, ?, ?)
               ON CONFLICT DO UPDATE SET wish = excluded.wish, failures = excluded.failures, news = excluded.news,
                   gap = excluded.gap""",
            (
                source, _written(past.wish), past.failures, int(past.news),
                None if past.gap is None else round(past.gap.total_seconds()),
            ),
        )  # fmt: skip


def wait(store: Store, source: str, until: datetime | None) -> None:
    """The site of `source` asked for a pause of all its visitors until then; None: no longer."""
    with store.writing() as db:
        db.conn.execute(
            """INSERT INTO source_pace (source, wish, failures, news, site_wait) VALUES (?, ?, 0, 1, ?)
               ON CONFLICT DO UPDATE SET site_wait = excluded.site_wait""",
            (source, _written(Wish()), seconds(until)),
        )


def pasts(store: Store) -> dict[str, Past]:
    """Every source that was ever visited or told to wait, by name."""
    rows = store.rows(
        """SELECT name, visited_at, not_before, wish, failures, news, gap, site_wait
           FROM (SELECT source AS name FROM source_visit UNION SELECT source FROM source_pace)
           LEFT JOIN source_visit ON source_visit.source = name
           LEFT JOIN source_pace ON source_pace.source = name ORDER BY name"""
    )
    return {row["name"]: _past(dict(row)) for row in rows}


def usual_gap(store: Store, source: str, now: datetime) -> timedelta | None:
    """The mean time between two posts of the last week; None while the source is known for less than that.

    A week without any post counts as one post.
    """
    row = store.row("SELECT first_at FROM source_visit WHERE source = ?", (source,))
    first = moment(row["first_at"]) if row else None
    if first is None or now - first < WEEK:
        return None
    found = store.row(
        """SELECT count(*) AS posts FROM (
               SELECT 1 FROM post WHERE source = ? AND moment > ? AND moment <= ? LIMIT ?)""",
        (source, seconds(now - WEEK), seconds(now), _MOST_POSTS),
    )
    return WEEK / max(1, int(found["posts"]) if found else 0)


def _past(row: dict[str, Any]) -> Past:
    waits = [at for at in (moment(row["not_before"]), moment(row["site_wait"])) if at is not None]
    return Past(
        visited_at=moment(row["visited_at"]), not_before=max(waits, default=None),
        wish=wish_from(json.loads(row["wish"])) if row["wish"] else Wish(), failures=row["failures"] or 0,
        news=bool(row["news"]) if row["news"] is not None else True,
        gap=None if row["gap"] is None else timedelta(seconds=row["gap"]),
    )  # fmt: skip


def wish_from(tree: dict[str, Any]) -> Wish:
    """The reverse of `plain_wish`."""
    ttl, period, fresh = (timedelta(seconds=float(tree.get(name, 0))) for name in ("ttl", "period", "fresh"))
    hours, days = (tuple(tree.get(name, ())) for name in ("skip_hours", "skip_days"))
    return Wish(ttl=ttl, period=period, fresh=fresh, skip_hours=hours, skip_days=days)


def plain_wish(wish: Wish) -> dict[str, Any]:
    """`wish` for JSON: lengths in seconds."""
    return {k: v.total_seconds() if isinstance(v, timedelta) else list(v) for k, v in asdict(wish).items()}


def _written(wish: Wish) -> str:
    return json.dumps(plain_wish(wish), sort_keys=True)
