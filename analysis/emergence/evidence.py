"""What speaks for a group of threads being one new story: a handful of figures, and one score made of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from analysis.emergence.copies import copy_groups, voices
from analysis.emergence.expectation import Usual, is_gram
from analysis.emergence.reading import Thread
from analysis.emergence.surprise import surprise
from analysis.emergence.window import Window
from model.config.settings import Emergence

_NEW = 0.04  # a gram expected less often than this was hardly ever written before
_SOURCES = 2  # one board talks to itself
_GREETINGS = 0.3
_ADVERTS = 0.5
_ENOUGH = 12.0
_UNUSUAL = 1.0  # a feature that a usual day brings this often is no term


@dataclass(frozen=True, slots=True)
class Term:
    """A shared feature: in how many threads it is now, how many were expected, how unlikely that is."""

    feature: str
    inside: int  # threads of the group
    seen: int  # threads of the window
    expected: float
    surprise: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """The figures of one group. Shares are of its threads."""

    threads: tuple[Thread, ...]
    terms: tuple[Term, ...]  # most surprising first
    leading: tuple[Term, ...]  # those that share no character, at most 4
    new_by_two: int  # new grams in at least two threads of the group
    new_by_three: int
    voices: int  # after copies
    sources: int
    enquiry: float
    greeting: float
    advert: float
    contact: float


def weigh(window: Window, threads: Sequence[Thread], usual: Usual) -> Evidence:
    """The evidence for `threads` being one story."""
    terms = _terms(window, threads, usual)
    new = [term for term in terms if is_gram(term.feature) and term.expected < _NEW]
    return Evidence(
        threads=tuple(threads),
        terms=tuple(terms),
        leading=tuple(_apart(terms)),
        new_by_two=len(new),
        new_by_three=sum(term.inside > 2 for term in new),
        voices=voices(copy_groups(window, threads)),
        sources=len({source for source, _ in threads}),
        enquiry=_share(window, threads, "enquiry"),
        greeting=_share(window, threads, "greeting"),
        advert=_share(window, threads, "advert"),
        contact=_share(window, threads, "contact"),
    )


def score(evidence: Evidence) -> float:
    """How strongly a group looks like a story; it grows with every figure that speaks for one."""
    first, second, third = (*(term.surprise for term in evidence.leading), 0.0, 0.0, 0.0)[:3]
    return first + 0.5 * second + 0.3 * third + 1.5 * log(1 + evidence.new_by_three) + evidence.enquiry


def _terms(window: Window, threads: Sequence[Thread], usual: Usual) -> list[Term]:
    inside = Counter(feature for thread in threads for feature in window.features(thread))
    shared = {feature: count for feature, count in inside.items() if count > 1}
    usual.learn(shared)
    found = [
        Term(feature, count, len(window.threads_with(feature)), usual[feature], surprise(count, usual[feature]))
        for feature, count in shared.items()
        if usual[feature] < _UNUSUAL
    ]
    return sorted(found, key=lambda term: (-term.surprise, -term.inside, term.feature))


def _apart(terms: Sequence[Term], most: int = 4) -> list[Term]:
    chosen: list[Term] = []
    for term in terms:
        if not any(set(term.feature) & set(other.feature) for other in chosen):
            chosen.append(term)
            if len(chosen) == most:
                break
    return chosen


def _share(window: Window, threads: Sequence[Thread], mark: str) -> float:
    """The mean over threads of the share of their posts that bear `mark`."""
    total = 0.0
    for thread in threads:
        posts = window.posts(thread)
        total += sum(bool(getattr(post, mark)) for post in posts) / len(posts)
    return total / len(threads)


def qualifies(evidence: Evidence, rules: Emergence) -> bool:
    """Whether the group may open a story: enough threads, voices, surprise, and evidence on the whole."""
    if len(evidence.threads) < rules.threads or evidence.voices < rules.voices or evidence.sources < _SOURCES:
        return False
    if evidence.greeting >= _GREETINGS or evidence.advert >= _ADVERTS:
        return False
    if not evidence.leading or evidence.leading[0].surprise < rules.surprise:
        return False
    return score(evidence) >= _ENOUGH
