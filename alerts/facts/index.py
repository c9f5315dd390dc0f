"""The facts, ready for comparing: words and pairs of characters of each claim, their weights, and who has them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from alerts.facts.weights import Frequency, telling
from alerts.facts.wording import alike, contents, pairs
from model.facts import Fact

_MOST_ANSWER = 200  # characters; the beginning of an answer says what it is about
MOST_NEAR = 40
"""As many facts are compared closely; with ten thousand, looking at all of them would take a second a post."""
WordsOf = Callable[[str], Sequence[str]]
_PAIR = 0.5  # a word brings one or two pairs along


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One fact: the `words` of claim and terms, the `pairs` of the claim, the terms, the words of the answer."""

    fact: Fact
    words: tuple[str, ...]
    pairs: tuple[str, ...]
    terms: tuple[str, ...]
    answer: tuple[str, ...]


class Index:
    """Facts to be found by words. `words_of` cuts a text into words as those of the posts were cut."""

    def __init__(self, facts: Iterable[Fact], words_of: WordsOf, frequency: Frequency) -> None:
        self.entries = [_entry(fact, words_of) for fact in facts]
        words = Counter(word for entry in self.entries for word in entry.words)
        for entry in self.entries:  # words that no claim has
            words.update(word for word in (*entry.terms, *entry.answer) if word not in words)
        gathered = Counter(pair for entry in self.entries for pair in entry.pairs)
        self.words = telling(words, len(self.entries), frequency)
        self.pairs = telling(gathered, len(self.entries), frequency)
        self._with_word = _postings(entry.words for entry in self.entries)
        self._with_pair = _postings(entry.pairs for entry in self.entries)

    def nearest(self, words: Sequence[str], most: int = MOST_NEAR) -> list[int]:
        """The entries that share most with `words` (after `alike`), at most `most`; ties as the facts stand."""
        sums = np.zeros(len(self.entries))
        for word in contents(words):
            if word in self._with_word:
                sums[self._with_word[word]] += self.words[word]
        for pair in pairs(words):
            if pair in self.pairs:
                sums[self._with_pair[pair]] += self.pairs[pair] * _PAIR
        order = np.argsort(-sums, kind="stable")[:most]
        return [int(i) for i in order if sums[i] > 0]


def _entry(fact: Fact, words_of: WordsOf) -> Entry:
    claim = alike(words_of(fact.claim))
    terms = [alike(words_of(term)) for term in fact.terms]
    return Entry(
        fact=fact, words=tuple(contents([*claim, *(word for term in terms for word in term)])),
        pairs=tuple(pairs(claim)), terms=tuple(filter(None, dict.fromkeys("".join(term) for term in terms))),
        answer=tuple(contents(alike(words_of(fact.answer[:_MOST_ANSWER])))),
    )  # fmt: skip


def _postings(features: Iterable[Sequence[str]]) -> Mapping[str, npt.NDArray[np.int32]]:
    found: dict[str, list[int]] = {}
    for number, having in enumerate(features):
        for feature in having:
            found.setdefault(feature, []).append(number)
    return {feature: np.array(numbers, dtype=np.int32) for feature, numbers in found.items()}
