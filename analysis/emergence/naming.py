"""A story's terms and title: its own words, readable, never a person, a number or a handle."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass

from analysis.emergence.copies import opener_of
from analysis.emergence.evidence import Term
from analysis.emergence.expectation import is_gram
from analysis.emergence.reading import Reading, Thread
from analysis.emergence.surprise import surprise
from analysis.emergence.window import Window
from analysis.emergence.wording import LENGTH, longest_strings

PersonLike = Callable[[str], bool]
MOST_TERMS = 5
_LONGEST_TERM = 8
_LONGEST_NEW_WORD = 4  # with a character that is no word (牙签弩); a longer piece has torn a word there
_GRAMMAR = frozenset(
    "的了就在是有和也都不还被把从到与及其这那我你他她它们吗呢吧啊等后会能要所以为于中上下里个又再很太更最将对向给让由之而或如若但却则者着过得地说看来去大小多少一二三四五六七八九十年月日时点号第每各某该此只才刚已正没无"
)
_ADDRESS = re.compile(r"(?:先生|女士|小姐|太太|夫人|老师|同学|师傅|医生|校长|书记|市长|局长|主任|老板)$")
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
    texts = {thread: "\n".join(f"{p.title}\n{p.text}" for p in window.posts(thread)) for thread in threads}
    people = _people(window, threads, person_like)
    words = {word for thread in threads for post in window.posts(thread) for word in post.words}
    found: dict[str, Name] = {}
    for text, term in _candidates(terms, texts.values(), words):
        inside = tuple(thread for thread in threads if text in texts[thread])
        if len(inside) < 2 or _ADDRESS.search(text) or any(person in text or text in person for person in people):
            continue
        found.setdefault(text, Name(text, inside, term.expected, surprise(len(inside), term.expected)))
    chosen: list[Name] = []
    for name in sorted(found.values(), key=lambda name: (-name.surprise, -len(name.text), name.text)):
        if not any(name.text in other.text or other.text in name.text for other in chosen):
            chosen.append(name)
    return chosen[:MOST_TERMS]


def _candidates(terms: Sequence[Term], texts: Iterable[str], words: Set[str]) -> list[tuple[str, Term]]:
    """Words as they are; and pieces of wording joined to the shared string, cut to whole words, short enough.

    So words that jieba does not know are named too: 牙签 and 弩 are shared as 牙签弩.
    """
    found = [(term.feature, term) for term in terms if term.feature in words]
    pieces = {term.feature: term for term in terms if is_gram(term.feature) and len(term.feature) == LENGTH}
    for string in sorted({s for text in texts for s in longest_strings(text, pieces)}):
        name = whole_words(string, words)
        inside = [pieces[name[i : i + LENGTH]] for i in range(len(name) - LENGTH + 1)]
        if inside:
            found.append((name, max(inside, key=lambda term: (term.surprise, term.feature))))
    return sorted(found, key=lambda pair: (-pair[1].surprise, -pair[1].inside, -len(pair[0]), pair[0]))


def whole_words(string: str, words: Set[str]) -> str:
    """The longest part of `string`, at most `_LONGEST_TERM` characters, that begins and ends with its words.

    One character more, before or after a word, may be a word of its own (弩) unless it only serves grammar; '' when
    no part will do.
    """
    for length in range(min(len(string), _LONGEST_TERM), LENGTH - 1, -1):
        for start in range(len(string) - length + 1):
            part = string[start : start + length]
            if _is_whole(part, words) or (length <= _LONGEST_NEW_WORD and _is_new_word(part, words)):
                return part
    return ""


def _is_new_word(part: str, words: Set[str]) -> bool:
    """Whether `part` is whole but for one character at its begin or end, which does not only serve grammar."""
    ends = ((part[0], part[1:]), (part[-1], part[:-1]))
    return any(single not in _GRAMMAR and _is_whole(rest, words) for single, rest in ends)


def _is_whole(part: str, words: Set[str]) -> bool:
    """Whether `part` is one word after another."""
    reached = {0}
    for end in range(2, len(part) + 1):
        if any(part[start:end] in words for start in reached if end - start > 1):
            reached.add(end)
    return len(part) in reached


def title(window: Window, threads: Sequence[Thread], terms: Sequence[Term], person_like: PersonLike) -> str:
    """The clause of a title or opener that says most of what the threads share; '' when none can be shown."""
    worth = {term.feature: term.surprise * min(term.inside, 6) for term in terms}
    people = _people(window, threads, person_like)
    best, most = "", 0.0
    for thread in threads:
        post = opener_of(window.posts(thread))
        if post.advert:
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
