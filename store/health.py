"""How well a source is read: what its lists showed, what its posts have, and what is unusual about it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from store.database import Store
from store.times import moment, seconds

KEPT_DAYS = 60
SHORTEST_BODY = 5  # characters; fewer are hardly a text
_MOST_RECENT, _MOST_BEFORE = 200, 500  # posts looked at: the cost of a visit must not grow with the past


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Sums over some visits that read a list: `empty` of them showed nothing.

    `listed`: items on the lists. `tried`: items and pages of items that were read; `gave`: those with a post.
    """

    visits: int = 0
    empty: int = 0
    listed: int = 0
    tried: int = 0
    gave: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """Of some posts: how many have a date, how many a text; of the openers among them, how many a title."""

    posts: int = 0
    dated: int = 0
    bodies: int = 0
    openers: int = 0
    titled: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Oddity:
    """Something unusual about a source: `kind` is a message of data/messages/crawlers.toml (``trouble.<kind>``)."""

    source: str
    kind: str
    since: datetime
    ended_at: datetime | None
    details: Mapping[str, str] = field(default_factory=dict)


def add(store: Store, source: str, day: date, reading: Reading) -> None:
    """Add one visit to the sums of its day, and count the empty visits in a row."""
    with store.writing() as db:
        db.conn.execute(
            """INSERT INTO reading (source, day, visits, empty, listed, tried, gave) VALUES (?, ?, ?, ?, ?, ?, ?)
               ON CONFLICT DO UPDATE SET visits = visits + excluded.visits, empty = empty + excluded.empty,
                   listed = listed + excluded.listed, tried = tried + excluded.tried,
                   gave = gave + excluded.gave""",
            (
                source, day.isoformat(), reading.visits, reading.empty, reading.listed, reading.tried, reading.gave,
            ),
        )  # fmt: skip
        if reading.visits:
            db.conn.execute(
                "UPDATE source_visit SET empty = CASE WHEN ? THEN empty + 1 ELSE 0 END WHERE source = ?",
                (reading.empty, source),
            )
        db.conn.execute("DELETE FROM reading WHERE day < date(?, ?)", (day.isoformat(), f"-{KEPT_DAYS} days"))


def empty_in_a_row(store: Store, source: str) -> int:
    """How many of the last visits showed nothing at all."""
    row = store.row("SELECT empty FROM source_visit WHERE source = ?", (source,))
    return int(row["empty"]) if row else 0


def readings(store: Store, source: str, start: date, end: date) -> Reading:
    """The sums of the days from `start` to `end`, both included."""
    row = store.row(
        """SELECT coalesce(sum(visits), 0) AS visits, coalesce(sum(empty), 0) AS empty,
                  coalesce(sum(listed), 0) AS listed, coalesce(sum(tried), 0) AS tried,
                  coalesce(sum(gave), 0) AS gave
           FROM reading WHERE source = ? AND day BETWEEN ? AND ?""",
        (source, start.isoformat(), end.isoformat()),
    )
    return Reading(**dict(row)) if row else Reading()


def fields(store: Store, source: str, after: datetime, until: datetime, *, recent: bool) -> Fields:
    """The newest posts said in (`after`, `until`], at most 200 (`recent`) or 500; imported ones are not counted."""
    row = store.row(
        f"""SELECT count(*) AS posts, coalesce(sum(precision <> 'none'), 0) AS dated,
                  coalesce(sum(length(body) >= {SHORTEST_BODY}), 0) AS bodies, coalesce(sum(opener), 0) AS openers,
                  coalesce(sum(opener AND title <> ''), 0) AS titled
           FROM (SELECT precision, body, opener, title FROM post WHERE source = ? AND moment > ? AND moment <= ?
                 AND imported = 0 ORDER BY moment DESC LIMIT ?)""",
        (source, seconds(after), seconds(until), _MOST_RECENT if recent else _MOST_BEFORE),
    )
    return Fields(**dict(row)) if row else Fields()


def longest_quiet(store: Store, source: str, after: datetime) -> tuple[int, timedelta]:
    """How many hours since `after` had a post, and the longest time between two such hours."""
    rows = store.rows(
        """SELECT count(*) AS hours, coalesce(max(gap), 0) AS gap FROM (
               SELECT hour - lag(hour) OVER (ORDER BY hour) AS gap FROM (
                   SELECT DISTINCT moment / 3600 AS hour FROM post WHERE source = ? AND moment > ?))""",
        (source, seconds(after)),
    )
    return (int(rows[0]["hours"]), timedelta(hours=rows[0]["gap"])) if rows else (0, timedelta(0))


def oddities(store: Store, until: datetime | None = None) -> dict[str, list[Oddity]]:
    """What is unusual now (or, as far as is known, was at `until`), by source, the oldest first."""
    rows = store.rows(
        """SELECT * FROM source_oddity
           WHERE (:at IS NULL AND ended_at IS NULL) OR (since <= :at AND (ended_at IS NULL OR ended_at > :at))
           ORDER BY source, since, kind""",
        {"at": seconds(until) if until else None},
    )
    found: dict[str, list[Oddity]] = {}
    for row in rows:
        found.setdefault(row["source"], []).append(
            Oddity(
                source=row["source"], kind=row["kind"], since=moment(row["since"]),
                ended_at=moment(row["ended_at"]), details=json.loads(row["details"]),
            )
        )  # fmt: skip
    return found


def note(
    store: Store, source: str, found: Mapping[str, Mapping[str, str]], at: datetime, rest: timedelta
) -> list[str]:
    """Write down what is unusual about a source at `at`, kind by kind; returns the kinds that are to be told.

    What goes on is told once. What ended less than `rest` ago and is back is the same thing going on.
    """
    with store.writing() as db:
        rows = store.rows("SELECT kind, ended_at FROM source_oddity WHERE source = ?", (source,))
        known = {row["kind"]: row["ended_at"] for row in rows}
        told = []
        for kind, details in found.items():
            ended = known.get(kind)
            new = kind not in known or (ended is not None and ended < seconds(at - rest))
            told += [kind] if new else []
            db.conn.execute(
                """INSERT INTO source_oddity (source, kind, since, ended_at, details)
                   VALUES (:source, :kind, :at, NULL, :details)
                   ON CONFLICT DO UPDATE SET ended_at = NULL, details = :details,
                       since = CASE WHEN :new THEN :at ELSE since END""",
                {
                    "source": source, "kind": kind, "at": seconds(at), "new": new,
                    "details": json.dumps(dict(details), ensure_ascii=False, sort_keys=True),
                },
            )  # fmt: skip
        over = [kind for kind, ended in known.items() if ended is None and kind not in found]
        db.conn.executemany(
            "UPDATE source_oddity SET ended_at = ? WHERE source = ? AND kind = ?",
            [(seconds(at), source, kind) for kind in over],
        )
        return told
