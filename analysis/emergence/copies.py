"""How many voices stand behind some threads, when copies are known for what they are.

One person who posts the same text on two boards is one voice, so two copies are not a spread; a text that many
sources carry is one. Copies within a source are one voice whatever their number.
"""

from __future__ import annotations

from collections.abc import Sequence

from analysis.emergence.reading import Reading, Thread
from analysis.emergence.window import Window

_FEWEST = 8  # grams; shorter texts are alike by accident
_SAME = 0.6
_INSIDE = 0.85
_PADDING = 24  # grams: a phrase of about a dozen characters
_PAIR = 2


def opener_of(posts: Sequence[Reading]) -> Reading:
    """The post that stands for a thread: the earliest in the window."""
    return posts[0]


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


def voices(window: Window, groups: Sequence[Sequence[Thread]]) -> int:
    """How many voices the copy groups are worth.

    Copies within a source are one, as is a pair that stands alone, and an advertisement wherever it is put up.
    """
    if len(groups) == 1 and len(groups[0]) <= _PAIR:
        return 1
    return sum(1 if _advertised(window, group) else len({source for source, _ in group}) for group in groups)


def _advertised(window: Window, group: Sequence[Thread]) -> bool:
    openers = [opener_of(window.posts(thread)) for thread in group]
    return len(group) > 1 and 2 * sum(post.advert or post.contact for post in openers) > len(openers)


def _alike(a: frozenset[str], b: frozenset[str]) -> bool:
    """Nearly the same text, give or take a few words before or after; an excerpt is another voice quoting."""
    common, smaller, larger = len(a & b), min(len(a), len(b)), max(len(a), len(b))
    if smaller < _FEWEST:
        return False
    return common >= _SAME * (smaller + larger - common) or (
        common >= _INSIDE * smaller and larger - smaller <= _PADDING
    )
