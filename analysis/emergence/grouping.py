"""Groups of threads that may be one story: a thread, what is linked with it, loosely or tightly, and its echoes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from analysis.emergence.echoes import Pairs, core_of, echoes, heard
from analysis.emergence.evidence import Evidence, qualifies, score, weigh
from analysis.emergence.expectation import Usual
from analysis.emergence.links import Link, links, shared_features
from analysis.emergence.reading import Thread
from analysis.emergence.window import Window
from model.config.settings import Emergence

_LEVELS = (0.8, 1.3, 2.1, 3.5)
"""A group is tried with all its links and with the stronger ones only: a loose group drags in strangers."""
_FAINT, _CLEAR = 0.2, 10.0  # beside two clear links, faint ones are strangers
_CENTRES = 5
_NEAR = 1.0


class Neighbours:
    """The links of each thread at one tick, each found once."""

    def __init__(self, window: Window, usual: Usual, pairs: Pairs) -> None:
        self._window = window
        self._usual = usual
        self.pairs = pairs
        self._links: dict[Thread, list[Link]] = {}

    def look(self, threads: Iterable[Thread]) -> None:
        """Find the links of several threads, with one question to the baseline."""
        new = [thread for thread in threads if thread not in self._links]
        self._usual.learn({feature for thread in new for feature in shared_features(self._window, thread)})
        for thread in new:
            self._links[thread] = links(self._window, thread, self._usual)
            self.pairs.note(thread, self._links[thread])

    def of(self, thread: Thread) -> list[Link]:
        """The links of a thread that was looked at, strongest first."""
        return self._links[thread]


def groups(
    window: Window, touched: Sequence[Thread], near: Neighbours, usual: Usual, rules: Emergence, at: int,
    looks: Callable[[Evidence, Emergence], bool] = qualifies,
) -> list[Evidence]:  # fmt: skip
    """The groups around what was just said that may open a story, or `looks` good, the strongest first."""
    centres = dict.fromkeys(touched)
    for thread in touched:
        # What was just said may matter most to a thread it is linked with, which then has three of a kind.
        centres.update(dict.fromkeys(link.thread for link in near.of(thread)[:_CENTRES] if link.strength >= _NEAR))
    near.look(centres)
    candidates = (
        *(group for centre in centres for group in _around(window, centre, near.of(centre), usual, rules, at)),
        *_echoed(window, touched, near, usual, rules, at),
    )
    found: dict[tuple[bool, tuple[Thread, ...]], Evidence] = {}
    for evidence in candidates:
        if looks(evidence, rules):
            found.setdefault((qualifies(evidence, rules), evidence.threads), evidence)
    return sorted(found.values(), key=lambda evidence: (-score(evidence), evidence.threads))


def _echoed(
    window: Window, touched: Sequence[Thread], near: Neighbours, usual: Usual, rules: Emergence, at: int
) -> Iterator[Evidence]:
    """The groups of a clear pair and its echoes, when one of the pair or of the echoes was just said."""
    centres = sorted({*touched, *heard(window, touched, near.pairs, usual)})
    near.look(centres)
    for centre in centres:
        core = core_of(window, centre, near.of(centre), usual)
        if core is None:
            continue
        linked = {link.thread: link for link in near.of(centre)}
        faint = {
            link.thread: link
            for link in echoes(window, core, usual)
            if link.thread not in linked or linked[link.thread].strength < link.strength
        }
        if faint and not {*core.threads, *faint}.isdisjoint(touched):
            found = sorted({**linked, **faint}.values(), key=lambda link: (-link.strength, link.thread))
            yield from _around(window, centre, found, usual, rules, at, faint)


def _around(
    window: Window, centre: Thread, found: Sequence[Link], usual: Usual, rules: Emergence, at: int,
    faint: Mapping[Thread, Link] | None = None,
) -> Iterator[Evidence]:  # fmt: skip
    """The groups of a centre and what was `found` near it; of those with `faint` links only such as need one."""
    tried = set[int]()
    floor = _FAINT * min(found[1].strength, _CLEAR) if len(found) > 1 else 0.0
    for level in _LEVELS if faint is None else _LEVELS[1:]:
        chosen = [link for link in found if link.strength >= max(level, floor)]
        words = frozenset(word for link in chosen if faint and link.thread in faint for word in link.features)
        if len(chosen) + 1 >= rules.threads and len(chosen) not in tried and (words or faint is None):
            tried.add(len(chosen))
            threads = (centre, *(link.thread for link in chosen))
            yield weigh(window, threads, usual, at, [link.strength for link in chosen], words)
