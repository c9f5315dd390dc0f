"""The detector: explicit state, moved forward tick by tick. The same in a replay and in `huisheng analyse`.

A tick takes in the posts that became visible since the last one, lets go of what is older than 24 hours, extends
the open stories and opens new ones. Nothing here looks at a clock, a database or a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from analysis.emergence.baseline import MEMORY, Baseline, day_of
from analysis.emergence.book import Book
from analysis.emergence.describe import Describer
from analysis.emergence.echoes import Pairs
from analysis.emergence.evidence import Evidence, nearly, qualifies, score, weigh
from analysis.emergence.expectation import Usual
from analysis.emergence.grouping import Neighbours, groups
from analysis.emergence.links import JOINS
from analysis.emergence.naming import Peopled
from analysis.emergence.reading import Reading, Thread
from analysis.emergence.story import Tracked, without
from analysis.emergence.watch import Watch
from analysis.emergence.window import SPAN, Vote, Window, votes_of_the_past
from model.catalogue import Catalogue
from model.config import Topic
from model.config.settings import Emergence

_MOST_LISTED = 30  # threads of candidates at one tick


@dataclass(frozen=True, slots=True)
class Step:
    """What one tick changed: stories opened or extended, ids of posts that left the window or never entered it."""

    changed: tuple[Tracked, ...]
    gone: tuple[str, ...]
    closed: tuple[str, ...]  # ids of stories no longer followed
    candidates: tuple[tuple[float, Tracked], ...] = ()
    """Groups that nearly opened a story, with their score; never opened, never followed, for people to judge."""


class Detector:
    """`baseline` is what is usual, `window` the last 24 hours, `book` the open stories: the whole state."""

    def __init__(
        self,
        emergence: Emergence,
        baseline: Baseline,
        describer: Describer,
        watch: Watch,
        window: Window,
        book: Book,
        *,
        candidates: bool = False,
    ) -> None:
        self._rules = emergence
        self._baseline = baseline
        self._describer = describer
        self.people = describer.people
        self._watch = watch
        self._window = window
        self._book = book
        self._lists_candidates = candidates
        self._candidates: list[tuple[float, Tracked]] = []
        self._learnt_before: int | None = None
        self._pairs = Pairs()

    def advance(self, at: int, posts: Sequence[Reading]) -> Step:
        """Move the clock to `at` (seconds since 1970, on the tick); `posts` became visible since the last tick."""
        self._note_learning(at)
        present = sorted(self.sift(at, posts), key=lambda post: (post.moment, post.source, post.key))
        for post in present:
            self._window.add(post)
        votes, gone = self._window.expire(at - SPAN)
        self._remember(votes)
        closed = self._book.close_quiet(at)
        lessened = {story.id: story for story in self._withdraw(at)}
        closed += [story.id for story in lessened.values() if not story.threads]
        fresh = {post.thread for post in present if self._window.alive(post.thread)}
        found = self._stories(at, sorted(self._window.threads() if self._just_learnt(at) else fresh))
        self._learnt_before = None
        changed = lessened | {story.id: story for story in found}
        candidates, self._candidates = self._candidates, []
        return Step(tuple(changed[key] for key in sorted(changed)), tuple(gone), tuple(closed), tuple(candidates))

    def sift(self, at: int, posts: Iterable[Reading]) -> list[Reading]:
        """The posts that belong to the 24 hours before `at`; the older ones only add to the past.

        A back-fill may be sifted thread by thread before the tick, so that it need not fit into memory.
        """
        self._note_learning(at)
        posts = list(posts)
        past = [post for post in posts if post.moment <= at - SPAN and post.id not in self._window]
        self._remember(votes_of_the_past(past))
        return [post for post in posts if post.moment > at - SPAN or post.id in self._window]

    def learnt(self, at: int) -> int:
        """How many days there are to learn from (see `learning_day`)."""
        return learning_day(self._baseline.days(day_of(at)), day_of(at))

    def _note_learning(self, at: int) -> None:
        if self._learnt_before is None:
            self._learnt_before = self.learnt(at)

    def _just_learnt(self, at: int) -> bool:
        """Whether this tick ends the learning: a first visit is longer than a tick, and what it read first, the
        newest threads, was passed over while the past was not yet there."""
        return (self._learnt_before or 0) < self._rules.learning_days <= self.learnt(at)

    def _remember(self, votes: Iterable[Vote]) -> None:
        for vote in votes:
            self._baseline.add(vote.day, vote.grams, vote.words, new_thread=vote.new_thread)

    def _withdraw(self, at: int) -> Iterator[Tracked]:
        """Stories lose the posts that became a cry for help by an edit, or whose thread's opener did."""
        muted = self._window.muted()
        for story in self._book.resting_on(muted):
            left = without(story, muted, self._window.alive)
            alive = [thread for thread in left.threads if self._window.alive(thread)]
            usual = Usual(self._baseline, day_of(at), len(self._window))
            evidence = weigh(self._window, alive, usual, at) if alive else None
            told = self._describer.lessened(at, left, evidence, self._window, usual)
            self._book.drop(story.id)
            if told.threads:
                self._book.put(told)
            yield told

    def _stories(self, at: int, touched: Sequence[Thread]) -> list[Tracked]:
        if not touched:
            return []
        usual = Usual(self._baseline, day_of(at), len(self._window))
        changed = self._watch.advance(at, touched, self._window, usual, self._book)
        if self.learnt(at) >= self._rules.learning_days:
            self._pairs.forget(self._window)
            near = Neighbours(self._window, usual, self._pairs)
            for story in (*self._join(at, touched, near, usual), *self._discover(at, touched, near, usual)):
                changed[story.id] = story
        return [changed[key] for key in sorted(changed)]

    def _join(self, at: int, touched: Sequence[Thread], near: Neighbours, usual: Usual) -> Iterator[Tracked]:
        """Extend the stories that touched threads belong to, or are closely linked with."""
        near.look(touched)
        for thread in touched:
            close = [link for link in near.of(thread) if link.strength >= JOINS]
            story = self._book.home(thread, close)
            if story is not None:
                yield self._extend(at, story, (thread, *(link.thread for link in close)), usual)

    def _discover(self, at: int, touched: Sequence[Thread], near: Neighbours, usual: Usual) -> Iterator[Tracked]:
        """Open a story around each group that qualifies, the strongest evidence first."""
        free = [thread for thread in touched if self._book.owner(thread) is None]
        looks = nearly if self._lists_candidates else qualifies
        found = groups(self._window, free, near, usual, self._rules, at, looks)
        for evidence in (one for one in found if qualifies(one, self._rules)):
            if self._book.told(evidence, self._rules.threads):
                continue
            same = self._book.same(evidence)
            if same is None:
                yield self._open(at, evidence, usual)
            else:
                yield self._extend(at, same, evidence.threads, usual)
        if self._lists_candidates:
            self._candidates = [*self._list(at, found, usual)]

    def _list(self, at: int, found: Sequence[Evidence], usual: Usual) -> Iterator[tuple[float, Tracked]]:
        """The strongest groups that opened no story, below the threshold or of a kind often dismissed."""
        listed: set[Thread] = set()
        for evidence in found:
            if listed.isdisjoint(evidence.threads) and self._book.candidate(evidence):
                listed.update(evidence.threads)
                yield score(evidence), self._describer.discovered(at, evidence, self._window, usual)
                if len(listed) >= _MOST_LISTED:
                    return

    def _open(self, at: int, evidence: Evidence, usual: Usual) -> Tracked:
        story = self._describer.discovered(at, evidence, self._window, usual)
        self._book.put(story)
        return story

    def _extend(self, at: int, story: Tracked, joining: Sequence[Thread], usual: Usual) -> Tracked:
        threads = [
            *story.threads,
            *(t for t in joining if t not in story.threads and self._book.owner(t) is None),
        ]
        alive = [t for t in threads if self._window.alive(t)]
        evidence = weigh(self._window, alive, usual, at)
        grown = self._describer.updated(at, story, threads, evidence, self._window, usual)
        self._book.put(grown)
        return grown


def assemble(
    topics: Mapping[str, Topic],
    emergence: Emergence,
    *,
    baseline: Baseline,
    catalogue: Catalogue,
    people: Peopled,
    window: Window | None = None,
    book: Book | None = None,
    candidates: bool = False,
) -> Detector:
    """A detector over `baseline`, with an empty window and no open stories unless given.

    `candidates`: also list what nearly opened a story; the stories are the same.
    """
    describer = Describer(catalogue, people, topics)
    watch = Watch(topics, emergence, describer)
    # An empty window is a window: whoever gave it looks at it too.
    return Detector(
        emergence,
        baseline,
        describer,
        watch,
        Window() if window is None else window,
        Book() if book is None else book,
        candidates=candidates,
    )


def learning_day(days: Sequence[int], today: int) -> int:
    """How many days of posts there are to learn from, counting back from `today`.

    The span starts at the earliest day since which at least half of the days have posts: a pinned post of last year
    is no year of experience. `days` ascending.
    """
    for i, first in enumerate(days):
        if first >= today - MEMORY and 2 * (len(days) - i) >= today - first:
            return today - first
    return 0
