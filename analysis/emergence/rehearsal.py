"""When a watch topic would have alarmed: its own rule, run again over the posts that it would have caught.

Nothing but the topic's own hits is known here, so how much else was said is asked of the caller.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from analysis.emergence.baseline import HORIZON, MemoryBaseline, day_of
from analysis.emergence.book import Book
from analysis.emergence.describe import Describer
from analysis.emergence.expectation import Usual
from analysis.emergence.reading import Reading
from analysis.emergence.watch import Watch
from analysis.emergence.window import SPAN, Window, votes_of_the_past
from analysis.text.lexicon import Lexicon
from model.catalogue import Catalogue
from model.config.settings import Emergence
from model.config.topics import Topic

Hit = tuple[int, Reading]
"""The tick (seconds since 1970) at which a post became visible, and the post."""


def alarms(
    key: str,
    topic: Topic,
    rules: Emergence,
    hits: Sequence[Hit],
    *,
    since: int,
    threads_of_day: Callable[[int], int],
    threads_alive: Callable[[int], int],
) -> list[int]:
    """The ticks after `since` at which a story of `topic` would have opened, ascending; it is watched from then on.

    `hits` in any order, with those of the 28 days before `since`, from which the usual is learnt.
    `threads_of_day`: how many threads of any kind spoke on a day; `threads_alive`: in the 24 hours before a tick.
    """
    stage = _Stage(key, topic, rules, threads_of_day)
    opened: list[int] = []
    for at, group in groupby(sorted(hits, key=lambda hit: hit[0]), key=lambda hit: hit[0]):
        opened += stage.advance(at, [reading for _, reading in group], threads_alive(at), watched=at > since)
    return opened


class _Nobody:
    """Finds no people: nothing of a rehearsal is told."""

    lexicon = Lexicon()

    def named(self, texts: Sequence[str], marked: Sequence[str] = ()) -> frozenset[str]:
        return frozenset()

    def person_like(self, word: str) -> bool:
        return False


class _Stage:
    """The detector's state, as far as one watch topic needs it."""

    def __init__(self, key: str, topic: Topic, rules: Emergence, threads_of_day: Callable[[int], int]) -> None:
        topics = {key: topic}
        self._watch = Watch(topics, rules, Describer(Catalogue(), _Nobody(), topics))
        self._window, self._book, self._baseline = Window(), Book(), MemoryBaseline()
        self._threads_of_day = threads_of_day
        self._told_until: int | None = None

    def advance(self, at: int, posts: Iterable[Reading], alive: int, *, watched: bool) -> list[int]:
        """Move to `at`; returns it, once for each story that opens there. Before it is `watched` nothing opens."""
        posts = list(posts)
        votes, _ = self._window.expire(at - SPAN)
        old = votes_of_the_past([post for post in posts if post.moment <= at - SPAN])
        for vote in (*votes, *old):
            self._baseline.add(vote.day, (), vote.words, new_thread=False)
        self._book.close_quiet(at)
        fresh = [post for post in posts if post.moment > at - SPAN]
        for post in fresh:
            self._window.add(post)
        self._learn(day_of(at))
        if not watched:
            return []
        usual = Usual(self._baseline, day_of(at), alive)
        touched = sorted({post.thread for post in fresh if not post.mute})
        changed = self._watch.advance(at, touched, self._window, usual, self._book) if touched else {}
        return [story.opened for story in changed.values() if story.opened == at]

    def _learn(self, today: int) -> None:
        """How much was said on each day before today."""
        first = today - HORIZON if self._told_until is None else self._told_until
        for day in range(first, today):
            for _ in range(self._threads_of_day(day)):
                self._baseline.add(day, (), (), new_thread=True)
        self._told_until = today
