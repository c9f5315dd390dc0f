"""`huisheng replay`: run detection over a recorded stream with a simulated clock, in a throw-away store."""

from __future__ import annotations

import gzip
import io
import re
import resource
import time
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO

import click

from analysis.rehearsed import Order, order_of
from analysis.signs.places import Places
from analysis.signs.veils import place_words
from analysis.text.segment import Segmenter
from commands.help import Command
from commands.lines import Fault as LineFault
from commands.lines import read_lines
from commands.options import as_line, config_option, settings
from commands.progress import progress
from commands.topic_people import topics_of
from commands.words import words_folder
from model.catalogue import Catalogue, both
from model.config import Config, Topic
from model.config.settings import Association, Emergence
from model.errors import UsageError
from model.records import Post
from replay import Fault, parse, replay

_GZIP = b"\x1f\x8b"
_LEAST_LEARNING = 7
_DISTRICT = re.compile(r"(d\d+)-")


@click.command("replay", cls=Command)
@click.argument("posts", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path))
@click.option("--topics", "topics_path", type=click.Path(path_type=Path))
@click.option("--verdicts", "verdicts_path", type=click.Path(path_type=Path))
@config_option
@click.pass_context
def command(
    context: click.Context, posts: Path, out: Path | None, topics_path: Path | None, verdicts_path: Path | None,
    config_path: Path,
) -> None:  # fmt: skip
    """Replays recorded posts and writes the alerts they would have raised."""
    config = _settings(config_path)
    topics = topics_of(topics_path, config) if topics_path else {}
    orders = _orders(verdicts_path, Catalogue(config.language)) if verdicts_path else []
    started, faults = time.monotonic(), _Faults(Catalogue(config.language))
    emergence = _learning(config, posts, faults.catalogue)
    with words_folder() as folder, _open(posts) as lines:
        words = [word for topic in topics.values() for word in topic.words]
        segmenter = Segmenter(folder, [*words, *Places(config.association.town, config.places).words])
        alerts = _replayed(
            faults.without(parse(lines, faults.catalogue)), topics, config, emergence, segmenter, orders
        )
        count = _write(alerts, out, posts)
    summary = faults.catalogue.say(
        "commands.replayed", posts=faults.posts, alerts=count, seconds=time.monotonic() - started,
        megabytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    )  # fmt: skip
    click.echo(summary, err=True)
    if faults.found:
        context.exit(1)


def _orders(path: Path, catalogue: Catalogue) -> list[Order]:
    """The decisions of a file; one that cannot be used is told with its line, and none is played."""
    try:
        content = path.read_bytes().splitlines()
    except OSError as error:
        raise UsageError(f"{path}: {both('config.unreadable', why=error)}") from None
    found = list(read_lines(content, lambda record: order_of(record, catalogue), catalogue))
    faults = [item for item in found if isinstance(item, LineFault)]
    if faults:
        words = [catalogue.say("commands.fault_at", line=fault.line, message=fault.error) for fault in faults]
        raise UsageError("\n".join(f"{path}: {text}" for text in words))
    return [item for item in found if isinstance(item, Order)]


def _settings(path: Path) -> Config:
    """What config.yaml says; the defaults when there is none and none was named."""
    if not path.exists() and path == Path("config.yaml"):
        return Config(association=Association(name="-", town="永康", contact="mailto:-@-"))
    return settings(path)


def _learning(config: Config, posts: Path, catalogue: Catalogue) -> Emergence:
    """The settings; a recording that ends before the learning does is learned from for two thirds of it.

    A town is listened to for three weeks before it alarms. A recording of two weeks would never alarm, which tells
    nobody anything; with less than a week there is nothing to learn from. What config.yaml names is kept. A longer
    recording is never measured: cut short, it must give the same alerts until then.
    """
    emergence = config.analysis.emergence
    if "learning_days" in emergence.model_fields_set:
        return emergence
    try:
        with _open(posts) as lines:
            times = [post.fetched_at for post in parse(_ends(lines), catalogue) if isinstance(post, Post)]
    except (EOFError, gzip.BadGzipFile, zlib.error):  # told where the posts themselves are read
        return emergence
    if len(times) < 2:
        return emergence
    span = (times[-1] - times[0]).days + 1
    if span > emergence.learning_days:
        return emergence
    days = max(_LEAST_LEARNING, 2 * span // 3)
    click.echo(catalogue.say("commands.replay.short", span=span, days=days), err=True)
    return emergence.model_copy(update={"learning_days": days})


def _ends(lines: Iterable[str]) -> Iterator[str]:
    """The first and the last line that is not blank."""
    first, last = "", ""
    for line in lines:
        if line.strip():
            first, last = first or line, line
    yield from (first, last)


class _Faults:
    """Tells each malformed line on standard error and lets the rest pass."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.found = 0
        self.posts = 0

    def without(self, parsed: Iterable[Post | Fault]) -> Iterator[Post]:
        for item in parsed:
            if isinstance(item, Post):
                self.posts += 1
                yield item
            else:
                self.found += 1
                words = self.catalogue.say("commands.fault_at", line=item.line, message=item.message)
                click.echo(words, err=True)


def _replayed(
    posts: Iterable[Post],
    topics: dict[str, Topic],
    config: Config,
    emergence: Emergence,
    segmenter: Segmenter,
    orders: list[Order],
) -> Iterator[dict[str, object]]:
    catalogue = Catalogue(config.language)
    task = catalogue.say("commands.progress.replay")
    with progress(catalogue, every=20_000) as report:
        yield from replay(
            posts, topics, emergence, segmenter=segmenter, zone=config.zone, catalogue=catalogue,
            orders=orders, known=place_words(config),
            district_of=lambda source: config.district_of(source) or _named(source),
            seen=lambda count: report(task, count, 0) if count % 500 == 0 else None,
        )  # fmt: skip


def _named(source: str) -> str:
    """The district that the name of a recorded source tells: d03 of d03-site07."""
    found = _DISTRICT.match(source)
    return found[1] if found else ""


def _open(path: Path) -> TextIO:
    """The lines of a file, unpacked if it is gzip. A broken byte becomes U+FFFD: one line's trouble, not all's."""
    try:
        raw = path.open("rb")
    except OSError as error:
        raise UsageError(f"{path}: {both('config.unreadable', why=error)}") from None
    packed = raw.read(2) == _GZIP
    raw.seek(0)
    return io.TextIOWrapper(gzip.open(raw) if packed else raw, encoding="utf-8-sig", errors="replace", newline="\n")


def _write(alerts: Iterable[dict[str, object]], out: Path | None, posts: Path) -> int:
    """Write the alerts; a file appears whole or not at all. Returns how many."""
    count = 0
    partial = out.with_name(f".{out.name}.partial") if out else None
    try:
        with partial.open("w", encoding="utf-8") if partial else click.open_file("-", "w", "utf-8") as target:
            for alert in alerts:
                target.write(as_line(alert) + "\n")
                count += 1
        if partial and out:
            partial.replace(out)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise UsageError(f"{posts}: 压缩文件不完整 / not a whole gzip file: {error}") from None
    except OSError as error:
        raise UsageError(f"{out or posts}: {both('store.system', why=error)}") from None
    finally:
        if partial and partial.exists():
            partial.unlink()
    return count
