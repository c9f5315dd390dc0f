"""The detector's running state: what is usual, the last 24 hours, the open stories, and edits to read again.

`StoredBaseline` answers exactly as the in-memory one of a replay does (analysis/emergence/baseline.py, which
defines what a vote, a day, the horizon and the memory are).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from model.records import Post, Precision
from store.database import Store
from store.times import moment, seconds

_FLUSH_AT = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowPost:
    """A scored post on its way through the detector, with its text as it was scored, visible since `seen`."""

    post: Post
    seen: datetime
    words: tuple[str, ...]
    topics: tuple[str, ...]


class StoredBaseline:
    """Votes of the past of one district. `pack` turns a gram into its number; `horizon` and `memory` are days.

    Votes are kept back and written together; call `flush` before the transaction ends.
    """

    def __init__(
        self, store: Store, *, pack: Callable[[str], int], horizon: int, memory: int, district: str = ""
    ) -> None:
        self._store = store
        self._district = district
        self._pack = pack
        self._horizon = horizon
        self._memory = memory
        self._grams: dict[tuple[int, int], int] = {}
        self._terms: dict[tuple[str, int], int] = {}
        self._days: dict[int, int] = {}

    def add(self, day: int, grams: Iterable[str], words: Iterable[str], *, new_thread: bool) -> None:
        """One thread's votes of one day."""
        for gram in grams:
            place = self._pack(gram), day
            self._grams[place] = self._grams.get(place, 0) + 1
        for word in words:
            self._terms[word, day] = self._terms.get((word, day), 0) + 1
        if new_thread:
            self._days[day] = self._days.get(day, 0) + 1
        if len(self._grams) > _FLUSH_AT:
            self.flush()

    def grams(self, wanted: Collection[str], day: int) -> Mapping[str, int]:
        """Votes for each gram within the memory."""
        self.flush()
        packed = {self._pack(gram): gram for gram in wanted}
        rows = self._store.rows(
            """SELECT gram, votes FROM gram
               WHERE district = ? AND gram IN (SELECT value FROM json_each(?)) AND day >= ?""",
            (self._district, json.dumps(list(packed)), day - self._memory),
        )
        return {packed[row["gram"]]: row["votes"] for row in rows}

    def words(self, wanted: Collection[str], day: int) -> Mapping[str, int]:
        """Votes for each word within the horizon."""
        self.flush()
        rows = self._store.rows(
            """SELECT term, sum(threads) AS votes FROM term_day
               WHERE district = ? AND term IN (SELECT value FROM json_each(?)) AND day >= ? GROUP BY term""",
            (self._district, json.dumps(list(wanted)), day - self._horizon),
        )
        return {row["term"]: row["votes"] for row in rows}

    def threads(self, day: int) -> tuple[int, int]:
        """Threads that voted within the horizon, and within the memory."""
        self.flush()
        row = self._store.row(
            """SELECT coalesce(sum(threads) FILTER (WHERE day >= ?), 0) AS recent,
                      coalesce(sum(threads), 0) AS remembered FROM day_total WHERE district = ? AND day >= ?""",
            (day - self._horizon, self._district, day - self._memory),
        )
        return (row["recent"], row["remembered"]) if row else (0, 0)

    def days(self, day: int) -> list[int]:
        """The days within the memory on which any thread voted, ascending."""
        self.flush()
        rows = self._store.rows(
            "SELECT day FROM day_total WHERE district = ? AND day >= ? ORDER BY day",
            (self._district, day - self._memory),
        )
        return [row["day"] for row in rows]

    def flush(self) -> None:
        """Write the votes kept back."""
        if not (self._grams or self._terms or self._days):
            return
        with self._store.writing() as db:
            db.conn.executemany(
                """INSERT INTO gram (district, gram, day, votes) VALUES (?, ?, ?, ?)
                   ON CONFLICT DO UPDATE SET
                   votes = excluded.votes + CASE WHEN day >= excluded.day - ? THEN votes ELSE 0 END,
                   day = max(day, excluded.day)""",
                [(self._district, gram, day, votes, self._memory) for (gram, day), votes in self._grams.items()],
            )
            db.conn.executemany(
                """INSERT INTO term_day (district, term, day, threads) VALUES (?, ?, ?, ?)
                   ON CONFLICT DO UPDATE SET threads = threads + excluded.threads""",
                [(self._district, term, day, votes) for (term, day), votes in self._terms.items()],
            )
            db.conn.executemany(
                """INSERT INTO day_total (district, day, threads) VALUES (?, ?, ?)
                   ON CONFLICT DO UPDATE SET threads = threads + excluded.threads""",
                [(self._district, day, threads) for day, threads in self._days.items()],
            )
        self._grams, self._terms, self._days = {}, {}, {}


