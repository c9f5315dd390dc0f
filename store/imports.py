"""Posts from a file: added once, never put over something newer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from model.records import Post
from store import posts as post_store
from store.database import Store
from store.times import seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What became of posts: new; put over an older text; the same as stored; older than what is stored, so left."""

    new: int = 0
    edited: int = 0
    known: int = 0
    older: int = 0


def add(store: Store, posts: Sequence[Post]) -> Added:
    """Store `posts` in one transaction. A known one is replaced only by a text fetched later than the stored one:
    an old file must not undo an edit, and the same file twice must change nothing."""
    with store.writing():
        fates = []
        for post in posts:
            fate = judge(store, post)
            if fate in {"new", "edited"}:
                post_store.save(store, [post])
            fates.append(fate)
    return count(fates)


def judge(store: Store, post: Post) -> str:
    """What would become of `post`: the name of a figure of `Added`."""
    row = store.row(
        """SELECT title, body, coalesce(edited_at, fetched_at) AS told FROM post WHERE source = ? AND key = ?""",
        (post.source, post.key),
    )
    if row is None:
        return "new"
    if (row["title"], row["body"]) == (post.title, post.body):
        return "known"
    return "edited" if seconds(post.fetched_at) > row["told"] else "older"


def count(fates: Iterable[str]) -> Added:
    """How often each fate fell."""
    found = list(fates)
    return Added(**{name: found.count(name) for name in ("new", "edited", "known", "older")})
