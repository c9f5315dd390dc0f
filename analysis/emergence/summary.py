"""The lines under a story: the post that speaks for it and the words that tell it from the usual. Pure.

The representative post is the medoid: the one most like all others by their 3-grams (mean Jaccard index). A cry for
help and a post that names somebody never speak for a story. Key terms are ranked by TF-IDF: threads of the story
with the word, times the logarithm of how rare the word is among the threads of the last weeks.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from analysis.emergence.wording import grams, normalise
from model.records import Post

MOST_TERMS = 6
_MOST_COMPARED = 60
_LONGEST = 500
_FEWEST_GRAMS = 6
_COMMON = 0.02  # of all threads: 今天, 大家, 孩子


@dataclass(frozen=True, slots=True)
class Spoken:
    """A post of the story with its words, as cut for its score."""

    post: Post
    words: tuple[str, ...]


def representative(
    spoken: Sequence[Spoken], person_like: Callable[[str], bool], distress: Callable[[str], bool]
) -> int | None:
    """The id of the post most like the others, the earliest of equals; None when none may speak."""
    fit = [one for one in spoken if not distress(one.post.text) and not any(map(person_like, one.words))]
    said = [(one.post, grams(normalise(one.post.text[:_LONGEST]))) for one in fit[:_MOST_COMPARED]]
    said = [(post, wording) for post, wording in said if len(wording) >= _FEWEST_GRAMS]
    scores = [sum(_alike(wording, other) for _, other in said) for _, wording in said]
    if not scores:
        return None
    return said[scores.index(max(scores))][0].id


def key_terms(
    spoken: Sequence[Spoken],
    usual: Mapping[str, int],
    threads: int,
    person_like: Callable[[str], bool],
    names: Sequence[str] = (),
) -> tuple[str, ...]:
    """At most `MOST_TERMS` words, the most telling first; `usual` and `threads`: votes of the last weeks.

    A word that is a piece of one of the story's own `names` (蓝鲸 of 蓝鲸游戏) gives way to that name.
    """
    found: Counter[str] = Counter()
    for _, words in {((one.post.source, one.post.thread), word) for one in spoken for word in set(one.words)}:
        found[words] += 1
    weights = {
        word: count * math.log((threads + 1) / (usual.get(word, 0) + 0.5))
        for word, count in found.items()
        if len(word) > 1 and word.isalpha() and usual.get(word, 0) <= _COMMON * threads and not person_like(word)
    }
    many = len({(one.post.source, one.post.thread) for one in spoken}) > 1
    telling = [word for word in weights if found[word] > 1 or not many]
    ranked = sorted(telling, key=lambda word: (-weights[word], word))
    whole = (next((name for name in names if word in name), word) for word in ranked)
    return tuple(dict.fromkeys(whole))[:MOST_TERMS]


def _alike(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / len(a | b)
