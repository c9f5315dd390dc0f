"""What `huisheng doctor` asks the database. Reading only, but for the repairs at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from store.database import Store
from store.posts import spaced
from store.times import moment, seconds

_BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """Sizes in bytes."""

    used: int
    free: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """Posts stored between the first and the last fetch."""

    posts: int
    first: datetime
    last: datetime


def damage(store: Store) -> str:
    """'' when SQLite finds the file whole, else the first thing that is wrong with it."""
    row = store.row("PRAGMA quick_check(1)")
    found = str(row[0]) if row else "no answer"
    return "" if found == "ok" else found.splitlines()[-1]


def pages(store: Store) -> Pages:
    """How much of the file is used, and how much of it is free for reuse."""
    size, count, free = (
        int(store.rows(f"PRAGMA {name}")[0][0]) for name in ("page_size", "page_count", "freelist_count")
    )
    return Pages(used=size * (count - free), free=size * free)


def index_gap(store: Store) -> tuple[int, int]:
    """How many posts there are, and how many of them the search index holds."""
    row = store.row(
        "SELECT (SELECT count(*) FROM post) AS posts, (SELECT count(*) FROM post_fts_docsize) AS indexed"
    )
    return (int(row["posts"]), int(row["indexed"])) if row else (0, 0)


def growth(store: Store) -> Growth | None:
    """How fast posts came; None while there are none."""
    row = store.row("SELECT count(*) AS posts, min(fetched_at) AS first, max(fetched_at) AS last FROM post")
    if row is None or not row["posts"]:
        return None
    return Growth(posts=row["posts"], first=moment(int(row["first"])), last=moment(int(row["last"])))


def newest_moment(store: Store) -> datetime | None:
    """The latest time by our own clock that was ever written down."""
    row = store.row(
        """SELECT max(at) AS newest FROM (SELECT max(started_at) AS at FROM run
               UNION ALL SELECT max(fetched_at) FROM post UNION ALL SELECT max(at) FROM issue)"""
    )
    return moment(row["newest"]) if row else None


def unfinished(store: Store) -> list[tuple[str, datetime]]:
    """Job and start of the runs that never ended, newest first."""
    rows = store.rows("SELECT job, started_at FROM run WHERE finished_at IS NULL ORDER BY id DESC LIMIT 1000")
    return [(row["job"], moment(row["started_at"])) for row in rows]


def failures_in_a_row(store: Store, source: str, since: datetime | None) -> tuple[int, str, str]:
    """In how many runs a source failed since its last success; kind and words of its newest error."""
    rows = store.rows(
        """SELECT run_id, kind, message FROM issue WHERE source = ? AND severity = 'error' AND at > ?
           ORDER BY id DESC LIMIT 1000""",
        (source, seconds(since) if since else 0),
    )
    if not rows:
        return 0, "", ""
    return len({row["run_id"] for row in rows}), rows[0]["kind"], rows[0]["message"]


def runs_with(store: Store, source: str, kinds: Sequence[str], since: datetime) -> tuple[int, str]:
    """In how many runs since then a source had an issue of one of `kinds`; the words of the newest."""
    marks = ",".join("?" * len(kinds))
    rows = store.rows(
        f"""SELECT run_id, message FROM issue WHERE source = ? AND at > ? AND kind IN ({marks})
            ORDER BY id DESC LIMIT 1000""",
        (source, seconds(since), *kinds),
    )
    return (len({row["run_id"] for row in rows}), rows[0]["message"]) if rows else (0, "")


def rebuild_index(store: Store) -> int:
    """Fill the search index anew, in one transaction; returns how many posts it holds."""
    done, last = 0, 0
    with store.writing() as db:
        db.conn.execute("INSERT INTO post_fts (post_fts) VALUES ('delete-all')")
        while rows := store.rows(
            "SELECT id, title, body FROM post WHERE id > ? ORDER BY id LIMIT ?", (last, _BATCH)
        ):
            db.conn.executemany(
                "INSERT INTO post_fts (rowid, text) VALUES (?, ?)",
                [(row["id"], spaced(f"{row['title']}\n{row['body']}")) for row in rows],
            )
            done, last = done + len(rows), rows[-1]["id"]
    return done


def merge_log(store: Store) -> bool:
    """Put the write-ahead log into the database and empty it; False when readers kept part of it."""
    row = store.row("PRAGMA wal_checkpoint(TRUNCATE)")
    return row is not None and int(row[0]) == 0


def try_again(store: Store, channels: Sequence[str], now: datetime) -> int:
    """Make every message that waits after a refusal due now; returns how many."""
    with store.writing() as db:
        marks = ",".join("?" * len(channels))
        cursor = db.conn.execute(
            f"""UPDATE message SET next_attempt_at = ?, gave_up = '' WHERE delivered_at IS NULL
                AND last_error <> '' AND (next_attempt_at > ? OR gave_up <> '') AND channel IN ({marks})""",
            (seconds(now), seconds(now), *channels),
        )
        return cursor.rowcount
