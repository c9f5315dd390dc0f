"""How many voices stand behind some threads, when copies are known for what they are.

One person who posts the same text on two boards is one voice, so two copies are not a spread; a text that many
sources carry is one. Copies within a source are one voice whatever their number.
"""

from __future__ import annotations

from collections.abc import Sequence

from analysis.emergence.reading import Reading, Thread
from analysis.emergence.window import Window

_FEWEST = 4  # grams; shorter texts are alike by accident
_SHARE = 0.6
_PAIR = 2


def opener_of(posts: Sequence[Reading]) -> Reading:
    """The post that stands for a thread: the earliest in the window that may be quoted."""
    return next((post for post in posts if not post.mute), posts[0])


def copy_groups(window: Window, threads: Sequence[Thread]) -> list[list[Thread]]:
    """The threads, those with nearly the same opener together; order kept."""
    groups: list[tuple[list[frozenset[str]], list[Thread]]] = []
    for thread in threads:
        wording = opener_of(window.posts(thread)).grams
        home = next((group for group in groups if any(_alike(wording, other) for other in group[0])), None)
        if home is None:
            groups.append(([wording], [thread]))
        else:
            home[0].append(wording)
            home[1].append(thread)
    return [members for _, members in groups]


def spread(group: Sequence[Thread]) -> bool:
    """Whether a copied text is carried by several rather than by one person."""
    return len(group) > _PAIR and len({source for source, _ in group}) > 1


def voices(groups: Sequence[Sequence[Thread]]) -> int:
    """How many voices the copy groups are worth."""
    return sum(len({source for source, _ in group}) if spread(group) else 1 for group in groups)


def _alike(a: frozenset[str], b: frozenset[str]) -> bool:
    smaller = min(len(a), len(b))
    return smaller >= _FEWEST and len(a & b) >= _SHARE * smaller
