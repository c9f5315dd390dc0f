"""Sampled 3-grams of the posts of the last weeks: which of them may have said nearly the same?"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from model.records import Post
from store.database import Store
from store.times import seconds

_NEAREST = 5


def remember(store: Store, sampled: Iterable[tuple[Post, Sequence[int]]]) -> None:
    """Keep the sample of each post instead of its old one; an empty sample forgets the post."""
    with store.writing() as db:
        for post, sample in sampled:
            db.conn.execute("DELETE FROM wording WHERE post_id = ?", (post.id,))
            db.conn.executemany(
                "INSERT INTO wording (gram, moment, post_id) VALUES (?, ?, ?)",
                [(gram, seconds(post.moment), post.id) for gram in sample],
            )


def nearest(store: Store, sample: Sequence[int], since: datetime, until: datetime) -> list[int]:
    """Ids of the posts said in [`since`, `until`] that share most of `sample`, at least two, the most first."""
    rows = store.rows(
        """SELECT post_id, count(*) AS common FROM wording
           WHERE gram IN (SELECT value FROM json_each(?)) AND moment BETWEEN ? AND ?
           GROUP BY post_id HAVING common > 1 ORDER BY common DESC, post_id LIMIT ?""",
        (json.dumps(list(sample)), seconds(since), seconds(until), _NEAREST),
    )
    return [row["post_id"] for row in rows]


def forget(store: Store, before: datetime) -> None:
    """Drop the samples of posts said before `before`."""
    with store.writing() as db:
        db.conn.execute("DELETE FROM wording WHERE moment < ?", (seconds(before),))
