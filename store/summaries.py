"""What analysis adds to a story in a line or two: the post that speaks for it, and its key terms."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from store.database import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class StorySummary:
    """`representative` is a post id; None when no post may speak for the story."""

    story_id: str
    representative: int | None
    key_terms: tuple[str, ...]


def save(store: Store, summaries: Sequence[StorySummary]) -> None:
    """Insert or replace."""
    with store.writing() as db:
        db.conn.executemany(
            "INSERT OR REPLACE INTO story_summary (story_id, representative, key_terms) VALUES (?, ?, ?)",
            [(s.story_id, s.representative, json.dumps(s.key_terms, ensure_ascii=False)) for s in summaries],
        )


def get(store: Store, story_id: str) -> StorySummary | None:
    """The summary of a story; None for stories of before there were any."""
    row = store.row("SELECT * FROM story_summary WHERE story_id = ?", (story_id,))
    if row is None:
        return None
    return StorySummary(
        story_id=story_id, representative=row["representative"], key_terms=tuple(json.loads(row["key_terms"]))
    )