def forget_past(store: Store, *, day: int, horizon: int, memory: int) -> None:
    """Delete what no question about `day` or later can still ask for."""
    with store.writing() as db:
        db.conn.execute("DELETE FROM gram WHERE day < ?", (day - memory,))
        db.conn.execute("DELETE FROM term_day WHERE day < ?", (day - horizon,))
        db.conn.execute("DELETE FROM day_total WHERE day < ?", (day - memory,))


def queue(store: Store, scored: Iterable[WindowPost]) -> None:
    """Hand scored posts to the detector, each for the tick at which it became visible."""
    with store.writing() as db:
        db.conn.executemany(
            """INSERT OR REPLACE INTO window_post (post_id, seen, entered, title, body, words, topics)
               VALUES (?, ?, 0, ?, ?, ?, ?)""",
            [
                (
                    item.post.id, seconds(item.seen), item.post.title, item.post.body, " ".join(item.words),
                    json.dumps(item.topics, ensure_ascii=False),
                )
                for item in scored
            ],
        )  # fmt: skip


_SELECT = """SELECT w.post_id, w.seen, w.title, w.body, w.words, w.topics, post.source, post.key, post.url,
    post.thread, post.opener, post.published_at, post.precision, post.fetched_at, post.edited_at, post.gone_at,
    post.voice
    FROM window_post AS w JOIN post ON post.id = w.post_id"""


def inside(store: Store) -> list[WindowPost]:
    """The posts that the detector holds in its window, in the order of their ids."""
    return [_window_post(row) for row in store.rows(f"{_SELECT} WHERE w.entered = 1 ORDER BY w.post_id")]


def unread(store: Store, last: int) -> int:
    """How many posts have an id above `last`."""
    row = store.row("SELECT count(*) AS posts FROM post WHERE id > ?", (last,))
    return int(row["posts"]) if row else 0


def arrivals(store: Store, end: datetime) -> list[datetime]:
    """The moments, up to `end`, at which posts became visible that the detector has not taken in; ascending."""
    rows = store.rows(
        "SELECT DISTINCT seen FROM window_post WHERE entered = 0 AND seen <= ? ORDER BY seen", (seconds(end),)
    )
    return [moment(row["seen"]) for row in rows]


def waiting(store: Store, end: datetime) -> Iterator[WindowPost]:
    """The posts not yet taken in that were visible at `end`, thread by thread."""
    rows = store.rows(
        f"{_SELECT} WHERE w.entered = 0 AND w.seen <= ? ORDER BY post.source, post.thread, w.seen, w.post_id",
        (seconds(end),),
    )
    return (_window_post(row) for row in rows)


def in_flight(store: Store, post_ids: Iterable[int]) -> set[int]:
    """Those of `post_ids` that the detector holds or waits for."""
    rows = store.rows(
        "SELECT DISTINCT post_id FROM window_post WHERE post_id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(post_ids)),),
    )
    return {row["post_id"] for row in rows}


def enter(store: Store, taken: Iterable[WindowPost]) -> None:
    """Note that these were taken in; an earlier version of the same post is replaced."""
    with store.writing() as db:
        for item in taken:
            place = (item.post.id, seconds(item.seen))
            db.conn.execute("DELETE FROM window_post WHERE post_id = ? AND seen < ?", place)
            db.conn.execute("UPDATE window_post SET entered = 1 WHERE post_id = ? AND seen = ?", place)


