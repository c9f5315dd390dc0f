"""What dismissals teach: their wording becomes usual at once, and what looks like a kind often dismissed must be
much more surprising to open a story.

The seam is two wrappers: `TaughtBaseline` around what is usual, `TaughtBook` around the open stories. Watch topics
vote as ``#key`` and are no wording, so that no lesson can make a topic, least of all one of life, less heard.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from analysis.emergence.baseline import HORIZON, TOPIC, Baseline, day_of
from analysis.emergence.dropped import Reminded
from analysis.emergence.evidence import Evidence, score
from analysis.emergence.expectation import is_gram
from analysis.emergence.reading import Reading
from analysis.emergence.window import Window

MOST_FEATURES = 1000
STEP = 0.15
"""Threads a day that a dismissal adds to what is expected of its wording. A link needs an expectation below 0.25:
one dismissal weakens it, two undo it. Of the negative-binomial model the dispersion, μ + μ², moves too."""
KIND = 4
"""Dismissed stories that must share a feature before it speaks for a kind."""
_SIGNS, _OF_THREADS, _FEWEST, _OWN = 4, 0.4, 2, 0.12
MARGIN = 6.0
"""How much more (on the scale of `emergence.surprise`) a story needs of which every thread is of such a kind: a
real one may look alike. Of one of which half the threads are, half as much: the rest may be something else."""


def lesson_of(threads: Iterable[Sequence[Reading]]) -> dict[str, int]:
    """What a dismissed story teaches: its features, and of how many of its threads each is."""
    told = [frozenset[str]().union(*(post.grams | post.words for post in posts)) for posts in threads if posts]
    counts = Counter(feature for features in told for feature in features if feature[0] != TOPIC)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], -len(item[0]), item[0]))[:MOST_FEATURES])


Lesson = tuple[Mapping[str, int], Mapping[str, int]]
"""What a dismissed story teaches, and how many threads of the past had each of its features then."""


def votes_of(past: Baseline, features: Iterable[str], day: int) -> dict[str, int]:
    """How many threads of the past had each of `features`."""
    wanted = set(features)
    pieces = {feature for feature in wanted if is_gram(feature)}
    found = {**past.grams(pieces, day), **past.words(wanted - pieces, day)}
    return {feature: found.get(feature, 0) for feature in wanted}


class Lessons:
    """All that was taught: in how many dismissed stories a feature was, in how many it was shared by several
    threads, and in how many of all their threads it was."""

    def __init__(self, lessons: Iterable[Lesson] = ()) -> None:
        self.stories: Counter[str] = Counter()
        self.shared: Counter[str] = Counter()
        self.threads: Counter[str] = Counter()
        self.votes: dict[str, int] = {}
        for lesson, votes in lessons:
            self.learn(lesson, votes)

    def learn(self, lesson: Mapping[str, int], votes: Mapping[str, int] | None = None) -> None:
        """Add one dismissed story; `votes`: how many threads of the past had its features when it was taught.

        A kind that has fallen silent goes on being talked of, undismissed: what is said of it later must not make
        its wording look like everybody's.
        """
        self.votes.update(votes or {})
        self.stories.update(lesson.keys())
        self.shared.update(feature for feature, threads in lesson.items() if threads > 1)
        self.threads.update(lesson)


class TaughtBaseline:
    """A baseline in which the wording of dismissed stories is usual already."""

    def __init__(self, baseline: Baseline, lessons: Lessons) -> None:
        self._baseline = baseline
        self._lessons = lessons

    def add(self, day: int, grams: Iterable[str], words: Iterable[str], *, new_thread: bool) -> None:
        self._baseline.add(day, grams, words, new_thread=new_thread)

    def grams(self, wanted: Collection[str], day: int) -> Mapping[str, int]:
        return self._taught(wanted, self._baseline.grams(wanted, day), len(self.days(day)))

    def words(self, wanted: Collection[str], day: int) -> Mapping[str, int]:
        return self._taught(wanted, self._baseline.words(wanted, day), min(HORIZON, len(self.days(day))))

    def threads(self, day: int) -> tuple[int, int]:
        return self._baseline.threads(day)

    def days(self, day: int) -> list[int]:
        return self._baseline.days(day)

    def _taught(self, wanted: Collection[str], votes: Mapping[str, int], days: int) -> Mapping[str, int]:
        """One thread a day more is as many votes as there were days, whatever the size of the town."""
        shared = self._lessons.shared
        more = {feature: round(shared[feature] * STEP * days) for feature in wanted if feature in shared}
        return {**votes, **{feature: votes.get(feature, 0) + n for feature, n in more.items()}}


class TaughtBook(Reminded):
    """A book that knows the kinds that were dismissed again and again."""

    def teach(self, lessons: Lessons, baseline: Baseline, window: Window, threshold: float) -> None:
        """`baseline` untaught; `window` that of the detector; `threshold`: the score that opens a story."""
        self._lessons, self._past, self._window, self._threshold = lessons, baseline, window, threshold

    def told(self, evidence: Evidence, fewest: int) -> bool:
        """Also what is of a dismissed kind and not far more surprising than that."""
        if super().told(evidence, fewest):
            return True
        above = score(evidence) - self._threshold
        return above < MARGIN and above < MARGIN * self._of_a_dismissed_kind(evidence)

    def _of_a_dismissed_kind(self, evidence: Evidence) -> float:
        """Which share of the threads bears the signs of such a kind; 0 when too few do."""
        said = [self._window.features(thread) for thread in evidence.threads]
        often = {feature for features in said for feature in features if self._lessons.stories[feature] >= KIND}
        if len(often) < _SIGNS:
            return 0.0
        latest = max(post.moment for thread in evidence.threads for post in self._window.posts(thread))
        signs = self._only_theirs(often, day_of(latest))
        alike = sum(len(signs & features) >= _SIGNS for features in said)
        return alike / len(said) if alike >= max(_FEWEST, _OF_THREADS * len(said)) else 0.0

    def _only_theirs(self, features: Collection[str], day: int) -> frozenset[str]:
        """Those that are mostly theirs, starts that nobody dismissed allowed for: 请问 is no sign of a kind."""
        votes = votes_of(self._past, features, day)
        then = self._lessons.votes
        return frozenset(f for f in features if self._lessons.threads[f] >= _OWN * then.get(f, votes[f]))
