"""Finds the facts that are near to a text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from alerts.facts.index import Index, WordsOf
from alerts.facts.likeness import NEAR_ENOUGH, score
from alerts.facts.weights import Frequency
from alerts.facts.wording import alike
from model.facts import Fact, KnownFact

MOST = 3
"""As many facts are named for a text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The facts nearest to a text, best first; `matched`: the one it is about, None when none is near enough."""

    near: tuple[KnownFact, ...]
    matched: Fact | None


class Matcher:
    """Known facts for a text. The same facts, text and day give the same answer.

    `words_of` cuts a text into words; `frequency` says how common a word is in Chinese (see `Frequency`).
    """

    def __init__(self, facts: Iterable[Fact], words_of: WordsOf, frequency: Frequency) -> None:
        self._index = Index(facts, words_of, frequency)

    def match(self, words: Sequence[str], today: date) -> Found:
        """`words`: the text cut by the same `words_of`. A fact whose answer has expired is named, never matched."""
        same = alike(words)
        entries = [self._index.entries[i] for i in self._index.nearest(same)]
        scored = sorted(((score(self._index, one, same), one.fact) for one in entries), key=lambda pair: -pair[0])
        near = [(value, fact) for value, fact in scored if value > 0]
        matched = next((f for value, f in near if value >= NEAR_ENOUGH and not f.expired(today)), None)
        return Found(
            near=tuple(KnownFact(fact=f, score=value, matched=f is matched) for value, f in near[:MOST]),
            matched=matched,
        )  # fmt: skip
