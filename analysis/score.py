"""Scores posts: one pure step after another, each a column of a pandas frame."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.signs.cues import cues_among, openings_of_cues
from analysis.signs.places import Places
from analysis.signs.watch import Watch
from analysis.text.alphabet import clean_all, squeeze_all
from analysis.text.duplicates import Duplicates
from analysis.text.segment import Segmenter
from analysis.text.sieve import Sieve
from analysis.tone.engines import engine_of
from analysis.tone.judge import UNSCORABLE, Engine, Tone, tones
from model.config import Spot, Topic
from model.records import Post, ScoredPost, WatchHit

NO_ENGINE = "none"
_WATCH, _PLACES = "watch", "places"


class Scorer:
    """What analysis finds in posts. Loading takes about 0.8 s; keep one for all batches.

    `cache_dir` becomes a private folder for jieba's dictionary (None: read it anew). `engine` judges the tone, by
    its name in `engine_of`; call `close` at the end. `sentiment=False` leaves the tone out.
    `own_weights` is the file of `huisheng train`. `town` chooses the gazetteer in data/places/,
    `spots` are places beside it. `fast`: words by rjieba where that can be had. Not thread-safe.
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
        fast: bool = True,
    ) -> None:
        self._places = Places(town, spots)
        self.segmenter = Segmenter(cache_dir, [*_watch_words(topics), *self._places.words], fast=fast)
        self._watch = Watch(topics, self.segmenter)
        self._engine: Engine | None = engine_of(engine, own_weights) if sentiment else None
        self._openings = openings_of_cues()
        terms = {_WATCH: self._watch.terms, _PLACES: self._places.terms}
        self._sieve = Sieve({**terms, **self._openings})

    def score(self, posts: Sequence[Post], recent: Duplicates | None = None) -> list[ScoredPost]:
        """One `ScoredPost` per post, in the same order; a post without an id is known by its place in `posts`.

        `recent` remembers the posts before these and is told of these; without it copies are found only among
        `posts`. Raises `EngineError` when the engine "snownlp" fails; nothing is half-scored then.
        """
        if not posts:
            return []
        seen = Duplicates() if recent is None else recent
        frame = self.signs(posts)
        # Last: `recent` must not know posts of a batch that fails.
        frame["duplicate_of"] = _column([*map(seen.add, frame["post_id"], frame["text"], frame["at"])])
        return list(self._records(frame))

    def signs(self, posts: Sequence[Post]) -> pd.DataFrame:
        """A row for each post: what is found in it without knowing any other."""
        texts = [post.text for post in posts]
        cleaned = clean_all(texts)
        words = self.segmenter.words_of(cleaned)
        squeezed = squeeze_all(cleaned)
        sifted = self._sieve.sift(squeezed)
        watch: list[tuple[WatchHit, ...]] = [()] * len(posts)
        places: list[tuple[str, ...]] = [()] * len(posts)
        cues: list[tuple[str, ...]] = [()] * len(posts)
        for i in self._sieve.may_hold(sifted, _WATCH):
            watch[i] = self._watch.hits(posts[i].title, posts[i].body)
        for i in self._sieve.may_hold(sifted, _PLACES):
            places[i] = self._places.find(texts[i])
        for i, keys in self._sieve.names(sifted, self._openings):
            cues[i] = cues_among(squeezed[i], keys, places[i])
        columns: dict[str, Sequence[object]] = {
            "post_id": [i if post.id is None else post.id for i, post in enumerate(posts)],
            "text": texts, "at": [post.moment for post in posts], "words": words,
            "tone": self._tones(cleaned, words), "watch": watch, "cues": cues, "places": places,
        }  # fmt: skip
        return pd.DataFrame({name: _column(values) for name, values in columns.items()})

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


def _column(values: Sequence[object]) -> NDArray[np.object_]:
    """A column that keeps its values as they are; pandas would guess a type."""
    return np.fromiter(values, np.object_, len(values))


def _watch_words(topics: Mapping[str, Topic]) -> Iterator[str]:
    for topic in topics.values():
        yield from topic.words
        for a, b, _ in topic.near:
            yield from (a, b)
