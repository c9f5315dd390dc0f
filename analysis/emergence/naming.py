"""A story's terms and title: its own words, readable, never a person, a number or a handle."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from analysis.emergence.baseline import TOPIC
from analysis.emergence.copies import opener_of
from analysis.emergence.evidence import Term
from analysis.emergence.expectation import is_gram
from analysis.emergence.reading import Reading, Thread
from analysis.emergence.window import Window
from analysis.emergence.wording import LENGTH, longest_strings

PersonLike = Callable[[str], bool]
MOST_TERMS = 5
_LONGEST_TERM = 6
_CLAUSE = re.compile(r"[,。.!?;:、…()《》“”\"'\s]+")
_SHORTEST_TITLE, _LONGEST_TITLE = 5, 24
_OPENING = re.compile(
    r"^(?:听说|据说|求证|转发?|扩散|提醒一下|大家注意|是?真的[吗假]的?|真的假的|刚刷到的?|问一下|请问|看到有人说|"
    r"有没有人知道|谁能说说|不知道真假|同事讲|小区群里说|群里都?在?传|朋友圈看到|我妈发来的|这个属实吗)+"
)


@dataclass(frozen=True, slots=True)
class Name:
    """A readable term with its figures: in how many threads of the story it is written, how many were expected."""

    text: str
    threads: tuple[Thread, ...]
    expected: float
    surprise: float


def names(window: Window, threads: Sequence[Thread], terms: Sequence[Term], person_like: PersonLike) -> list[Name]:
    """The readable terms of a story, most telling first; empty when only persons would be left."""
    texts = {
        thread: "\n".join(f"{p.title}\n{p.text}" for p in window.posts(thread) if not p.mute) for thread in threads
    }
    people = _people(window, threads, person_like)
    chosen: list[Name] = []
    for text, term in _candidates(terms, texts.values()):
        inside = tuple(thread for thread in threads if text in texts[thread])
        if len(inside) < 2 or any(person in text or text in person for person in people):
            continue
        if any(text in name.text or name.text in text for name in chosen):
            continue
        chosen.append(Name(text, inside, term.expected, term.surprise))
        if len(chosen) == MOST_TERMS:
            break
    return chosen


def _candidates(terms: Sequence[Term], texts: Iterable[str]) -> list[tuple[str, Term]]:
    """Words as they are; pieces of wording joined to the string that is shared, if short enough to be a name."""
    pieces = {term.feature: term for term in terms if is_gram(term.feature) and len(term.feature) == LENGTH}
    found = [(term.feature, term) for term in terms if not is_gram(term.feature) and term.feature[0] != TOPIC]
    for string in sorted({s for text in texts for s in longest_strings(text, pieces)}):
        if LENGTH <= len(string) <= _LONGEST_TERM:
            grams = [string[i : i + LENGTH] for i in range(len(string) - LENGTH + 1)]
            found.append((string, max((pieces[g] for g in grams), key=lambda term: (term.surprise, term.feature))))
    return sorted(found, key=lambda pair: (-pair[1].surprise, -pair[1].inside, len(pair[0]), pair[0]))


def title(window: Window, threads: Sequence[Thread], terms: Sequence[Term], person_like: PersonLike) -> str:
    """The clause of a title or opener that says most of what the threads share; '' when none can be shown."""
    worth = {term.feature: term.surprise * min(term.inside, 6) for term in terms}
    people = _people(window, threads, person_like)
    best, most = "", 0.0
    for thread in threads:
        post = opener_of(window.posts(thread))
        if post.mute or post.advert:
            continue
        for clause in _clauses(post):
            if any(person in clause for person in people):
                continue
            value = sum(weight for feature, weight in worth.items() if feature in clause) / (8 + len(clause)) ** 0.5
            if (value, best) > (most, clause):
                best, most = clause, value
    return best


def _clauses(post: Reading) -> list[str]:
    found = []
    for part in _CLAUSE.split(post.title) + _CLAUSE.split(post.text):
        clause = _OPENING.sub("", part).strip("-—~·#*")[:_LONGEST_TITLE]
        if len(clause) >= _SHORTEST_TITLE and not re.search(r"\d{5,}|@|http|[a-z]{12,}", clause):
            found.append(clause)
    return found


def _people(window: Window, threads: Sequence[Thread], person_like: PersonLike) -> frozenset[str]:
    words = {word for thread in threads for post in window.posts(thread) for word in post.words}
    return frozenset(word for word in words if person_like(word))
