"""The company a string keeps in several posts: whether it stands for itself or is torn from something longer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analysis.signs import persons as rules

_TOGETHER = 0.75  # of the occurrences
_END = "\n"
GRAMMAR = frozenset(
    "的了就在是有和也都不还被把从到与及其这那我你他她它们吗呢吧啊等后会能要所以为于中上下里个又再很太更最将对向给让由着过得地说看来去没跟叫找问"
)


@dataclass(frozen=True, slots=True)
class Said:
    """A post as characters, and where its dictionary words begin and end."""

    text: str
    words: tuple[str, ...]
    starts: tuple[int, ...]
    edges: frozenset[int]


def places(part: str, said: Sequence[Said]) -> Iterator[tuple[Said, int]]:
    for post in said:
        at = post.text.find(part)
        while at >= 0:
            yield post, at
            at = post.text.find(part, at + 1)


def free(part: str, said: Sequence[Said]) -> bool:
    """Whether `part` keeps changing company on either side: no longer string always contains it."""
    roles = tuple(word for word in rules.listed("address") if len(word) > 1) + tuple(rules.listed("called"))
    before: Counter[str] = Counter()
    after: Counter[str] = Counter()
    for i, (post, at) in enumerate(places(part, said)):
        end = at + len(part)
        begins = not at or not post.text[at - 1].isalnum() or post.text[:at].endswith(roles)
        ends = end == len(post.text) or not post.text[end].isalnum() or post.text.startswith(roles, end)
        before[f"{_END}{i}" if begins else post.text[at - 1]] += 1
        after[f"{_END}{i}" if ends else post.text[end]] += 1
    return all(len(side) > 1 and max(side.values()) <= _TOGETHER * side.total() for side in (before, after))


def whole(name: str, said: Sequence[Said]) -> bool:
    """Whether `name` begins at a word and ends at one, and its parts hardly occur without it."""
    found = list(places(name, said))
    good = sum(at in post.edges and at + len(name) in post.edges for post, at in found)
    shorter = sum(1 for _ in places(name[:-1], said))
    return good >= _TOGETHER * len(found) and len(found) >= _TOGETHER * shorter
