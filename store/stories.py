"""Stories, and the posts they rest on."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from model.records import Story
from store.database import Store
from store.times import moment, seconds


def save(store: Store, stories: Iterable[Story]) -> None:
    """Insert or replace each story by its id; its posts are added, never removed."""
    with store.writing() as db:
        for story in stories:
            db.conn.execute(
                """INSERT INTO story (id, kind, topic, terms, title, opened_at, updated_at, window_start,
                       window_end, threads, voices, voices_known, sources, expected, surprise, why, shown)
                   VALUES (:id, :kind, :topic, :terms, :title, :opened_at, :updated_at, :window_start, :window_end,
                       :threads, :voices, :voices_known, :sources, :expected, :surprise, :why, :shown)
                   ON CONFLICT DO UPDATE SET terms = :terms, title = :title, updated_at = :updated_at,
                       window_start = :window_start, window_end = :window_end, threads = :threads,
                       voices = :voices, voices_known = :voices_known, sources = :sources,
                       expected = :expected, surprise = :surprise, why = :why, shown = :shown""",
                _values(story),
            )
            db.conn.executemany(
                "INSERT OR IGNORE INTO story_post (story_id, post_id) VALUES (?, ?)",
                [(story.id, post) for post in story.post_ids],
            )


def rest_only_on(store: Store, stories: Iterable[Story]) -> None:
    """Let go of the posts that each story no longer rests on: some must not be quoted any more."""
    with store.writing() as db:
        for story in stories:
            db.conn.execute(
                """DELETE FROM story_post WHERE story_id = ?
                   AND post_id NOT IN (SELECT value FROM json_each(?))""",
                (story.id, json.dumps(story.post_ids)),
            )


def updated_after(store: Store, after: datetime) -> list[Story]:
    """Stories touched after `after`, oldest change first."""
    rows = store.rows(
        "SELECT * FROM story WHERE updated_at > ? ORDER BY updated_at, opened_at, id", (seconds(after),)
    )
    return [_story(store, row) for row in rows]


def moments(store: Store, story_id: str, since: datetime, until: datetime) -> list[datetime]:
    """When the posts of a story in [`since`, `until`) were said."""
    rows = store.rows(
        """SELECT moment FROM story_post JOIN post ON post.id = story_post.post_id
           WHERE story_id = ? AND moment >= ? AND moment < ? ORDER BY moment""",
        (story_id, seconds(since), seconds(until)),
    )
    return [moment(row["moment"]) for row in rows]


def get(store: Store, story_id: str) -> Story | None:
    """The story with this id."""
    row = store.row("SELECT * FROM story WHERE id = ?", (story_id,))
    return _story(store, row) if row else None


def _values(story: Story) -> dict[str, object]:
    return {
        "id": story.id, "kind": story.kind, "topic": story.topic,
        "terms": json.dumps(story.terms, ensure_ascii=False), "title": story.title,
        "opened_at": seconds(story.opened_at), "updated_at": seconds(story.updated_at),
        "window_start": seconds(story.window_start), "window_end": seconds(story.window_end),
        "threads": story.threads, "voices": story.voices, "voices_known": int(story.voices_known),
        "sources": json.dumps(story.sources, ensure_ascii=False), "expected": story.expected,
        "surprise": story.surprise, "why": story.why, "shown": int(story.shown),
    }  # fmt: skip


def _story(store: Store, row: sqlite3.Row) -> Story:
    posts = store.rows("SELECT post_id FROM story_post WHERE story_id = ? ORDER BY post_id", (row["id"],))
    return replace(without_posts(row), post_ids=tuple(post["post_id"] for post in posts))


def without_posts(row: sqlite3.Row) -> Story:
    """The story of a row, without the posts it rests on."""
    return Story(
        id=row["id"], kind=row["kind"], topic=row["topic"], terms=tuple(json.loads(row["terms"])),
        title=row["title"], opened_at=moment(row["opened_at"]), updated_at=moment(row["updated_at"]),
        window_start=moment(row["window_start"]), window_end=moment(row["window_end"]),
        threads=row["threads"], voices=row["voices"], voices_known=bool(row["voices_known"]),
        sources=tuple(json.loads(row["sources"])), expected=row["expected"], surprise=row["surprise"],
        why=row["why"], shown=bool(row["shown"]), post_ids=(),
    )  # fmt: skip