def leave(store: Store, post_ids: Iterable[int]) -> None:
    """Forget posts that left the window, in every version."""
    with store.writing() as db:
        db.conn.executemany("DELETE FROM window_post WHERE post_id = ?", [(i,) for i in post_ids])


def edits(store: Store, limit: int) -> list[tuple[int, int]]:
    """Edits to read again, oldest first: pairs of (number, post id)."""
    rows = store.rows("SELECT id, post_id FROM post_edit ORDER BY id LIMIT ?", (limit,))
    return [(row["id"], row["post_id"]) for row in rows]


def unread_edits(store: Store, post_ids: Iterable[int]) -> set[int]:
    """Those of `post_ids` that were edited and that analysis has not read again yet."""
    rows = store.rows(
        "SELECT DISTINCT post_id FROM post_edit WHERE post_id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(post_ids)),),
    )
    return {row["post_id"] for row in rows}


def edits_read(store: Store, last: int) -> None:
    """Drop the edits up to number `last`; call inside the transaction that commits their scores."""
    with store.writing() as db:
        db.conn.execute("DELETE FROM post_edit WHERE id <= ?", (last,))


def open_stories(store: Store) -> list[dict[str, Any]]:
    """What the detector keeps of each open story, as it was put, by id."""
    return [json.loads(row["content"]) for row in store.rows("SELECT content FROM open_story ORDER BY id")]


def put_story(store: Store, identifier: str, content: Mapping[str, object]) -> None:
    """Keep the detector's side of a story, while it is open."""
    with store.writing() as db:
        db.conn.execute(
            """INSERT INTO open_story (id, content) VALUES (?, ?)
               ON CONFLICT DO UPDATE SET content = excluded.content""",
            (identifier, json.dumps(content, ensure_ascii=False)),
        )


def close_stories(store: Store, identifiers: Iterable[str]) -> None:
    """Stop following these stories; what people see of them stays (store/stories.py)."""
    with store.writing() as db:
        db.conn.executemany("DELETE FROM open_story WHERE id = ?", [(i,) for i in identifiers])


def set_back(store: Store, now: datetime) -> int:
    """The clock was ahead and was put right: what it dated after `now` is dated `now`; how many posts that were.

    A time of publication that was believed only because of that clock becomes unknown. Nothing is read as an edit.
    """
    values = {"now": seconds(now)}
    with store.writing() as db:
        db.conn.execute("UPDATE OR REPLACE window_post SET seen = :now WHERE seen > :now", values)
        db.conn.execute("UPDATE post SET edited_at = :now WHERE edited_at > :now", values)
        db.conn.execute("UPDATE post SET gone_at = :now WHERE gone_at > :now", values)
        changed = db.conn.execute(
            """UPDATE post SET fetched_at = min(fetched_at, :now), moment = min(moment, :now),
                   precision = CASE WHEN published_at > :now THEN 'none' ELSE precision END,
                   published_at = CASE WHEN published_at > :now THEN NULL ELSE published_at END
               WHERE fetched_at > :now""",
            values,
        )
        return changed.rowcount


def _window_post(row: sqlite3.Row) -> WindowPost:
    post = Post(
        id=row["post_id"], source=row["source"], key=row["key"], url=row["url"], thread=row["thread"],
        thread_url="", opener=bool(row["opener"]), title=row["title"], body=row["body"],
        published_at=moment(row["published_at"]), precision=Precision(row["precision"]),
        fetched_at=moment(row["fetched_at"]), edited_at=moment(row["edited_at"]), gone_at=moment(row["gone_at"]),
        voice=row["voice"],
    )  # fmt: skip
    return WindowPost(
        post=post,
        seen=moment(row["seen"]),
        words=tuple(row["words"].split()),
        topics=tuple(json.loads(row["topics"])),
    )
