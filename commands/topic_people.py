"""Watch topics that are people, where somebody hands them in: refused, each with its place in the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import click

from analysis.signs.veils import place_words
from analysis.signs.watched import Place, people_among, without_people
from model.catalogue import Catalogue, both
from model.config import Config, Topic, load_topics
from model.config.load import located, located_topic
from model.errors import ConfigError, UsageError


def faults_of_people(config: Config, path: Path) -> list[str]:
    """One line per such word of `config`, which was read from `path`, as the other faults of the file are told."""
    found = people_among(config.topics, place_words(config))
    return [f"{located(path, ('topics', *where))}: {_said(word)}" for where, word in found]


def topics_of(path: Path, config: Config | None) -> dict[str, Topic]:
    """The watch topics of the file at `path`. Raises `ConfigError`, also for a topic that is a person."""
    topics = load_topics(path)
    faults = [f"{located_topic(path, where)}: {_said(word)}" for where, word in _among(topics, config)]
    if faults:
        raise ConfigError(faults)
    return topics


def refuse_people(name: str, topic: Topic, config: Config) -> None:
    """Raise `UsageError` when `topic`, as somebody typed it, is a person. The name it goes by is one of its words
    or a key of the configuration."""
    words = dict.fromkeys(word for _, word in _among({name: topic}, config))
    if words:
        raise UsageError("\n".join(_said(word) for word in words))


def watchable(config: Config) -> dict[str, Topic]:
    """The topics of `config` without people; what was left out is told on standard error."""
    topics, found = without_people(config.topics, place_words(config))
    if found:
        click.echo(Catalogue(config.language).say("commands.people_left_out", n=len(found)), err=True)
    return topics


def _among(topics: Mapping[str, Topic], config: Config | None) -> Iterable[tuple[Place, str]]:
    return people_among(topics, place_words(config) if config else ())


def _said(word: str) -> str:
    return both("config.person_topic", word=word)
