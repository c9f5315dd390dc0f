"""A Bayes counted on words as `features.marked` makes them, evaluated for many texts at once.

The same sums as ``Bayes.weigh(marked(words))``, from arrays; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from analysis.tone.bayes import Bayes
from analysis.tone.logistic import Vector
from analysis.tone.numbers import Known, Numbered

_NOT = "NOT_"
_SHIFT = 32


class MarkedBayes:
    """`bayes`, ready for texts whose words are numbered."""

    def __init__(self, bayes: Bayes) -> None:
        odds = bayes.odds
        pairs = {tuple(item.split("_")): odd for item, odd in odds.items() if "_" in item and item[:4] != _NOT}
        plain = {item: odd for item, odd in odds.items() if "_" not in item}
        turned = {item[4:]: odd for item, odd in odds.items() if item[:4] == _NOT}
        parts = [part for pair in pairs for part in pair]
        self._place = {word: i for i, word in enumerate(dict.fromkeys([*plain, *turned, *parts]))}
        self._plain, self._turned = self._by_place(plain), self._by_place(turned)
        keys = np.array([self._place[a] << _SHIFT | self._place[b] for a, b in pairs], np.int64)
        order = np.argsort(keys)
        self._pairs, self._pair_odds = keys[order], np.array(list(pairs.values()))[order]
        self._prior = bayes.prior
        self._known, self._places = Known(), np.zeros(0, np.int64)

    def _by_place(self, odds: Mapping[str, float]) -> Vector:
        """Odds by the word's place; NaN for a word without, and at the end for unknown words."""
        found = np.full(len(self._place) + 1, np.nan)
        found[[self._place[word] for word in odds]] = list(odds.values())
        return found

    def weigh(self, words: Numbered) -> Vector:
        """For each text its log odds and how many marked words the model has counted; two columns."""
        places = self._places_of(words.known)[words.numbers]
        single = np.where(words.turned, self._turned[places], self._plain[places])
        counted = ~np.isnan(single)
        second = np.flatnonzero(words.beside & (places[:-1] >= 0) & (places[1:] >= 0)) + 1
        keys = places[second - 1] << _SHIFT | places[second]
        at = np.minimum(np.searchsorted(self._pairs, keys), len(self._pairs) - 1)
        met = self._pairs[at] == keys
        rows = np.concatenate([words.rows[counted], words.rows[second[met]]])
        odds = np.concatenate([single[counted], self._pair_odds[at[met]]])
        return np.column_stack(
            [self._prior + np.bincount(rows, odds, words.texts), np.bincount(rows, minlength=words.texts)]
        )

    def _places_of(self, known: Known) -> NDArray[np.int64]:
        """The place of each word that was ever numbered; −1 for one that the model does not know."""
        if known is not self._known:
            self._known, self._places = known, np.zeros(0, np.int64)
        fresh = known.words[len(self._places) :]
        if fresh:
            places = [self._place.get(word, -1) for word in fresh]
            self._places = np.concatenate([self._places, np.array(places, np.int64)])
        return self._places
