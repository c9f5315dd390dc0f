"""`huisheng score`: JSON Lines in, JSON Lines out, same order; stores nothing."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import click

from analysis.score import Scorer
from analysis.text.duplicates import Duplicates
from commands.help import Command
from commands.options import config_option, line, now, settings
from model.config import Config, load_topics
from model.records import Post, Precision, ScoredPost

BATCH = 500


@dataclass(frozen=True, slots=True)
class _Item:
    """A line that can be scored: the id as given, and the post."""

    name: str
    post: Post


@dataclass(frozen=True, slots=True)
class _Fault:
    line: int
    error: str


_Result = tuple[str, ScoredPost, str | None] | _Fault


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
    topics = load_topics(topics_path) if topics_path else config.topics if config else {}
    failed = False
    engine, town = (config.analysis.sentiment, config.association.town) if config else ("weights", "永康")
    with tempfile.TemporaryDirectory(prefix="huisheng-") as folder:
        scorer = Scorer(topics, cache_dir=Path(folder) / "words", engine=engine, town=town)
        try:
            with _progress(_scored(scorer, _parsed(file, now()))) as results:
                for result in results:
                    failed |= isinstance(result, _Fault)
                    _print(result)
        finally:
            scorer.close()
    sys.exit(1 if failed else 0)


def _config(path: Path) -> Config | None:
    """The configuration; None when none was named and there is none here."""
    source = click.get_current_context().get_parameter_source("config_path")
    if source is click.core.ParameterSource.DEFAULT and not path.exists():
        return None
    return settings(path)


def _progress(results: Iterator[_Result]) -> AbstractContextManager[Iterable[_Result]]:
    """Counts along on a terminal, unless the results themselves go there."""
    hidden = not sys.stderr.isatty() or sys.stdout.isatty()
    return click.progressbar(results, label="score", file=sys.stderr, show_pos=True, hidden=hidden)


def _parsed(stream: BinaryIO, at: datetime) -> Iterator[_Item | _Fault]:
    for number, raw in enumerate(stream, 1):
        content = raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw
        if content.strip():
            try:
                yield _item(content.decode("utf-8"), at)
            except UnicodeDecodeError:
                yield _Fault(number, "not UTF-8; save the file as UTF-8")
            except (ValueError, RecursionError) as error:
                yield _Fault(number, str(error))


def _item(text: str, at: datetime) -> _Item:
    """One line as an item; ValueError says in plain words what is wrong with it."""
    try:
        record = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error.msg} at character {error.pos + 1}") from None
    if not isinstance(record, dict):
        raise ValueError('not an object; write {"id": "…", "text": "…"}')
    name = record.get("id")
    if not isinstance(name, str):
        raise ValueError("id: a text is required")
    if "text" not in record:
        raise ValueError("text: this key is required")
    moment = _moment(record.get("published_at"))
    post = Post(
        source="", key=name, url="", thread=name, thread_url="", opener=True,
        title=_text(record, "title"), body=_text(record, "text"), published_at=moment,
        precision=Precision.MINUTE if moment else Precision.NONE, fetched_at=max(at, moment or at),
    )  # fmt: skip
    return _Item(name, post)


def _text(record: Mapping[str, object], key: str) -> str:
    """A text; null and NaN, which tables write for "nothing", are empty."""
    value = record.get(key)
    if isinstance(value, str):
        return value
    if value is None or value != value:  # only NaN differs from itself
        return ""
    raise ValueError(f"{key}: a text is required, found {type(value).__name__}")


def _moment(value: object) -> datetime | None:
    """An ISO time with a zone; anything else counts as unknown, which costs only the window of copies."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _scored(scorer: Scorer, items: Iterator[_Item | _Fault]) -> Iterator[_Result]:
    """Results in order: id, score and the id that it copies; faults where they stood."""
    recent = Duplicates()
    names: list[str] = []
    while batch := list(islice(items, BATCH)):
        good = [item for item in batch if isinstance(item, _Item)]
        first = len(names)
        names += [item.name for item in good]
        posts = [replace(item.post, id=first + i) for i, item in enumerate(good)]
        scores = iter(scorer.score(posts, recent))
        for item in batch:
            if isinstance(item, _Fault):
                yield item
            else:
                score = next(scores)
                yield item.name, score, None if score.duplicate_of is None else names[score.duplicate_of]


def _print(result: _Result) -> None:
    if isinstance(result, _Fault):
        click.echo(json.dumps(asdict(result), ensure_ascii=False), err=True)
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
            "watch": [asdict(hit) for hit in score.watch],
            "cues": score.cues,
            "places": score.places,
            "duplicate_of": duplicate_of,
        }
    )
