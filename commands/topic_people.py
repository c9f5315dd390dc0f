"""Watch topics that are people: refused, because Huisheng watches topics, never people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from analysis.signs.persons import Persons
from analysis.signs.veils import place_words
from model.catalogue import both
from model.config import Config, Topic
from model.config.load import located

Place = tuple[str | int, ...]


def people_among(topics: Mapping[str, Topic], known: Sequence[str]) -> Iterator[tuple[Place, str]]:
    """Every watched word that is most likely a person, with where it stands below ``topics``."""
    persons = Persons(known)
    for key, topic in topics.items():
        for name, words in (("words", topic.words), ("must_words", topic.must_words)):
            yield from (((key, name, i), word) for i, word in enumerate(words) if persons.person_like(word))
        for i, (a, b, _) in enumerate(topic.near):
            yield from (((key, "near", i), word) for word in (a, b) if persons.person_like(word))


def faults_of_people(config: Config, path: Path) -> list[str]:
    """One line per such word of `config`, which was read from `path`, as the other faults of the file are told."""
    found = people_among(config.topics, place_words(config))
    return [
        f"{located(path, ('topics', *where))}: {both('config.person_topic', word=word)}" for where, word in found
    ]
