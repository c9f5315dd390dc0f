"""A story's terms and title: its own words, readable, never a person, a number or a handle."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from analysis.emergence.copies import opener_of
from analysis.emergence.evidence import Term
from analysis.emergence.phrases import GAP, SOMEBODY, Cut, candidates, cut
from analysis.emergence.reading import Thread
from analysis.emergence.surprise import surprise
from analysis.emergence.window import Window
from analysis.emergence.wording import grams
from analysis.text.lexicon import Kind, Lexicon

MOST_TERMS = 5
_TERM_WEIGHT = 2.0  # a term of the story, against a piece of its wording
_THING = 0.5
_FIRST = 1.5  # a title names what the reason begins with
_NO_SUBJECT = 0.6  # a clause from which a person was taken is only the second best title
_STOP = re.compile(r"[,。.!?;:、…()《》“”\"'\s]")
_SHORTEST_TITLE, _LONGEST_TITLE = 5, 24
_LEFT_OVER = frozenset("的了是把被和跟找说打叫让给对向也又都就还在于与及而但那这个及等着地得吗呢吧啊")
_OPENING = re.compile(
    r"^(?:听说|据说|求证|转发?|扩散|提醒一下|大家注意|是?真的[吗假]的?|真的假的|刚刷到的?|问一下|请问|看到有人说|"
    r"有没有人知道|谁能说说|不知道真假|同事讲|小区群里说|群里都?在?传|朋友圈看到|我妈发来的|这个属实吗)+"
)


class Peopled(Protocol):
    """Who tells people from things: `analysis.signs.people.People`."""

    lexicon: Lexicon

    def named(self, texts: Sequence[str], marked: Sequence[str] = ()) -> frozenset[str]:
        """The strings that name people in `texts`; `marked` were found to be names before."""

    def person_like(self, word: str) -> bool:
        """Whether a word by itself is most likely a person."""


@dataclass(frozen=True, slots=True)
class Name:
    """A readable term with its figures: in how many threads of the story it is written, how many were expected."""

    text: str
    threads: tuple[Thread, ...]
    expected: float
    surprise: float


class Wording:
    """What a story's posts say, without the people in it. `peopled`: the threads in which somebody is named."""

    def __init__(self, window: Window, threads: Sequence[Thread], people: Peopled) -> None:
        posts = [post for thread in threads for post in window.posts(thread)]
        self.threads = tuple(threads)
        marked = {name for post in posts for name in post.named}
        marked |= {word for post in posts for word in post.words if people.person_like(word)}
        self.people = people.named([f"{post.title}{GAP}{post.text}" for post in posts], sorted(marked))
        self.peopled = {
            post.thread for post in posts if any(name in post.text + post.title for name in self.people)
        }
        self._lexicon = people.lexicon
        self._cuts = cut(posts, self.people, people.lexicon)
        openers = [opener_of(window.posts(thread)) for thread in threads]
        self._openers = cut([post for post in openers if not post.advert], self.people, people.lexicon)

    def names(self, terms: Sequence[Term]) -> list[Name]:
        """The readable terms of the story, most telling first; empty when only persons would be left."""
        features = {term.feature: term for term in terms}
        found = [name for text in candidates(self._cuts, self._lexicon) if (name := self._name(text, features))]
        chosen: list[Name] = []
        for name in sorted(found, key=lambda name: (-self._worth(name), -len(name.text), name.text)):
            if not any(name.text in other.text or other.text in name.text for other in chosen):
                chosen.append(name)
        return chosen[:MOST_TERMS]

    def _worth(self, name: Name) -> float:
        """Its surprise, and a little more when it is or ends with a thing: 化验 says more than 送去."""
        words = self._lexicon.cut(name.text)
        things = len(words) > 1 or self._lexicon.kind(name.text) in {Kind.THING, Kind.NAME, None}
        return name.surprise + (_THING if things else 0.0)

    def _name(self, text: str, features: Mapping[str, Term]) -> Name | None:
        """`text` with its figures; None when none of its pieces is unusual, or it stands in one thread only."""
        pieces = [features[piece].expected for piece in {text, *grams(text)} if piece in features]
        inside = tuple(dict.fromkeys(post.thread for post in self._cuts if text in post.text))
        if not pieces or len(inside) < 2:
            return None
        return Name(text, inside, min(pieces), surprise(len(inside), min(pieces)))

    def title(self, terms: Sequence[Term], leading: Sequence[Name]) -> str:
        """The clause of a title or opener that says most of what the threads share; '' when none can be shown."""
        worth = {term.feature: term.surprise * min(term.inside, 6) for term in terms}
        for name in leading:
            worth[name.text] = worth.get(name.text, 0.0) + _TERM_WEIGHT * name.surprise * min(len(name.threads), 6)
        first = leading[0].text if leading else ""
        best, most = "", 0.0
        for post in self._openers:
            for clause, share in _clauses(post):
                value = sum(weight for feature, weight in worth.items() if feature in clause)
                value *= share * (_FIRST if first and first in clause else 1.0) / (8 + len(clause)) ** 0.5
                if (value, best) > (most, clause):
                    best, most = clause, value
        return best


def _clauses(post: Cut) -> Iterator[tuple[str, float]]:
    """The clauses of a post, cut at whole words, with how well each may serve as a title."""
    words: list[str] = []
    beside_a_person = False
    for word in (*post.words, GAP):
        if word != SOMEBODY and not _STOP.fullmatch(word):
            words.append(word)
            continue
        gap = word == SOMEBODY
        clause = _readable(words, begun=beside_a_person)
        if clause:
            yield clause, _NO_SUBJECT if gap or beside_a_person else 1.0
        words, beside_a_person = [], gap


def _readable(words: Sequence[str], *, begun: bool) -> str:
    """`words` as a title: without 听说 and the like and without a torn last word; '' if too short.

    `begun`: a person stood before them, so that 被 or 的 at the beginning lacks its noun.
    """
    kept = list(words)
    while kept and ((begun and kept[0] in _LEFT_OVER) or not kept[0].isalnum()):
        kept.pop(0)
    while kept and not kept[-1].isalnum():
        kept.pop()
    opened = _OPENING.sub("", "".join(kept))
    if len(opened) < _SHORTEST_TITLE or re.search(r"\d{5,}|@|http|[a-z]{12,}", opened):
        return ""
    if len(opened) <= _LONGEST_TITLE:
        return opened
    while len(opened) >= _LONGEST_TITLE and kept:
        opened = opened[: -len(kept.pop())]
    return f"{opened}…"
