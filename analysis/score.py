"""Scores posts: one pure step after another, each a column of a pandas frame."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import pandas as pd

from analysis.signs.cues import cues
from analysis.signs.places import Places
from analysis.signs.watch import Watch
from analysis.text.duplicates import Duplicates
from analysis.text.segment import Segmenter
from analysis.tone.engines import engine_of
from analysis.tone.judge import UNSCORABLE, Engine, Tone, tones
from model.config import Spot, Topic
from model.records import Post, ScoredPost

NO_ENGINE = "none"


class Scorer:
    """What analysis finds in posts. Loading takes about 0.8 s; keep one for all batches.

    `cache_dir` becomes a private folder for jieba's dictionary (None: read it anew). `engine` judges the tone, by
    its name in `engine_of`; call `close` at the end. `sentiment=False` leaves the tone out.
    `own_weights` is the file of `huisheng train`. `town` chooses the gazetteer in data/places/,
    `spots` are places beside it. Not thread-safe.
    """

    def __init__(
        self,
        topics: Mapping[str, Topic],
        *,
        cache_dir: Path | None,
        engine: str = "posts",
        own_weights: Path | None = None,
        sentiment: bool = True,
        town: str = "永康",
        spots: Sequence[Spot] = (),
    ) -> None:
        self._places = Places(town, spots)
        self.segmenter = Segmenter(cache_dir, [*_watch_words(topics), *self._places.words])
        self._watch = Watch(topics, self.segmenter)
        self._engine: Engine | None = engine_of(engine, own_weights) if sentiment else None

    def score(self, posts: Sequence[Post], recent: Duplicates | None = None) -> list[ScoredPost]:
        """One `ScoredPost` per post, in the same order; a post without an id is known by its place in `posts`.

        `recent` remembers the posts before these and is told of these; without it copies are found only among
        `posts`. Raises `EngineError` when the engine "snownlp" fails; nothing is half-scored then.
        """
        if not posts:
            return []
        seen = Duplicates() if recent is None else recent
        frame = pd.DataFrame(
            {
                "post_id": [i if post.id is None else post.id for i, post in enumerate(posts)],
                "title": [post.title for post in posts],
                "body": [post.body for post in posts],
                "text": [post.text for post in posts],
                "at": [post.moment for post in posts],
            },
            dtype=object,
        )
        frame["words"] = frame["text"].map(self.segmenter.words)
        frame["tone"] = _column(self._tones(list(frame["text"]), list(frame["words"])))
        frame["watch"] = _column(map(self._watch.hits, frame["title"], frame["body"]))
        frame["cues"] = frame["text"].map(cues)
        frame["places"] = frame["text"].map(self._places.find)
        # Last: `recent` must not know posts of a batch that fails.
        frame["duplicate_of"] = _column(map(seen.add, frame["post_id"], frame["text"], frame["at"]))
        return list(self._records(frame))

    def close(self) -> None:
        """End the engine's process, if it has one."""
        if self._engine is not None:
            self._engine.close()

    def _tones(self, texts: list[str], words: list[list[str]]) -> list[Tone]:
        return [UNSCORABLE] * len(texts) if self._engine is None else tones(self._engine, texts, words)

    def _records(self, frame: pd.DataFrame) -> Iterator[ScoredPost]:
        name = NO_ENGINE if self._engine is None else self._engine.name
        for row in cast("Iterable[Any]", frame.itertuples(index=False)):
            yield ScoredPost(
                post_id=row.post_id,
                words=tuple(row.words),
                sentiment=row.tone.sentiment,
                confidence=row.tone.confidence,
                label=row.tone.label,
                watch=row.watch,
                cues=row.cues,
                places=row.places,
                duplicate_of=row.duplicate_of,
                engine=name,
                scores=row.tone.scores,
            )


def _column(values: Iterable[object]) -> pd.Series[Any]:
    """A column that keeps its values as they are; pandas would guess a type."""
    return pd.Series(list(values), dtype=object)


def _watch_words(topics: Mapping[str, Topic]) -> Iterator[str]:
    for topic in topics.values():
        yield from topic.words
        for a, b, _ in topic.near:
            yield from (a, b)
