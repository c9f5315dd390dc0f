"""Drawing without putting back: every wording comes round before one comes twice.

A town's talk is even in the long run. Independent draws would leave a sentence unsaid for weeks and then let it
appear in three threads of one day, which is exactly what a detector of new wording looks for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")
_SLOT = re.compile(r"\{([a-z]+)\}")


class Deck(Generic[T]):
    """A shuffled pile that is shuffled anew when it is used up."""

    def __init__(self, cards: Sequence[T], random: Random) -> None:
        self._cards, self._random = list(cards), random
        self._pile: list[T] = []

    def draw(self) -> T:
        """The next card."""
        if not self._pile:
            self._pile = self._random.sample(self._cards, len(self._cards))
        return self._pile.pop()


class Filler:
    """Fills ``{slot}`` marks with the town's things."""

    def __init__(self, slots: dict[str, tuple[str, ...]], random: Random) -> None:
        self._decks = {name: Deck(cards, random) for name, cards in slots.items()}

    def fill(self, template: str, known: dict[str, str]) -> str:
        """`template` with its slots filled. The first use of a slot agrees with `known` (and is remembered
        there), a second use in the same sentence is another thing: ``{estate}和{estate}``."""
        used: set[str] = set()

        def thing(mark: re.Match[str]) -> str:
            name = mark[1]
            if name not in used:
                used.add(name)
                if name not in known:
                    known[name] = self._decks[name].draw()
                return known[name]
            return self._other(name, known[name])

        return _SLOT.sub(thing, template)

    def _other(self, name: str, taken: str) -> str:
        while (card := self._decks[name].draw()) == taken:
            pass  # the deck was shuffled anew in between
        return card
