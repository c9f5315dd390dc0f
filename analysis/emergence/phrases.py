"""The words of a story's posts: those of the dictionary, and new ones that its posts always write together.

Nothing here guesses where a word ends. 牙签弩 is a word because 弩 never comes without 牙签 here, and 牙签 hardly
without 弩; 喝白 is none, because 白酒 stands in the dictionary.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from analysis.emergence.reading import Reading, Thread
from analysis.text.lexicon import Kind, Lexicon

GAP = "\n"
"""Stands between title and text."""
SOMEBODY = "\x00"
"""Stands where a person was named; no cleaned text holds it."""
LONGEST = 8
_DIRECTIONS = frozenset("到去来住出进起上下过开得")  # 看到, 送去: a phrase does not end so
_ALWAYS = 0.8
_MOSTLY = 0.6
_OFTEN, _OFTEN_ENOUGH = 3, 0.25
_ROUNDS = 3
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
_EMPTY = frozenset(
    {"大家", "人家", "别人", "有人", "事情", "东西", "时候", "样子", "情况", "问题", "朋友", "地方"}
    | {"转自", "看到", "知道", "觉得", "可能", "没有"}
)
_GRAMMAR = frozenset(
    "的了就在是有和也都不还被把从到与及其这那我你他她它们吗呢吧啊等后会能要所以为于再又很太更最将对向给让由之而或如若但却则者着过得说看来去个每各某该此只才刚已没无"
)
_WORD = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]{2,8}|[a-z][a-z0-9\-]{1,19}")


@dataclass(frozen=True, slots=True)
class Cut:
    """A post without its people, in words: joined they are its text."""

    thread: Thread
    words: tuple[str, ...]
    text: str


def cut(posts: Iterable[Reading], people: Set[str], lexicon: Lexicon) -> list[Cut]:
    """`posts` in the words of a story, new words put together."""
    mask = _mask(people)
    texts = [(post.thread, mask.sub(SOMEBODY, f"{post.title}{GAP}{post.text}")) for post in posts]
    words = {text: lexicon.cut(text) for _, text in texts}
    joined = _joined([words[text] for text in words], lexicon)
    found = dict(zip(words, joined, strict=True))
    return [Cut(thread, tuple(found[text]), text) for thread, text in texts]


def _mask(people: Set[str]) -> re.Pattern[str]:
    longest_first = sorted(people, key=lambda name: (-len(name), name))
    return re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")


def _joined(posts: list[list[str]], lexicon: Lexicon) -> list[list[str]]:
    """Single characters put together with their neighbours wherever the posts hardly write them apart."""
    for _ in range(_ROUNDS):
        together = _together(posts, lexicon)
        if not together:
            break
        posts = [_merged(words, together) for words in posts]
    return posts


def _together(posts: Sequence[Sequence[str]], lexicon: Lexicon) -> set[tuple[str, str]]:
    alone: Counter[str] = Counter(word for words in posts for word in words)
    beside: Counter[tuple[str, str]] = Counter(pair for words in posts for pair in pairwise(words))
    return {
        pair
        for pair, count in beside.items()
        if count > 1 and _always(pair, count, alone) and _may_join(*pair, lexicon)
    }


def _always(pair: tuple[str, str], count: int, alone: Counter[str]) -> bool:
    """Whether the posts hardly write the two apart; or the second, one character, never without the first.

    牙签 is also what the 牙签弩 shoots, so it stands alone as well; 弩 does not.
    """
    first, second = pair
    if count >= _ALWAYS * max(alone[first], alone[second]):
        return True
    ending = len(first) > 1 and len(second) == 1 and count >= _OFTEN
    return ending and count >= _ALWAYS * alone[second] and count >= _OFTEN_ENOUGH * alone[first]


def _may_join(first: str, second: str, lexicon: Lexicon) -> bool:
    """Two pieces of which at least one is no word; what serves grammar, or is a verb before a word, stays apart."""
    if len(first) + len(second) > LONGEST or not (_HAN.fullmatch(first) and _HAN.fullmatch(second)):
        return False
    known = [len(word) > 1 and lexicon.kind(word) is not None for word in (first, second)]
    if all(known) or not _GRAMMAR.isdisjoint(first + second):
        return False
    if any(known):
        single = second if known[0] else first
        return len(single) > 1 or lexicon.kind(single) in {Kind.THING, None}
    return True


def _merged(words: Sequence[str], together: Set[tuple[str, str]]) -> list[str]:
    found: list[str] = []
    for i, word in enumerate(words):
        if found and i and (words[i - 1], word) in together and found[-1].endswith(words[i - 1]):
            found[-1] += word
        else:
            found.append(word)
    return found


def candidates(posts: Sequence[Cut], lexicon: Lexicon) -> set[str]:
    """What may name the story: its words, without small ones, and pairs of them that mostly stand together."""
    threads: dict[str, set[Thread]] = {}
    pairs: dict[tuple[str, str], set[Thread]] = {}
    for post in posts:
        for word in post.words:
            if _telling(word, lexicon):
                threads.setdefault(word, set()).add(post.thread)
        for a, b in pairwise(post.words):
            if _telling(a, lexicon) and _names(b, lexicon) and len(a) + len(b) <= LONGEST:
                pairs.setdefault((a, b), set()).add(post.thread)
    found = {word for word, inside in threads.items() if len(inside) > 1}
    for (a, b), inside in pairs.items():
        if len(inside) > 1 and len(inside) >= _MOSTLY * max(len(threads[a]), len(threads[b])):
            found = (found - {a, b}) | {a + b}
    return found


def _telling(word: str, lexicon: Lexicon) -> bool:
    return _WORD.fullmatch(word) is not None and lexicon.kind(word) is not Kind.SMALL and word not in _EMPTY


def _names(word: str, lexicon: Lexicon) -> bool:
    """Whether a phrase may end with it: 伙食费, 拉肚子, a new word; not 看到."""
    return _telling(word, lexicon) and (lexicon.kind(word) is not Kind.OTHER or word[-1] not in _DIRECTIONS)
