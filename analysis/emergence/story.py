"""A story as the detector keeps it: what it rests on, and what is said about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from hashlib import blake2b
from typing import Any

from analysis.emergence.reading import Reading, Thread

DISCOVERED, WATCH = "discovered", "watch"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracked:
    """One open story. Times are seconds since 1970; `posts` are the caller's ids, in the order they joined.

    `vocabulary` holds the features it is recognised by. `shown` is whether people may see it.
    """

    id: str
    kind: str
    topic: str | None
    opened: int
    updated: int
    window_start: int
    threads: tuple[Thread, ...]
    posts: tuple[str, ...]
    vocabulary: tuple[str, ...]
    terms: tuple[str, ...]
    title: str
    voices: int
    voices_known: bool
    sources: tuple[str, ...]
    alive: int
    expected: float
    surprise: float
    why: str
    shown: bool


def story_id(first: list[Reading], opened: int) -> str:
    """Stable: made of the first posts' own keys and the tick at which the story opened."""
    digest = blake2b(digest_size=8)
    for source, key in sorted((post.source, post.key) for post in first):
        digest.update(f"{source}\x1f{key}\x1e".encode())
    digest.update(str(opened).encode())
    return digest.hexdigest()


def without(story: Tracked, muted: Mapping[str, Thread], heard: Callable[[Thread], bool]) -> Tracked:
    """The story without the posts in `muted` (id → thread), and without their threads unless still `heard`."""
    silent = {muted[post] for post in story.posts if post in muted}
    threads = tuple(thread for thread in story.threads if thread not in silent or heard(thread))
    return replace(
        story,
        posts=tuple(post for post in story.posts if post not in muted),
        threads=threads,
        sources=tuple(sorted({source for source, _ in threads})),
    )


def content(story: Tracked) -> dict[str, object]:
    """The story as plain values, for keeping."""
    return asdict(story)


def from_content(values: Mapping[str, Any]) -> Tracked:
    """The story that `content` was made from, also after a way through JSON."""
    plain: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in values.items()
    }
    plain["threads"] = tuple((source, thread) for source, thread in plain["threads"])
    return Tracked(**plain)
