"""Watch topics that are people are not watched: Huisheng watches topics, never people."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from analysis.signs.people import People
from analysis.text.squeeze import squeeze
from model.config import Topic

Place = tuple[str | int, ...]
_PARTS = re.compile(r"[\s,，、;；/|+&]+")


def people_among(topics: Mapping[str, Topic], known: Sequence[str]) -> Iterator[tuple[Place, str]]:
    """Every word that most likely is, or holds, a person, with where it stands below ``topics``.

    `known` are words that are nobody: the town's places. What is only excluded (`not_words`) may be anybody.
    """
    of_a_person = teller(known)
    for key, topic in topics.items():
        yield from (((key, *where), word) for where, word in _said(topic) if of_a_person(word))
        if of_a_person(key):
            yield (key,), key


def _said(topic: Topic) -> Iterator[tuple[Place, str]]:
    yield ("title",), topic.title
    yield from ((("words", i), word) for i, word in enumerate(topic.words))
    yield from ((("must_words", i), word) for i, word in enumerate(topic.must_words))
    yield from ((("near", i), word) for i, (a, b, _) in enumerate(topic.near) for word in (a, b))


def teller(known: Sequence[str] = ()) -> Callable[[str], bool]:
    """Tells whether a watch word is, or holds, a person: 王建军, 王建军老师, 王建军 偷税, 王-建-军.

    It is judged as a word, in its parts, and without what is put in between.
    """
    people = cache(lambda: People(known))  # jieba's dictionary is loaded when the first word is asked about

    def of_a_person(word: str) -> bool:
        forms = dict.fromkeys([word, squeeze(word).text.strip(), *_PARTS.split(word)])
        return any(people().person_like(form) or people().named([form]) for form in forms if form)

    return of_a_person


def without_people(
    topics: Mapping[str, Topic], known: Sequence[str]
) -> tuple[dict[str, Topic], list[tuple[Place, str]]]:
    """`topics` as they may be watched, and what was left out of them (as `people_among` gives it).

    Only the word goes: one doubtful word must not silence the others of a topic, which may be about life and death.
    A topic that would mean something else without it (a must-word), or nothing at all, goes as a whole.
    """
    found = list(people_among(topics, known))
    gone = {where for where, _ in found}
    kept = {key: _kept(key, topic, gone) for key, topic in topics.items()} if gone else dict(topics)
    return {key: topic for key, topic in kept.items() if topic is not None}, found


def _kept(key: str, topic: Topic, gone: set[Place]) -> Topic | None:
    def stays(name: str, i: int) -> bool:
        return (key, name, i) not in gone

    if (key,) in gone or not all(stays("must_words", i) for i in range(len(topic.must_words))):
        return None
    words = [word for i, word in enumerate(topic.words) if stays("words", i)]
    near = [rule for i, rule in enumerate(topic.near) if stays("near", i)]
    title = "" if (key, "title") in gone else topic.title
    return topic.model_copy(update={"words": words, "near": near, "title": title}) if words else None
