"""Which threads say the same unusual thing as a given one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log10

from analysis.emergence.expectation import Usual
from analysis.emergence.reading import Thread
from analysis.emergence.window import Window

WEAKEST = 0.8
"""A link this strong is one word or piece of wording that a usual day would bring 0.03 times."""
JOINS = 2.2
"""A thread linked this strongly with a story's thread belongs to the story."""
_COMMONEST = 0.25  # features expected more often than this link nothing
WIDEST = 60  # a feature in more threads than this is the talk of the day, not a story
_FURTHER = 0.3  # what each further rare gram adds: neighbours in one copied stretch are not independent


@dataclass(frozen=True, slots=True)
class Link:
    """`strength` is about −log10 of how often chance would bring such a thread in a day."""

    thread: Thread
    strength: float
    features: tuple[str, ...]


def shared_features(window: Window, thread: Thread) -> list[str]:
    """The thread's features that some, but not too many, other threads have too; sorted."""
    return sorted(f for f in window.features(thread) if 2 <= len(window.threads_with(f)) <= WIDEST)


def links(window: Window, thread: Thread, usual: Usual) -> list[Link]:
    """The threads linked with `thread`, strongest first. `usual` knows the shared features."""
    common: dict[Thread, list[str]] = {}
    for feature in shared_features(window, thread):
        if usual[feature] < _COMMONEST:
            for other in window.threads_with(feature):
                if other != thread:
                    common.setdefault(other, []).append(feature)
    found = [
        Link(other, strength(features, usual, window.talk(other)), tuple(features))
        for other, features in common.items()
    ]
    return sorted(
        (link for link in found if link.strength >= WEAKEST), key=lambda link: (-link.strength, link.thread)
    )


def strength(features: Sequence[str], usual: Usual, talk: float) -> float:
    """Rarity of all that is shared, the rarest first; what overlaps in writing adds little.

    A thread with `talk` times the usual amount of text has more chances to share each feature; its root, because
    much of what a long thread says is about one thing.
    """
    chances = talk**0.5
    total, written = 0.0, set[str]()
    for feature in sorted(features, key=lambda f: (usual[f], -len(f), f)):
        rarity = log10(_COMMONEST / (usual[feature] * chances))
        if rarity <= 0:
            break
        if written.isdisjoint(feature):
            total += rarity
        elif len(feature) > 2:
            total += _FURTHER * rarity
        written.update(feature)
    return total
