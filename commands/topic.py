"""`huisheng topic try` and `topic import`: what a watch topic would have caught; topics from a keyword file."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import click
from pydantic import ValidationError
from ruamel.yaml import YAML

from analysis.score import Scorer
from analysis.signs.watched import teller
from commands.help import Group
from commands.help.language import reader
from commands.keyword_file import read_keywords
from commands.options import config_option, line, now, settings
from commands.progress import progress
from commands.topic_people import refuse_people, watchable
from commands.topic_report import as_values, lines
from commands.topic_trial import trial
from model.catalogue import Catalogue
from model.config import Config, Topic
from model.errors import UsageError
from model.records import Level
from store.reading import open_for_reading

_EVERY = 20_000
_MOST_DAYS = 366


@click.group("topic", cls=Group)
def command() -> None:
    """Looks at what a watch topic would catch."""


@command.command("try")
@click.argument("words", nargs=-1, metavar="WORD…")
@click.option("--not", "not_words", multiple=True, metavar="WORD")
@click.option("--near", nargs=3, type=(str, str, int), multiple=True, metavar="A B N")
@click.option("--level", type=click.Choice([level.value for level in Level]))
@click.option("--topic", "key", metavar="KEY")
@click.option("--days", type=click.IntRange(1, _MOST_DAYS), default=30, show_default=True)
@click.option("--json", "as_json", is_flag=True)
@config_option
def try_topic(
    words: tuple[str, ...],
    not_words: tuple[str, ...],
    near: tuple[tuple[str, str, int], ...],
    level: str | None,
    key: str | None,
    days: int,
    as_json: bool,
    config_path: Path,
) -> None:
    """Tells which stored posts the words would have caught."""
    config = settings(config_path)
    catalogue = Catalogue(config.language)
    given = {"words": list(words), "not_words": list(not_words), "near": list(near), "level": level}
    name, topic = _wanted(config, catalogue, key, given)
    refuse_people(name, topic, config)
    path = config.path(config.database)
    store = open_for_reading(path)
    if store is None:
        raise UsageError(catalogue.say("topic.nothing_yet", path=path))
    task = catalogue.say("topic.task")
    with store, tempfile.TemporaryDirectory(prefix="huisheng-") as folder:
        segmenter = Scorer(
            {**watchable(config), name: topic}, cache_dir=Path(folder) / "words", sentiment=False,
            town=config.association.town, spots=config.places,
        ).segmenter  # fmt: skip
        with progress(catalogue, every=_EVERY) as report:
            found = trial(
                store, config, name, topic, segmenter, now(), days,
                lambda done, total: report(task, done, total),
            )  # fmt: skip
    if as_json:
        line(as_values(found, topic, config.zone))
    else:
        click.echo("\n".join(lines(found, name, topic, config.zone, catalogue)))


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@config_option
def import_topics(file: Path, config_path: Path) -> None:
    """Prints the watch topics of a TrendRadar keyword file as a block for config.yaml; stores nothing."""
    catalogue = reader()
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise UsageError(catalogue.say("topic.import.not_utf8", path=file)) from None
    except OSError as error:
        raise UsageError(catalogue.say("topic.import.no_file", path=file, why=error)) from None
    topics, notes = read_keywords(text, teller())
    for note in notes:
        words = catalogue.say(f"topic.import.{note.message}", what=note.what)
        click.echo(catalogue.say("commands.fault_at", line=note.line, message=words), err=True)
    if not topics:
        raise UsageError(catalogue.say("topic.import.nothing", path=file))
    YAML().dump({"topics": topics}, sys.stdout)
    click.echo(catalogue.say("topic.import.done", count=len(topics)), err=True)


def _wanted(config: Config, catalogue: Catalogue, key: str | None, given: dict[str, object]) -> tuple[str, Topic]:
    """The topic to try: one of config.yaml with what is given added, or one made of what is given."""
    base: dict[str, object] = {}
    if key is not None:
        if key not in config.topics:
            names = catalogue.say("topic.comma").join(config.topics) or "-"
            raise UsageError(catalogue.say("topic.unknown", key=key, names=names))
        base = config.topics[key].model_dump()
    words = [*_listed(base, "words"), *_listed(given, "words")]
    if not any(isinstance(word, str) and word.strip() for word in words):
        raise UsageError(catalogue.say("topic.no_words"))
    values = {
        **base,
        "words": words,
        "must_words": _listed(base, "must_words"),
        "not_words": [*_listed(base, "not_words"), *_listed(given, "not_words")],
        "near": [*_listed(base, "near"), *_listed(given, "near")],
        "level": given["level"] or base.get("level", Level.NORMAL),
    }
    try:
        return key or str(words[0]).strip(), Topic.model_validate(values)
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(str(part) for part in fault["loc"])
        raise UsageError(catalogue.say("topic.unusable", place=place, why=fault["msg"])) from None


def _listed(values: dict[str, object], name: str) -> list[object]:
    found = values.get(name)
    return list(found) if isinstance(found, list) else []
