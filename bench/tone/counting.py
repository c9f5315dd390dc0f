"""SnowNLP's own sentiment class, trained on words that are already cut, and its counts as a file.

Kept are ordinary Chinese words of jieba's dictionary that stand in at least five posts, and pairs of them: nothing
that could be a name, a handle or a number.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path

from snownlp.sentiment import Sentiment

from analysis.signs.persons import Persons, surely_nobody
from analysis.tone.features import marked

LEAST_POSTS = 5


class OnWords(Sentiment):  # type: ignore[misc]
    """SnowNLP's `Sentiment` without its own segmenter: a document is its words."""

    def handle(self, doc: Sequence[str]) -> list[str]:
        """As SnowNLP's, for words."""
        return list(doc)


def vocabulary(texts: Iterable[Sequence[str]]) -> frozenset[str]:
    """Marked words and pairs in at least `LEAST_POSTS` of `texts`, without anything that could name a person."""
    counts: Counter[str] = Counter()
    for words in texts:
        counts.update(set(marked(words)))
    persons = Persons()
    fine = {}

    def allowed(word: str) -> bool:
        if word not in fine:
            han = re.fullmatch(r"[\u4e00-\u9fff]{1,5}", word) is not None
            fine[word] = han and surely_nobody(word) and not persons.person_like(word)
        return fine[word]

    return frozenset(
        item
        for item, count in counts.items()
        if count >= LEAST_POSTS and all(allowed(word) for word in item.removeprefix("NOT_").split("_"))
    )


def trained(
    negative: Iterable[Sequence[str]], positive: Iterable[Sequence[str]], kept: frozenset[str]
) -> Sentiment:
    """SnowNLP's classifier after ``train`` on the marked words of both sides that are in `kept`."""
    sides = [[[item for item in marked(words) if item in kept] for words in side] for side in (negative, positive)]
    model = OnWords()
    model.train(*sides)
    return model


def export(model: Sentiment, path: Path, name: str) -> None:
    """Write the counts; the same model gives the same bytes."""
    bayes = model.classifier
    positive, negative = bayes.d["pos"], bayes.d["neg"]
    words = sorted(set(positive.d) | set(negative.d))
    weights = {
        "name": name,
        "source": f"Bayes of SnowNLP {version('snownlp')}, trained by bench/tone/train.py",
        "totals": [positive.total, negative.total],
        "all": bayes.total,
        "unseen": [positive.none, negative.none],
        "words": {word: [positive.get(word)[1], negative.get(word)[1]] for word in words},
    }
    text = json.dumps(weights, ensure_ascii=False, separators=(",", ":"))
    path.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))
