"""What speaks for a group of threads being one new story: a handful of figures, and one score made of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass
from math import log

from analysis.emergence.copies import copy_groups, voices
from analysis.emergence.expectation import Usual
from analysis.emergence.reading import Reading, Thread
from analysis.emergence.surprise import surprise
from analysis.emergence.window import SPAN, Window
from model.config.settings import Emergence

_SOURCES = 2  # one board talks to itself, unless it is all there is
_GREETINGS, _ADVERTS, _CONTACTS = 0.3, 0.5, 0.6
_FEWEST_STARTS = 3
_SHORTEST = 1800
_UNUSUAL = 1.0  # a feature that a usual day brings this often is no term
TELLING = 0.25
"""A feature expected less often than this is what a group shares; the rest is how people talk."""
_MOST_TERMS = 80
_BIAS = -3.7
_PER_VOLUME, _USUAL_VOLUME = 0.5, 600  # the more threads there are, the more of them look alike by chance
NEARLY = 1.0
"""How far below the threshold a group still is of interest: somebody may say that it should have alarmed."""
_SHORT, _REMARK, _ACCOUNT = 40, 60, 160
"""Characters. A rumour is told, a remark is made; but it may be one line, and beyond an account more is no more."""


@dataclass(frozen=True, slots=True)
class Term:
    """A shared feature: in how many threads it is now, how many were expected, how unlikely that is."""

    feature: str
    inside: int  # threads of the group
    seen: int  # threads of the window
    expected: float
    surprise: float
    new: bool  # nobody wrote it before the last 24 hours


@dataclass(frozen=True, slots=True)
class Evidence:
    """The figures of one group. Shares are of its threads."""

    threads: tuple[Thread, ...]
    strengths: tuple[float, ...]  # of the links that hold it together, strongest first
    terms: tuple[Term, ...]  # most surprising first
    new_by_two: int  # features never seen before the last 24 h, in at least two threads of the group
    new_by_three: int
    alive: int  # threads in the whole window
    voices: int  # after copies
    sources: int
    one_source_only: bool  # of the whole window
    span: int  # seconds between the first and the last thread taking it up; a day when the times are not known
    recent: int  # seconds since the last but two took it up
    longest: int  # characters of the longest post that says what is shared
    hazard: float  # threads in which such a post speaks of danger
    enquiry: float
    greeting: float
    advert: float
    contact: float
    echoed: frozenset[str]


def weigh(
    window: Window, threads: Sequence[Thread], usual: Usual, at: int, strengths: Sequence[float] = (),
    echoed: frozenset[str] = frozenset(),
) -> Evidence:  # fmt: skip
    """The evidence at the tick `at` for `threads` being one story, held together by links of these `strengths`.

    `echoed`: the words by which some of them are only echoes; whoever says one says something of the story.
    """
    terms = _terms(window, threads, usual)
    telling = telling_features(terms)
    said = [[post for post in window.posts(thread) if says(post, telling, echoed)] for thread in threads]
    span, recent = _pace(said, at)
    new = [term for term in terms if term.new]
    return Evidence(
        threads=tuple(threads),
        strengths=tuple(sorted(strengths, reverse=True)),
        terms=tuple(terms),
        new_by_two=len(new),
        new_by_three=sum(term.inside > 2 for term in new),
        alive=max(1, len(window)),
        voices=voices(window, copy_groups(window, threads)),
        sources=len({source for source, _ in threads}),
        one_source_only=window.one_source_only(),
        span=span,
        recent=recent,
        longest=max(
            (len(post.text) for posts in said for post in posts if not echoed or says(post, telling)), default=0
        ),
        hazard=sum(any(post.hazard for post in posts) for posts in said) / len(threads),
        enquiry=_share(window, threads, "enquiry"),
        greeting=_share(window, threads, "greeting"),
        advert=_share(window, threads, "advert"),
        contact=_share(window, threads, "contact"),
        echoed=echoed,
    )


def score(evidence: Evidence) -> float:
    """How strongly a group looks like a new story; it grows with every figure that speaks for one.

    A weighted sum; the weights were fitted on streams whose stories the test streams do not share (bench/replay.py)
    and shifted so that `emergence.surprise`, 4 unless changed, is the threshold.
    """
    second_link = evidence.strengths[1] if len(evidence.strengths) > 1 else 0.0
    first_term = evidence.terms[0].surprise if evidence.terms else 0.0
    return (
        _BIAS
        - _PER_VOLUME * log(evidence.alive / _USUAL_VOLUME)
        + 0.25 * log(1 + evidence.new_by_two)
        + 0.65 * log(1 + evidence.new_by_three)
        + 0.2 * first_term
        + 1.55 * min(second_link, 8.0)
        + 0.2 * log(max(1, evidence.voices))
        + 1.2 * log(min(max(evidence.longest, _SHORT), _ACCOUNT) / _REMARK)
        + 1.2 * evidence.hazard
        + 0.65 * evidence.enquiry
        + 0.75 * _quickness(evidence.span)
        + 0.45 * _quickness(evidence.recent)
    )


def _quickness(seconds: int) -> float:
    """0 for a day, about 4 for half an hour and less."""
    return log(SPAN / min(SPAN, max(seconds, _SHORTEST)))


def qualifies(evidence: Evidence, rules: Emergence) -> bool:
    """Whether the group may open a story: enough threads, voices and sources, no advertisement, no greeting."""
    return _fit(evidence, rules) and score(evidence) >= rules.surprise


def nearly(evidence: Evidence, rules: Emergence) -> bool:
    """Whether the group would open a story if its score were a little higher."""
    return score(evidence) >= rules.surprise - NEARLY and _fit(evidence, rules)


def _fit(evidence: Evidence, rules: Emergence) -> bool:
    if len(evidence.threads) < rules.threads or evidence.voices < rules.voices:
        return False
    if evidence.sources < _SOURCES and not evidence.one_source_only:
        return False
    if evidence.greeting >= _GREETINGS or evidence.advert >= _ADVERTS or evidence.contact >= _CONTACTS:
        return False
    return bool(evidence.terms)


def _terms(window: Window, threads: Sequence[Thread], usual: Usual) -> list[Term]:
    inside = Counter(feature for thread in threads for feature in window.features(thread))
    shared = {feature: count for feature, count in inside.items() if count > 1}
    usual.learn(shared)
    found = [
        Term(
            feature,
            count,
            len(window.threads_with(feature)),
            usual[feature],
            surprise(count, usual[feature]),
            usual.new(feature),
        )
        for feature, count in shared.items()
        if usual[feature] < _UNUSUAL
    ]
    return sorted(found, key=lambda term: (-term.surprise, -term.inside, term.feature))[:_MOST_TERMS]


def _share(window: Window, threads: Sequence[Thread], mark: str) -> float:
    """The mean over threads of the share of their posts that bear `mark`."""
    total = 0.0
    for thread in threads:
        posts = window.posts(thread)
        total += sum(bool(getattr(post, mark)) for post in posts) / len(posts)
    return total / len(threads)


def _pace(said: Sequence[Sequence[Reading]], at: int) -> tuple[int, int]:
    """How quickly the threads took it up: `span` and `recent`. What a site did not date says nothing about pace."""
    dated = [[post.moment for post in posts if post.dated] for posts in said]
    starts = sorted(min(moments) for moments in dated if moments)
    if len(starts) < _FEWEST_STARTS:
        return SPAN, SPAN
    return starts[-1] - starts[0], at - starts[-_FEWEST_STARTS]


def telling_features(terms: Sequence[Term]) -> frozenset[str]:
    """Those of the shared features that are unusual enough to tell what a post is about."""
    return frozenset(term.feature for term in terms if term.expected < TELLING)


def says(post: Reading, telling: Set[str], echoed: Set[str] = frozenset()) -> bool:
    """Whether a post says something of what a group shares, echoes it, or hits a watch topic."""
    if post.topics or not echoed.isdisjoint(post.words):
        return True
    return not (telling.isdisjoint(post.grams) and telling.isdisjoint(post.words))
