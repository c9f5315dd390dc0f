"""Fits data/weights/posts-*.gz anew: python -m bench.tone.train [SHARED] [--cache FILE].

First every text is judged by models that never saw it or a copy of it (five folds); those judgements fix how the
two scorers are blended and calibrated, and stay in FILE for `python -m bench.sentiment`. Then both are fitted on
everything. Takes about ten minutes of one core. The same data give the same files.
"""

from __future__ import annotations

import argparse
import pickle
import tempfile
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analysis.text.alphabet import clean_all
from analysis.text.segment import Segmenter
from analysis.tone.bayes import Bayes
from analysis.tone.features import DIMENSIONS, Rows, hashed, joined, marked
from analysis.tone.folds import folds
from analysis.tone.logistic import Fitted, Vector, fit, log_odds
from analysis.tone.posts import BAYES, HASHED
from analysis.tone.table import Table, evened, rounded, write_table
from bench.tone.counting import export, trained, vocabulary
from bench.tone.formulas import line
from bench.tone.sets import BY_EMOTICON, NEUTRAL, POSTS, SHARED, Labelled, by_emoticon, labelled

FOLDS, NAME = 5, "posts-1"
# A post labelled by its emoticon counts half: such labels are often wrong. Comments under news count less still: in
# that set most calm remarks are "weakly negative", and at full weight it makes the judge worse on every other set.
_LOOSE = {"osm2022_weibo_comments"}
_TRUST = {BY_EMOTICON: 0.5, **dict.fromkeys(_LOOSE, 0.3)}
_BATCH = 2_000


class Corpus:
    """Every text with its words, features, label and fold."""

    def __init__(self, shared: Path) -> None:
        known = list(labelled(shared / "sentiment"))
        self.posts: list[Labelled] = [*known, *by_emoticon(shared, known)]
        texts = [post.text for post in self.posts]
        with tempfile.TemporaryDirectory() as folder:
            segmenter = Segmenter(Path(folder) / "words")
            self.words = [segmenter.words(text) for text in texts]
        batches = range(0, len(texts), _BATCH)
        self.rows: Rows = joined(
            hashed(clean_all(texts[i : i + _BATCH]), self.words[i : i + _BATCH]) for i in batches
        )
        self.labels = np.array([post.label for post in self.posts])
        self.sets = np.array([post.set for post in self.posts])
        self.fold = folds(texts, FOLDS)
        self.trust = np.array([_TRUST.get(name, 1.0) for name in self.sets])

    def direction(self) -> NDArray[np.bool_]:
        """Which texts have a side."""
        return self.labels != NEUTRAL

    def neutral(self) -> NDArray[np.bool_]:
        """Which texts come from the set whose labels know neutral ones."""
        return np.char.startswith(self.sets, "smp2020")


def main() -> None:
    """Judge out of fold, blend, fit, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", nargs="?", type=Path, default=SHARED)
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "huisheng-tone.pickle")
    given = parser.parse_args()
    start = time.monotonic()
    corpus = Corpus(given.shared)
    print(f"{len(corpus.posts)} posts, {len(corpus.rows.features)} features; {time.monotonic() - start:.0f} s")
    plain, counted, neutral = (np.full(len(corpus.posts), np.nan) for _ in range(3))
    for number in range(FOLDS):
        seen, kept_back = corpus.fold != number, np.flatnonzero(corpus.fold == number)
        plain[kept_back] = _odds(corpus.rows.take(kept_back), _sentiment(corpus, seen))
        neutral[kept_back] = _odds(corpus.rows.take(kept_back), _neutral(corpus, seen))
        counted[kept_back] = _counted(corpus, seen, kept_back)
        print(f"fold {number}: {time.monotonic() - start:.0f} s", flush=True)
    judged = {
        "sets": corpus.sets, "labels": corpus.labels, "fold": corpus.fold,
        "plain": plain, "counted": counted, "neutral": neutral,
    }  # fmt: skip
    given.cache.write_bytes(pickle.dumps(judged))
    everything = np.ones(len(corpus.posts), dtype=bool)
    _bayes(corpus, everything, BAYES)
    heads = {"sentiment": rounded(_sentiment(corpus, everything)), "neutral": rounded(_neutral(corpus, everything))}
    write_table(HASHED, Table(NAME, heads, _lines(judged)))
    for path in (BAYES, HASHED):
        print(f"{path.name}: {path.stat().st_size} bytes")


def _sentiment(corpus: Corpus, seen: NDArray[np.bool_]) -> Fitted:
    return _fitted(corpus, seen & corpus.direction(), corpus.labels == 1)


def _neutral(corpus: Corpus, seen: NDArray[np.bool_]) -> Fitted:
    return _fitted(corpus, seen & corpus.neutral(), corpus.labels == NEUTRAL)


def _fitted(corpus: Corpus, chosen: NDArray[np.bool_], classes: NDArray[np.bool_]) -> Fitted:
    places = np.flatnonzero(chosen)
    return fit(
        corpus.rows.take(places), classes[places].astype(float), corpus.trust[places], dimensions=DIMENSIONS
    )  # fmt: skip


def _odds(rows: Rows, fitted: Fitted) -> Vector:
    """As the shipped file will say it, rounding included."""
    return log_odds(rows, rounded(fitted).weights, fitted.intercept)


def _bayes(corpus: Corpus, seen: NDArray[np.bool_], path: Path) -> Bayes:
    """SnowNLP's Bayes on posts with a side. Its `train` cannot weigh, so loose labels are left out;
    reviews are left to SnowNLP's own model.
    """
    posts = np.isin([name.split(" ")[0] for name in corpus.sets], [BY_EMOTICON, *(POSTS.keys() - _LOOSE)])
    sides = [[corpus.words[i] for i in np.flatnonzero(seen & posts & (corpus.labels == label))] for label in (0, 1)]
    export(trained(*sides, vocabulary([*sides[0], *sides[1]])), path, f"{NAME}-bayes")
    return Bayes(path)


def _counted(corpus: Corpus, seen: NDArray[np.bool_], places: NDArray[np.int64]) -> Vector:
    with tempfile.TemporaryDirectory() as folder:
        bayes = _bayes(corpus, seen, Path(folder) / "bayes.json.gz")
    return evened(np.array([bayes.weigh(marked(corpus.words[i])) for i in places]))


def _lines(judged: dict[str, NDArray[np.float64]]) -> dict[str, tuple[float, ...]]:
    """The formulas that make chances of log odds, from judgements of texts that the judge never saw."""
    sets, labels = judged["sets"], judged["labels"]
    return {
        "blend": line(sets, labels, judged["plain"], judged["counted"]),
        "hashed": line(sets, labels, judged["plain"]),
        "neutral": line(sets, labels, judged["neutral"], neutral=True),
    }


if __name__ == "__main__":
    main()
