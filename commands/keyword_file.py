"""TrendRadar's keyword file (frequency_words.txt) as watch topics.

Its syntax, as its own comments describe it: groups are separated by empty lines; in a group, plain words are
alternatives, ``+word`` must be there as well, ``!word`` must not, ``@5`` limits a list, ``[name]`` in the first
line names the group and ``word => name`` gives a word another name; ``/a|b/`` is a regular expression. Behind
``[GLOBAL_FILTER]`` stand words that exclude everywhere, behind ``[WORD_GROUPS]`` the groups; ``#`` is a comment.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

_FILTER, _GROUPS = "[GLOBAL_FILTER]", "[WORD_GROUPS]"
_LONGEST = 40
# Alternatives of plain words, the only regular expressions that a topic of literal words can say.
_ALTERNATIVES = re.compile(r"/\(?(?:\?:)?([^\\.^$*+?{}\[\]()/]+)\)?/[a-z]*")


@dataclass(frozen=True, slots=True)
class Note:
    """What was not taken over: the line (from 1), a message's name below ``topic.import``, and what it is about."""

    line: int
    message: str
    what: str


@dataclass(slots=True)
class Group:
    """One group of the file. `words` are alternatives."""

    name: str = ""
    words: list[str] = field(default_factory=list)
    must: list[str] = field(default_factory=list)
    excluded: list[str] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)


def read_keywords(text: str, person_like: Callable[[str], bool]) -> tuple[dict[str, dict[str, object]], list[Note]]:
    """``{key: settings of a topic}`` in the order of the file, and notes on what could not be taken over."""
    groups, everywhere, notes = _groups(text, person_like)
    topics: dict[str, dict[str, object]] = {}
    for group in groups:
        words, must = (group.words, group.must) if group.words else (group.must[:1], group.must[1:])
        if not words:
            continue
        title = group.name or " / ".join(group.aliases) or words[0]
        topic: dict[str, object] = {"title": title, "words": words}
        if must:
            topic["must_words"] = must
        if group.excluded or everywhere:
            topic["not_words"] = [*group.excluded, *(word for word in everywhere if word not in group.excluded)]
        topics[_unused(title, topics)] = topic
    return topics, notes


def _unused(title: str, taken: dict[str, dict[str, object]]) -> str:
    key, number = title, 1
    while key in taken:
        number += 1
        key = f"{title} {number}"
    return key


def _groups(text: str, person_like: Callable[[str], bool]) -> tuple[list[Group], list[str], list[Note]]:
    groups: list[Group] = [Group()]
    everywhere: list[str] = []
    notes: list[Note] = []
    filtering = False
    for number, raw in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        line = raw.strip()
        if line.startswith("#"):
            continue
        if line in {_FILTER, _GROUPS}:
            filtering = line == _FILTER
            groups.append(Group())
        elif not line:
            groups.append(Group())
        elif filtering:
            everywhere += _words(number, line, notes, lambda word: False)
        else:
            _take(number, line, groups[-1], notes, person_like)
    return groups, everywhere, notes


def _take(number: int, line: str, group: Group, notes: list[Note], person_like: Callable[[str], bool]) -> None:
    """Add one line to its group."""
    if line.startswith("[") and line.endswith("]") and not (group.words or group.must):
        group.name = next(_words(number, line[1:-1], notes, person_like), "")
    elif line.startswith("@"):
        notes.append(Note(number, "limit", line))
    elif line[0] in "!\uff01":
        group.excluded += _words(number, line[1:], notes, lambda word: False)
    elif line[0] in "+\uff0b":
        group.must += list(_words(number, line[1:], notes, person_like))[:1]
    else:
        plain, _, alias = (part.strip() for part in line.partition("=>"))
        group.words += _words(number, plain, notes, person_like)
        group.aliases += [name for name in _words(number, alias, notes, person_like) if name not in group.aliases]


def _words(number: int, line: str, notes: list[Note], person_like: Callable[[str], bool]) -> Iterator[str]:
    """The words of a line: one, or the alternatives of a simple regular expression."""
    line = line.partition("=>")[0].strip()
    if line.startswith("/"):
        match = _ALTERNATIVES.fullmatch(line)
        if match is None:
            notes.append(Note(number, "pattern", line))
            return
        found = match[1].split("|")
    else:
        found = [line]
    for word in (word.strip() for word in found):
        if len(word) > _LONGEST:
            notes.append(Note(number, "too_long", word[:_LONGEST]))
        elif word and person_like(word):
            notes.append(Note(number, "person", word))
        elif word:
            yield word
