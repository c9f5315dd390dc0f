"""`huisheng train`: correct the tone with labelled posts of one's own, on this machine; the posts are not kept."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import click
import numpy as np

from analysis.text.alphabet import clean_all
from analysis.text.segment import Segmenter
from analysis.tone.folds import folds
from analysis.tone.interval import wilson
from analysis.tone.judge import readable
from analysis.tone.own import NEGATIVE, NEUTRAL, POSITIVE, Trial, go_back, previous, save, trained
from analysis.tone.posts import Posts
from commands.help import Command
from commands.lines import Fault, read_lines
from commands.locks import job_lock
from commands.options import config_option, settings
from commands.progress import progress
from crawlers.redaction import redact
from model.catalogue import Catalogue
from model.config import Config
from model.errors import OutputError, UsageError

LEAST, _FOLDS = 50, 5
_LABELS = {"positive": POSITIVE, "negative": NEGATIVE, "neutral": NEUTRAL}


@dataclass(frozen=True, slots=True)
class _Example:
    text: str
    label: int


@click.command("train", cls=Command)
@click.argument("files", nargs=-1, type=click.File("rb"), metavar="[FILE|-]...")
@click.option("--back", is_flag=True)
@config_option
@click.pass_context
def command(context: click.Context, files: Sequence[BinaryIO], back: bool, config_path: Path) -> None:
    """Corrects the tone with labelled posts."""
    config = settings(config_path)
    catalogue, target = Catalogue(config.language), config.path(config.analysis.own_weights)
    with job_lock(config, "train") as got:
        if not got:
            return
        try:
            if back:
                _back(target, catalogue)
            elif _train(files or [sys.stdin.buffer], config, target, catalogue):
                context.exit(1)
        except OSError as error:
            raise OutputError(catalogue.say("train.unwritable", path=target, why=error)) from error


def _back(target: Path, catalogue: Catalogue) -> None:
    if not target.exists() or not previous(target).exists():
        raise UsageError(catalogue.say("train.nothing_before", path=previous(target)))
    go_back(target)
    click.echo(catalogue.say("train.back", path=target))


def _train(files: Sequence[BinaryIO], config: Config, target: Path, catalogue: Catalogue) -> bool:
    """Read, try, fit, write; whether a line could not be used."""
    examples, faulty = _read(files, catalogue)
    segmenter = Segmenter(config.path(config.database).parent / "words")
    cut = [(example, segmenter.words(example.text)) for example in examples]
    usable = [(example, words) for example, words in cut if readable(words)]
    labels = np.array([example.label for example, _ in usable], dtype=np.int64)
    _tell(labels, len(examples) - len(usable), catalogue)
    texts = [example.text for example, _ in usable]
    reading = Posts().read(clean_all(texts), [words for _, words in usable])
    with progress(catalogue, every=1) as report:
        task = catalogue.say("train.progress")
        table, trials = trained(reading, labels, folds(texts, _FOLDS), lambda done: report(task, done, _FOLDS))
    _tell_trials(trials, catalogue)
    kept = save(target, table)
    click.echo(catalogue.say("train.written", path=target))
    if kept is not None:
        click.echo(catalogue.say("train.kept", path=kept))
    if config.analysis.sentiment != "own":
        click.echo(catalogue.say("train.name_it"))
    return faulty


def _read(files: Sequence[BinaryIO], catalogue: Catalogue) -> tuple[list[_Example], bool]:
    """The labelled posts, redacted, each once; and whether a line could not be used, which is told at once."""
    examples: dict[_Example, None] = {}
    faulty = False
    for item in (item for file in files for item in _items(file, catalogue)):
        if isinstance(item, Fault):
            faulty = True
            click.echo(catalogue.say("commands.fault_at", line=item.line, message=item.error), err=True)
        else:
            examples[item] = None
    return list(examples), faulty


def _items(file: BinaryIO, catalogue: Catalogue) -> Iterator[_Example | Fault]:
    return read_lines(file, lambda record: _example(record, catalogue), catalogue)


def _example(record: dict[str, object], catalogue: Catalogue) -> _Example:
    """One line; ValueError says in plain words what is wrong with it."""
    text, label = record.get("text"), record.get("label")
    if not isinstance(text, str):
        raise ValueError(catalogue.say("commands.line.text", key="text", found=type(text).__name__))
    if not isinstance(label, str) or label not in _LABELS:
        raise ValueError(catalogue.say("train.label", names=", ".join(_LABELS), found=repr(label)))
    return _Example(redact(text).text, _LABELS[label])


def _tell(labels: np.ndarray, passed_over: int, catalogue: Catalogue) -> None:
    """What there is to learn from; raises `UsageError` when it is too little."""
    counts: Counter[int] = Counter(labels.tolist())
    named = {name: counts[label] for name, label in _LABELS.items()}
    if passed_over:
        click.echo(catalogue.say("train.passed_over", number=passed_over))
    if min(named["positive"], named["negative"]) < LEAST:
        raise UsageError(catalogue.say("train.too_few", least=LEAST, **named))
    click.echo(catalogue.say("train.posts", **named))


def _tell_trials(trials: Sequence[Trial], catalogue: Catalogue) -> None:
    """The share that is right in each fold and in all, by the default and by the new weights."""
    for number, trial in enumerate(trials, 1):
        if trial.posts:
            before, after = trial.default / trial.posts, trial.own / trial.posts
            said = {"number": number, "posts": trial.posts, "before": f"{before:.1%}", "after": f"{after:.1%}"}
            click.echo(catalogue.say("train.fold", **said))
    posts, default, own = (
        sum(values) for values in zip(*((t.posts, t.default, t.own) for t in trials), strict=True)
    )
    for name, right in (("before", default), ("after", own)):
        low, high = wilson(right, posts)
        click.echo(
            catalogue.say(f"train.all.{name}", share=f"{right / posts:.1%}", low=f"{low:.1%}", high=f"{high:.1%}")
        )
    click.echo(catalogue.say("train.better" if own > default else "train.no_better"))
