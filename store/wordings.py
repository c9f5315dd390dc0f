"""Sampled 3-grams of the posts of the last weeks: which of them may have said nearly the same?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from model.records import Post
from store.database import Store
from store.times import seconds

_NEAREST, _MOST = 5, 40


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
    """Ids of the posts said in [`since`, `until`] that share most of `sample`, at least two, the most first.

    Of a number that many posts share only some are looked at: the cost of a question must not grow with the weeks.
    """
    found: Counter[int] = Counter()
    for gram in sample:
        rows = store.rows(
            "SELECT post_id FROM wording WHERE gram = ? AND moment BETWEEN ? AND ? ORDER BY post_id LIMIT ?",
            (gram, seconds(since), seconds(until), _MOST),
        )
        found.update(row["post_id"] for row in rows)
    ranked = sorted((-count, post_id) for post_id, count in found.items() if count > 1)
    return [post_id for _, post_id in ranked[:_NEAREST]]


def forget(store: Store, before: datetime) -> None:
    """Drop the samples of posts said before `before`."""
    with store.writing() as db:
        db.conn.execute("DELETE FROM wording WHERE moment < ?", (seconds(before),))
