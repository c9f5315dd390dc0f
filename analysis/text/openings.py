"""What must stand in every text that a pattern finds: for looking quickly before searching in earnest.

Read off the parsed pattern, so that nobody has to keep a second list beside it. Where a pattern cannot be read, the
answer is None, and it is always searched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from re import _constants as kinds  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

# A beginning of at most two characters, and whether it is known how it goes on.
_Opening = tuple[str, bool]
_Item = tuple[Any, Any]
_LENGTH = 2
_MOST_MEMBERS, _MOST = 64, 2_000
_NOTHING: set[_Opening] = {("", True)}
_UNKNOWN: set[_Opening] = {("", False)}


def openings(pattern: re.Pattern[str]) -> frozenset[str] | None:
    """Strings of one or two characters, one of which is in every text that `pattern` finds; None: not known."""
    if pattern.flags & (re.IGNORECASE | re.LOCALE | re.ASCII):
        return None
    found = _needed([*parser.parse(pattern.pattern, pattern.flags)])
    return None if found is None else frozenset(found)


def _needed(items: Sequence[_Item]) -> set[str] | None:
    """Of all places in a sequence where something must begin, the one with the rarest beginnings."""
    places = [_beginnings(items[i:]) for i in range(len(items))]
    places += [_of_branches(value) for kind, value in items if kind is kinds.BRANCH]
    places += [_needed([*value[3]]) for kind, value in items if kind is kinds.SUBPATTERN and not value[1]]
    known = [place for place in places if place]
    return min(known, key=lambda place: (-min(map(len, place)), len(place)), default=None)


def _of_branches(value: Any) -> set[str] | None:
    found: set[str] = set()
    for branch in value[1]:
        needed = _needed([*branch])
        if needed is None:
            return None
        found |= needed
    return found


def _beginnings(items: Sequence[_Item]) -> set[str] | None:
    found = {text for text, _ in _sequence(items)}
    return None if "" in found or len(found) > _MOST else found


def _sequence(items: Iterable[_Item]) -> set[_Opening]:
    found = _NOTHING
    for item in items:
        if len(found) > _MOST or not any(goes_on for _, goes_on in found):
            break
        following = _item(*item)
        found = {
            ((text + more)[:_LENGTH], further and len(text + more) < _LENGTH) if goes_on else (text, goes_on)
            for text, goes_on in found
            for more, further in (following if goes_on else _NOTHING)
        }
    return found


def _item(kind: Any, value: Any) -> set[_Opening]:
    if kind is kinds.LITERAL:
        return {(chr(value), True)}
    if kind is kinds.IN:
        return _members(value)
    if kind is kinds.BRANCH:
        return {opening for branch in value[1] for opening in _sequence(branch)}
    if kind is kinds.SUBPATTERN and not value[1]:  # no flags of its own
        return _sequence(value[3])
    if kind in (kinds.MAX_REPEAT, kinds.MIN_REPEAT):
        least, most, inner = value
        times = range(min(least, _LENGTH), min(most, _LENGTH) + 1)
        return {opening for count in times for opening in _sequence([*inner] * count)}
    if kind in (kinds.AT, kinds.ASSERT, kinds.ASSERT_NOT):  # nothing is consumed
        return _NOTHING
    return _UNKNOWN


def _members(value: Iterable[_Item]) -> set[_Opening]:
    found: set[_Opening] = set()
    for kind, member in value:
        if kind is kinds.LITERAL:
            found.add((chr(member), True))
        elif kind is kinds.RANGE and member[1] - member[0] < _MOST_MEMBERS:
            found |= {(chr(code), True) for code in range(member[0], member[1] + 1)}
        else:
            return _UNKNOWN
    return found
