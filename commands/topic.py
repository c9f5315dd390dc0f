"""`huisheng topic try`: which stored posts a watch topic would have caught; stores nothing."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click
from pydantic import ValidationError

from analysis.score import Scorer
from commands.help import Group
from commands.options import config_option, line, now, settings
from commands.progress import progress
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
    path = config.path(config.database)
    store = open_for_reading(path)
    if store is None:
        raise UsageError(catalogue.say("topic.nothing_yet", path=path))
    task = catalogue.say("topic.task")
    with store, tempfile.TemporaryDirectory(prefix="huisheng-") as folder:
        segmenter = Scorer(
            {**config.topics, name: topic}, cache_dir=Path(folder) / "words", sentiment=False,
            town=config.association.town,
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
