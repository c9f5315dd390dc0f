"""Where the posts of a story name people, so that what leaves the console does not.

Only places are kept, never the names: who is deleted from the post is deleted here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b

from model.records import Post
from store.database import Store

PLACEHOLDER = "〔某人〕"
Spans = Sequence[tuple[int, int]]


def put(store: Store, story_id: str, posts: Iterable[Post], spans: Mapping[int, tuple[Spans, Spans]]) -> None:
    """Keep, for each post of the story, where its title and its body name somebody."""
    with store.writing() as db:
        db.conn.executemany(
            "UPDATE story_post SET veiled = ? WHERE story_id = ? AND post_id = ?",
            [(veil(post, spans.get(post.id or 0, ((), ()))), story_id, post.id) for post in posts],
        )


def veil(post: Post, spans: tuple[Spans, Spans]) -> str:
    """What is kept to draw a veil with: which text was read, and where its title and its body name somebody."""
    return json.dumps([_print(post), *spans])


def behind(post: Post, kept: str) -> Post:
    """`post` behind a veil; without a word when it was changed since."""
    return _drawn(post, json.loads(kept))


def hang(store: Store, story_id: str, kept: Mapping[int, str]) -> None:
    """Keep the veils of a story's posts."""
    with store.writing() as db:
        db.conn.executemany(
            "UPDATE story_post SET veiled = ? WHERE story_id = ? AND post_id = ?",
            [(veil, story_id, post) for post, veil in kept.items()],
        )


def drawn(store: Store, story_id: str, posts: Sequence[Post]) -> list[Post]:
    """`posts` with a placeholder for everybody they name; without texts changed since analysis read them."""
    rows = store.rows("SELECT post_id, veiled FROM story_post WHERE story_id = ?", (story_id,))
    veils = {row["post_id"]: json.loads(row["veiled"]) for row in rows if row["veiled"] is not None}
    return [_drawn(post, veils[post.id]) if post.id in veils else post for post in posts]


def _drawn(post: Post, veil: list[object]) -> Post:
    read, title, body = veil
    if read != _print(post):
        return replace(post, title="", body="")
    return replace(post, title=covered(post.title, title), body=covered(post.body, body))


def covered(text: str, spans: object) -> str:
    """`text` with a placeholder at each of the `spans`, which are in order and do not overlap."""
    for start, end in reversed(spans if isinstance(spans, list) else []):
        text = text[:start] + PLACEHOLDER + text[end:]
    return text


def _print(post: Post) -> str:
    """Tells an edited text from the one that was read."""
    return blake2b(f"{post.title}\x1f{post.body}".encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
