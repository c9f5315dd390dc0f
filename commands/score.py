"""`huisheng score`: JSON Lines in, JSON Lines out, same order; stores nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import click

from analysis.past import Past
from analysis.score import Scorer
from analysis.text.duplicates import Duplicates
from analysis.text.segment import MOST_CHARACTERS
from commands.help import Command
from commands.help.language import reader
from commands.lines import Fault, read_lines
from commands.options import as_line, config_option, line, now, settings
from commands.progress import counted
from commands.topic_people import topics_of, watchable
from commands.words import words_folder
from model.catalogue import Catalogue
from model.config import Config, Topic
from model.records import Post, Precision, ScoredPost, WatchHit

BATCH = 500


@dataclass(frozen=True, slots=True)
class _Item:
    """A line that can be scored: the id as given, and the post."""

    name: str
    post: Post


_Result = tuple[str, ScoredPost, str | None] | Fault


@click.command("score", cls=Command)
@click.argument("file", type=click.File("rb"), default="-", metavar="[FILE|-]")
@click.option(
    "--topics",
    "topics_path",
    type=click.Path(path_type=Path),
)
@config_option
def command(file: BinaryIO, topics_path: Path | None, config_path: Path) -> None:
    """Scores JSON Lines, in the same order."""
    config = _config(config_path)
    topics = topics_of(topics_path, config) if topics_path else watchable(config) if config else {}
    failed, moment = False, now()
    catalogue = Catalogue(config.language) if config else reader()
    with words_folder() as folder:
        scorer = _scorer(config, topics, folder)
        try:
            items = read_lines(file, lambda record: _item(record, moment, catalogue), catalogue)
            results = _scored(scorer, _long_ones_told(items, catalogue))
            for result in counted(results, catalogue, catalogue.say("commands.progress.score"), every=20_000):
                failed |= isinstance(result, Fault)
                _print(result)
        finally:
            scorer.close()
    sys.exit(1 if failed else 0)


def _scorer(config: Config | None, topics: Mapping[str, Topic], words: Path | None) -> Scorer:
    if config is None:
        return Scorer(topics, cache_dir=words)
    return Scorer(
        topics, cache_dir=words, engine=config.analysis.sentiment,
        own_weights=config.path(config.analysis.own_weights), town=config.association.town,
        spots=config.places,
    )  # fmt: skip


def _config(path: Path) -> Config | None:
    """The configuration; None when none was named and there is none here."""
    source = click.get_current_context().get_parameter_source("config_path")
    if source is click.core.ParameterSource.DEFAULT and not path.exists():
        return None
    return settings(path)


def _item(record: Mapping[str, object], at: datetime, catalogue: Catalogue) -> _Item:
    """One line as an item; ValueError says in plain words what is wrong with it."""
    name = record.get("id")
    if not isinstance(name, str):
        raise ValueError(catalogue.say("commands.line.id_text"))
    if "text" not in record:
        raise ValueError(catalogue.say("commands.line.missing", key="text"))
    moment = _moment(record.get("published_at"))
    post = Post(
        source="", key=name, url="", thread=name, thread_url="", opener=True,
        title=_text(record, "title", catalogue), body=_text(record, "text", catalogue), published_at=moment,
        precision=Precision.MINUTE if moment else Precision.NONE, fetched_at=max(at, moment or at),
    )  # fmt: skip
    return _Item(name, post)


def _text(record: Mapping[str, object], key: str, catalogue: Catalogue) -> str:
    """A text; null and NaN, which tables write for "nothing", are empty."""
    value = record.get(key)
    if isinstance(value, str):
        return value
    if value is None or value != value:  # only NaN differs from itself
        return ""
    raise ValueError(catalogue.say("commands.line.text", key=key, found=type(value).__name__))


def _moment(value: object) -> datetime | None:
    """An ISO time with a zone; anything else counts as unknown, which costs only the window of copies."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _long_ones_told(items: Iterator[_Item | Fault], catalogue: Catalogue) -> Iterator[_Item | Fault]:
    """Every item; of which only the beginning is cut into words, standard error says so."""
    for item in items:
        if isinstance(item, _Item) and len(item.post.text) > MOST_CHARACTERS:
            click.echo(catalogue.say("analysis.cut_off", id=item.name, limit=MOST_CHARACTERS), err=True)
        yield item


def _scored(scorer: Scorer, items: Iterator[_Item | Fault]) -> Iterator[_Result]:
    """Results in order: id, score and the id that it copies; faults where they stood."""
    recent, past = Duplicates(), Past()
    names: list[str] = []
    while batch := list(islice(items, BATCH)):
        good = [item for item in batch if isinstance(item, _Item)]
        first = len(names)
        names += [item.name for item in good]
        posts = [replace(item.post, id=first + i) for i, item in enumerate(good)]
        scores = iter(scorer.score(posts, recent))
        for item in batch:
            if isinstance(item, Fault):
                yield item
            else:
                score = past.recalled(item.post, next(scores))
                yield item.name, score, None if score.duplicate_of is None else names[score.duplicate_of]


def _print(result: _Result) -> None:
    if isinstance(result, Fault):
        click.echo(as_line(asdict(result)), err=True)
        return
    name, score, duplicate_of = result
    line(
        {
            "id": name,
            "words": score.words,
            "sentiment": score.sentiment,
            "confidence": round(score.confidence, 4),
            "label": score.label.value,
            "scores": dict(score.scores),
            "engine": score.engine,
            "watch": [_hit(hit) for hit in score.watch],
            "cues": score.cues,
            "places": score.places,
            "duplicate_of": duplicate_of,
        }
    )


def _hit(hit: WatchHit) -> dict[str, object]:
    """A hit; `through` stands only where the word was disguised."""
    values = asdict(hit)
    if not values["through"]:
        del values["through"]
    return values
