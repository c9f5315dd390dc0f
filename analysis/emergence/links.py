"""Which threads say the same unusual thing as a given one."""

from __future__ import annotations

from dataclasses import dataclass
from math import log10

from analysis.emergence.expectation import Usual, is_gram
from analysis.emergence.reading import Thread
from analysis.emergence.window import Window

WEAKEST = 1.5
"""A link this strong is one word or piece of wording that a usual day would bring 0.03 times."""
JOINS = 3.0
"""A thread linked this strongly with a story's thread belongs to the story."""
_COMMONEST = 0.6  # features expected more often than this link nothing
_WIDEST = 60  # a feature in more threads than this is the talk of the day, not a story
_FURTHER = 0.3  # what each further rare gram adds: neighbours in one copied stretch are not independent
_MOST_FURTHER = 11


@dataclass(frozen=True, slots=True)
class Link:
    """`strength` is about −log10 of how often chance would bring such a thread in a day."""

    thread: Thread
    strength: float
    features: tuple[str, ...]


def shared_features(window: Window, thread: Thread) -> list[str]:
    """The thread's features that some, but not too many, other threads have too; sorted."""
    return sorted(f for f in window.features(thread) if 2 <= len(window.threads_with(f)) <= _WIDEST)


def links(window: Window, thread: Thread, usual: Usual) -> list[Link]:
    """The threads linked with `thread`, strongest first. `usual` knows the shared features."""
    common: dict[Thread, list[str]] = {}
    for feature in shared_features(window, thread):
        if usual[feature] < _COMMONEST:
            for other in window.threads_with(feature):
                if other != thread:
                    common.setdefault(other, []).append(feature)
    found = [Link(other, strength(features, usual), tuple(features)) for other, features in common.items()]
    return sorted(
        (link for link in found if link.strength >= WEAKEST), key=lambda link: (-link.strength, link.thread)
    )


def strength(features: list[str], usual: Usual) -> float:
    """Rarity of all that is shared; what overlaps in writing counts once."""
    pieces = sorted((feature for feature in features if is_gram(feature)), key=lambda f: (usual[f], f))
    rarity = [-log10(usual[piece]) for piece in pieces]
    total = (rarity[0] + _FURTHER * sum(rarity[1 : 1 + _MOST_FURTHER])) if rarity else 0.0
    for word in features:
        if not is_gram(word) and not any(word in piece or piece in word for piece in pieces):
            total += -log10(usual[word])
    return total
