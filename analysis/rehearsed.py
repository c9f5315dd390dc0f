"""Decisions played in a replay: what a coordinator would have decided, and what it would have taught."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from analysis.emergence.baseline import Baseline, day_of
from analysis.emergence.lessons import Lessons, lesson_of, votes_of
from analysis.emergence.reading import Reading
from analysis.emergence.story import Tracked
from model.catalogue import Catalogue
from model.verdicts import Decision, Reason
from store.dropping import mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One decision to play, for the first alert it fits: by ids of posts, or by words of its terms or its title."""

    posts: frozenset[str]
    terms: tuple[str, ...]
    decision: Decision
    reason: Reason | None
    after: int  # seconds after the alert

    def fits(self, story: Tracked) -> bool:
        """Whether this is the story it speaks of."""
        if not self.posts.isdisjoint(story.posts):
            return True
        return any(term in story.terms or term in story.title for term in self.terms)


def order_of(record: Mapping[str, object], catalogue: Catalogue) -> Order:
    """A line of a verdicts file; ValueError says in plain words what is wrong with it."""
    posts, terms = _texts(record.get("posts")), _texts(record.get("story_terms"))
    if posts is None or terms is None or not (posts or terms):
        raise ValueError(catalogue.say("commands.order.no_story"))
    decision, reason, after = record.get("decision"), record.get("reason"), record.get("after_minutes", 0)
    if decision not in set(Decision):
        raise ValueError(catalogue.say("commands.order.decision", found=decision))
    if reason not in set(Reason) and (reason is not None or decision == Decision.DISMISS):
        raise ValueError(catalogue.say("commands.order.reason", found=reason))
    if isinstance(after, bool) or not isinstance(after, int | float) or not 0 <= after < 1e7:
        raise ValueError(catalogue.say("commands.order.minutes"))
    return Order(
        posts=frozenset(posts), terms=tuple(terms), decision=Decision(str(decision)),
        reason=Reason(str(reason)) if reason else None, after=int(after * 60),
    )  # fmt: skip


def _texts(value: object) -> list[str] | None:
    if value is None:
        return []
    if isinstance(value, list) and all(isinstance(item, str) and item for item in value):
        return value
    return None


class Coordinator:
    """Plays the orders. `lessons` and `wordings` are what the detector is taught with; they grow."""

    def __init__(self, orders: Sequence[Order]) -> None:
        self.lessons = Lessons()
        self.wordings: list[frozenset[int]] = []
        self._left = list(orders)
        self._waiting: list[tuple[int, Order, Tracked]] = []
        self._taught: dict[str, dict[str, int]] = {}  # by story: what it would teach, as it stands now

    def look(self, story: Tracked, at: int, threads: Sequence[Sequence[Reading]]) -> None:
        """An alert was opened at `at`; `threads` are its posts as the coordinator sees them."""
        order = next((order for order in self._left if order.fits(story)), None)
        if order is not None:
            self._left.remove(order)
            self._waiting.append((at + order.after, order, story))
            self._taught[story.id] = lesson_of(threads)

    def awaits(self, story: Tracked) -> bool:
        """Whether a decision about this story is still to come."""
        return story.id in self._taught

    def grown(self, story: Tracked, threads: Sequence[Sequence[Reading]]) -> None:
        """The story has more posts: its dismissal teaches all that is known of it by then, as in `huisheng run`."""
        before, now = self._taught[story.id], lesson_of(threads)
        self._taught[story.id] = {key: max(before.get(key, 0), now.get(key, 0)) for key in {**before, **now}}

    def due(self, at: int, past: Callable[[str], Baseline]) -> Iterator[str]:
        """Decide what is to be decided by `at`; gives the ids of stories to forget. `past`: by source."""
        now = [item for item in self._waiting if item[0] <= at]
        self._waiting = [item for item in self._waiting if item[0] > at]
        for _, order, story in now:
            lesson = self._taught.pop(story.id)
            if order.decision is not Decision.DISMISS:
                continue
            if order.reason is Reason.OPINION:
                self.wordings.append(frozenset(mark(feature) for feature in {*story.vocabulary, *story.terms}))
                yield story.id
            else:
                self.lessons.learn(lesson, votes_of(past(story.threads[0][0]), lesson, day_of(at)))
