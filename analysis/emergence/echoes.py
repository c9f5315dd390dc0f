"""Faint evidence beside clear: who takes up the matter in other words, soon after two threads were clearly alike.

Two threads with the same unusual wording are a copy, or the beginning of a rumour. What others make of it shares a
word or two with both, not rare enough to link strangers over a whole day; but hardly any thread opens with such a
word within the hour. So an echo counts only beside a clear pair, only as the opening of a thread, and the less the
later it comes, the longer it is and the commoner its words are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log10

from analysis.emergence.copies import copy_groups, opener_of
from analysis.emergence.expectation import Usual
from analysis.emergence.links import WIDEST, Link
from analysis.emergence.reading import Reading, Thread
from analysis.emergence.window import SPAN, Window

CLEAR = 3.5
"""Links this strong are the same wording."""
FAINTEST = 1.4
"""Of openers this strong nine in ten were of the story, on streams with other stories (docs/figures.md)."""
_COMPANION = 2.0  # well below CLEAR: a pair may have been looked at from its other side, or at a busier hour
_COMMONEST = 2.0  # words that a usual day brings more often are how people talk
_SCALE = 0.25  # as in links: a word that a usual day brings so often has no strength
_MOST = 4  # threads of a core: what more there are say the same
_SOONEST = 1800  # seconds: of what is said at the same time, nobody knows what came first
_FURTHER = 0.5  # what each further shared word adds: words of one subject come together
_REMARK, _LONG = 20, 0.65  # characters, exponent: the longer a post, the more words it shares by chance
_TWINS = 0.3  # a pair of full copies may be one person's


@dataclass(frozen=True, slots=True)
class Core:
    """Threads with the same wording; when the first began; the rarer words that at least two of them have."""

    threads: tuple[Thread, ...]
    began: int  # seconds since 1970
    words: frozenset[str]
    twins: bool


def core_of(window: Window, centre: Thread, links: Sequence[Link], usual: Usual) -> Core | None:
    """The centre and what is clearly linked with it, if anything is."""
    threads = (centre, *[link.thread for link in links if link.strength >= CLEAR][: _MOST - 1])
    if len(threads) == 1:
        return None
    count = Counter(word for thread in threads for word in _words(window, thread))
    shared = {word for word, threads_with_it in count.items() if threads_with_it > 1}
    usual.learn(shared)
    return Core(
        threads=threads,
        began=min(opener_of(window.posts(thread)).moment for thread in threads),
        words=frozenset(word for word in shared if usual[word] < _COMMONEST),
        twins=len(copy_groups(window, threads)) == 1,
    )


def _words(window: Window, thread: Thread) -> frozenset[str]:
    return frozenset[str]().union(*(post.words for post in window.posts(thread)))


def echoes(window: Window, core: Core, usual: Usual) -> list[Link]:
    """The threads that opened with words of the core after it began, the least likely first.

    Strength is −log10 of how often chance would bring such a thread in the time that has passed since.
    """
    threads = {thread for word in core.words for thread in window.threads_with(word)}
    found = [
        _echo(thread, opener_of(window.posts(thread)), core, usual) for thread in threads.difference(core.threads)
    ]
    strong = [link for link in found if link.strength >= FAINTEST]
    return sorted(strong, key=lambda link: (-link.strength, link.thread))


def _echo(thread: Thread, opener: Reading, core: Core, usual: Usual) -> Link:
    words = _apart(sorted(opener.words & core.words, key=lambda word: (usual[word], word)))
    if not words or opener.moment < core.began:
        return Link(thread, 0.0, ())
    length = max(1.0, (len(opener.title) + len(opener.text)) / _REMARK)
    strength = _strength(usual[words[0]], len(words), opener.moment - core.began) - _LONG * log10(length)
    return Link(thread, strength - _TWINS * core.twins, tuple(words))


def _strength(rate: float, words: int, seconds: int) -> float:
    """Of `words` in common, the rarest of which a usual day brings `rate` times, after `seconds`."""
    days = max(seconds, _SOONEST) / SPAN
    return log10(_SCALE / (rate * days)) + _FURTHER * (words - 1)


def _apart(words: Iterable[str]) -> list[str]:
    """Those that have no character in common with an earlier one."""
    found: list[str] = []
    written = set[str]()
    for word in words:
        if written.isdisjoint(word):
            found.append(word)
            written.update(word)
    return found


class Pairs:
    """Which threads had a companion when they were last looked at.

    It only saves looking at all others again: a thread never looked at counts as paired, and what is paired is
    looked at again before anything is made of it. So a run that begins without this memory finds the same.
    """

    def __init__(self) -> None:
        self._paired: dict[Thread, bool] = {}

    def note(self, thread: Thread, links: Sequence[Link]) -> None:
        """Remember what `thread` was linked with."""
        companions = [link.thread for link in links if link.strength >= _COMPANION]
        self._paired[thread] = bool(companions)
        self._paired.update(dict.fromkeys(companions, True))

    def forget(self, window: Window) -> None:
        """Let go of the threads that are no longer in the window."""
        self._paired = {thread: paired for thread, paired in self._paired.items() if window.alive(thread)}

    def possible(self, thread: Thread) -> bool:
        """Whether `thread` may be one of a pair."""
        return self._paired.get(thread, True)


def heard(window: Window, touched: Sequence[Thread], pairs: Pairs, usual: Usual) -> Iterator[Thread]:
    """The threads of which a touched one may be an echo: they share rare words, and may be one of a pair.

    `usual` knows the shared features of the touched threads.
    """
    for thread in touched:
        opener = opener_of(window.posts(thread))
        shared: dict[Thread, list[float]] = {}
        for word in opener.words:
            others = window.threads_with(word)
            if 2 <= len(others) <= WIDEST and usual[word] < _COMMONEST:
                for other in others:
                    shared.setdefault(other, []).append(usual[word])
        for other, rates in shared.items():
            if other != thread and pairs.possible(other):
                passed = opener.moment - opener_of(window.posts(other)).moment
                if _strength(min(rates), len(rates), passed) >= FAINTEST:
                    yield other
