"""From the posts that a story rests on to what may be shown of them: one link and one excerpt per thread."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from alerts.triage.excerpt import excerpt, thread_link
from model.records import Evidence, Post

MOST_THREADS = 50
"""A story may run to hundreds of threads; nobody opens more than these, the earliest."""
_TELLING = 8  # a shorter title (求助, 看图) says nothing by itself


def evidence(posts: Iterable[Post]) -> tuple[Evidence, ...]:
    """One `Evidence` per thread, the earliest first. `posts` are redacted and hold no first-person distress."""
    ordered = sorted(posts, key=lambda post: (post.source, post.thread, post.moment, post.key))
    threads = [list(group) for _, group in groupby(ordered, key=lambda post: (post.source, post.thread))]
    found = sorted((_of_thread(thread) for thread in threads), key=lambda item: (item.seen_at, item.thread_url))
    return tuple(found[:MOST_THREADS])


def _of_thread(posts: Sequence[Post]) -> Evidence:
    first = next((post for post in posts if post.opener), posts[0])
    return Evidence(
        source=first.source,
        thread_url=thread_link(first.thread_url),
        excerpt=excerpt(_telling(first)),
        posts=len(posts),
        seen_at=min(post.moment for post in posts),
    )


def _telling(post: Post) -> str:
    return post.title if len(post.title) >= _TELLING or not post.body.strip() else f"{post.title} {post.body}"
