"""Our detector, whole and with one idea switched off; the bar and all weights stay as they are.

Ideas are switched off from outside: by changing what the posts say about themselves, or by giving the detector
another window or book. Only the counting of copies has no such door and is replaced by name.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC
from unittest.mock import patch

from analysis.emergence import copies
from analysis.emergence.baseline import MemoryBaseline
from analysis.emergence.book import Book
from analysis.emergence.detector import Detector, assemble
from analysis.emergence.evidence import Evidence
from analysis.emergence.expectation import is_gram
from analysis.emergence.naming import Peopled
from analysis.emergence.reading import Reading, Thread
from analysis.emergence.story import Tracked
from analysis.emergence.window import Window
from bench.ablation.stream import Read, Tick, changed
from model.catalogue import Catalogue
from model.config.settings import Emergence
from replay import alert, opened


@dataclass(frozen=True, slots=True)
class Switch:
    """One idea switched off."""

    name: str
    posts: Callable[[Read], list[Tick]] = lambda read: read.ticks
    window: type[Window] = Window
    book: type[Book] = Book
    copies_count: bool = False

    def run(self, read: Read, people: Peopled) -> list[dict[str, object]]:
        """The alerts over a whole stream."""
        detector = assemble(
            {}, Emergence(), baseline=MemoryBaseline(), catalogue=Catalogue(), people=people,
            window=self.window(), book=self.book(),
        )  # fmt: skip
        with _every_copy_a_voice() if self.copies_count else ExitStack():
            return list(_alerts(detector, self.posts(read)))


def _alerts(detector: Detector, ticks: list[Tick]) -> Iterator[dict[str, object]]:
    told: set[str] = set()
    for tick in ticks:
        for story in opened(detector, tick.at, tick.posts, told):
            yield alert(story, tick.at, UTC)


def _each(change: Callable[[Reading], Reading]) -> Callable[[Read], list[Tick]]:
    return lambda read: changed(read.ticks, change)


def _own_thread(post: Reading) -> Reading:
    return replace(post, thread=(post.source, post.key))


def _words_alone(post: Reading) -> Reading:
    return replace(post, grams=frozenset(word for word in post.words if is_gram(word)))


class _Even(Window):
    """Long threads are not held to say more by chance."""

    def talk(self, thread: Thread) -> float:
        return 1.0


class _Touchy(Book):
    """Any thread of an open story makes a group that story."""

    def told(self, evidence: Evidence, fewest: int) -> bool:
        return any(self.owner(thread) is not None for thread in evidence.threads)


class _Forgetful(Book):
    """A story told again with other threads is not recognised."""

    def same(self, evidence: Evidence) -> Tracked | None:
        return None


@contextmanager
def _every_copy_a_voice() -> Iterator[None]:
    """Copies are several voices. Fails when nothing was replaced: then the switch would do nothing."""

    def apart(window: Window, threads: Sequence[Thread]) -> list[list[Thread]]:
        return [[thread] for thread in threads]

    users = [
        module
        for name, module in sorted(sys.modules.items())
        if name.startswith("analysis.") and getattr(module, "copy_groups", None) is copies.copy_groups
    ]
    if not any(module.__name__ == "analysis.emergence.evidence" for module in users):
        raise RuntimeError("the evidence no longer asks copy_groups: this switch would do nothing")
    with ExitStack() as stack:
        for module in users:
            stack.enter_context(patch.object(module, "copy_groups", apart))
        yield


WHOLE = Switch("our detector")
SWITCHES = (
    Switch("– one vote a thread", posts=_each(_own_thread)),
    Switch("– titles", posts=lambda read: read.untitled()),
    Switch("– danger words", posts=_each(lambda post: replace(post, hazard=False))),
    Switch("– enquiry phrases", posts=_each(lambda post: replace(post, enquiry=False))),
    Switch("– pace", posts=_each(lambda post: replace(post, dated=False))),
    Switch("– copies are one voice", copies_count=True),
    Switch(
        "– adverts, greetings out",
        posts=_each(lambda post: replace(post, advert=False, contact=False, greeting=False)),
    ),
    Switch("– wording (words only)", posts=_each(_words_alone)),
    Switch("– long threads damped", window=_Even),
    Switch("– half a story is no story", book=_Touchy),
    Switch("– told again is the same", book=_Forgetful),
)
