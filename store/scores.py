"""What analysis found in each post."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from model.records import Label, ScoredPost, WatchHit
from store.database import Store


def save(store: Store, scored: Iterable[ScoredPost]) -> None:
    """Insert or replace the score of each post."""
    with store.writing() as db:
        db.conn.executemany(
            """INSERT OR REPLACE INTO scored_post (post_id, words, sentiment, confidence, label, watch, cues,
                   places, duplicate_of, engine, scores) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            [
                (
                    s.post_id, " ".join(s.words), s.sentiment, s.confidence, s.label.value,
                    json.dumps([asdict(hit) for hit in s.watch], ensure_ascii=False),
                    json.dumps(s.cues, ensure_ascii=False), json.dumps(s.places, ensure_ascii=False),
                    s.duplicate_of, s.engine, json.dumps(dict(s.scores), sort_keys=True),
                )
                for s in scored
            ],
        )  # fmt: skip


def by_ids(store: Store, ids: Sequence[int]) -> dict[int, ScoredPost]:
    """The scores of these posts, by post id; posts not yet scored are left out."""
    found: dict[int, ScoredPost] = {}
    for start in range(0, len(ids), 500):
        part = list(ids[start : start + 500])
        marks = ",".join("?" * len(part))
        for row in store.rows(f"SELECT * FROM scored_post WHERE post_id IN ({marks})", part):
            found[row["post_id"]] = _scored(row)
    return found


def _scored(row: sqlite3.Row) -> ScoredPost:
    return ScoredPost(
        post_id=row["post_id"], words=tuple(row["words"].split(" ")) if row["words"] else (),
        sentiment=row["sentiment"], confidence=row["confidence"], label=Label(row["label"]),
        watch=tuple(_hit(hit) for hit in json.loads(row["watch"])), cues=tuple(json.loads(row["cues"])),
        places=tuple(json.loads(row["places"])), duplicate_of=row["duplicate_of"], engine=row["engine"],
        scores=json.loads(row["scores"]),
    )  # fmt: skip


def _hit(values: dict[str, Any]) -> WatchHit:
    """A hit as it was stored; older ones have no disguises."""
    return WatchHit(**{**values, "through": tuple(values.get("through", ()))})
