"""How likely it is that a post speaks of a claim: five figures, weighed.

One rare word in common (紫菜, 水库) shows the subject, not the claim: people also ask for soup and for fishing. So
what is shared *beside* the strongest word decides. The weights were fitted by logistic regression on invented
paraphrases and near misses (bench/facts.py), with and without terms; none is about any one fact.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from alerts.facts.index import Entry, Index
from alerts.facts.wording import contents, pairs, windows

NEAR_ENOUGH = 0.5
"""From this score on a post is taken to be about the claim."""
_SHORT = 3.0  # a claim of three words would else be covered by one
_MOST_OTHERS, _MOST_ANSWER, _MOST_TERMS = 3.0, 3.0, 3
_WEIGHTS = (2.5, 7.3, 20.5, 4.2, 0.9)
_BASE = -4.5
_BARE = 0.4  # a fact without terms, or hardly any answer, cannot share them
_FEW = 8
_LEAST = 0.6
"""What is shared of telling words at least: 推荐 and 好看 alone are in any question, however alike its wording."""
_BELOW = NEAR_ENOUGH - 0.0001


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """Each 0…1. `strongest`: the weight of the most telling word in common; `others`: of the rest of them;
    `wording`: how many of the claim's other pairs of characters are there; `answer`: the words of the answer;
    `terms`: how many of the fact's terms are there; `lacking` counts which of these two the fact does not have."""

    strongest: float
    others: float
    wording: float
    answer: float
    terms: float
    lacking: int

    @property
    def score(self) -> float:
        """0…1, to four places so that it is the same on every machine."""
        figures = (self.strongest, self.others, self.wording, self.answer, self.terms)
        weighed = sum(weight * figure for weight, figure in zip(_WEIGHTS, figures, strict=True))
        found = round(1 / (1 + math.exp(-(_BASE + _BARE * self.lacking + weighed))), 4)
        shared = self.strongest + self.others * _MOST_OTHERS
        return found if shared >= _LEAST else min(found, _BELOW)


def score(index: Index, entry: Entry, words: Sequence[str]) -> float:
    """How near `words` (after `alike`) come to the claim: that of their nearest part."""
    return max((likeness(index, entry, part).score for part in windows(words)), default=0.0)


def likeness(index: Index, entry: Entry, words: Sequence[str]) -> Likeness:
    """The figures of one part of a post."""
    text, said = "".join(words), set(contents(words))
    terms = [term for term in entry.terms if term in text]
    shared = _largest({word: index.words[word] for word in entry.words if _has(word, said, text)}, terms, index)
    strongest = max(shared, key=lambda word: shared[word], default="")
    weight = shared.get(strongest, 0.0)
    answer = sum(index.words[word] for word in entry.answer if word in said)
    return Likeness(
        strongest=weight, others=min(sum(shared.values()) - weight, _MOST_OTHERS) / _MOST_OTHERS,
        wording=_wording(index, entry, set(pairs(words)), strongest),
        answer=min(answer / _MOST_ANSWER, 1.0), terms=min(len(terms) / _MOST_TERMS, 1.0),
        lacking=(not entry.terms) + (len(entry.answer) < _FEW),
    )  # fmt: skip


def _has(word: str, said: set[str], text: str) -> bool:
    """Words are cut differently in different company: 控水 may stand inside another."""
    return word in said or (len(word) > 1 and word in text)


def _largest(shared: dict[str, float], terms: Sequence[str], index: Index) -> dict[str, float]:
    """The shared words and terms that stand in no longer one: 萝卜刀 is not 萝卜 and 刀 as well."""
    found = {**shared, **{term: index.words[term] for term in terms}}
    kept: list[str] = []
    for word in sorted(found, key=len, reverse=True):
        if not any(word in longer for longer in kept):
            kept.append(word)
    return {word: found[word] for word in kept}


def _wording(index: Index, entry: Entry, there: set[str], strongest: str) -> float:
    other = [pair for pair in entry.pairs if pair not in strongest]
    whole = sum(index.pairs[pair] for pair in other)
    return sum(index.pairs[pair] for pair in other if pair in there) / (whole + _SHORT)
