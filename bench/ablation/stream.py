"""A recorded stream, read and cut into words once, so that every method sees the very same posts."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from analysis.emergence.reading import Reading, read
from analysis.signs.distress import first_person_distress
from analysis.signs.watch import Watch
from analysis.text.segment import Segmenter
from model.catalogue import Catalogue
from model.config.settings import Emergence
from model.records import Post
from replay import Fault, Reader, parse, ticks


@dataclass(frozen=True, slots=True)
class Tick:
    """The posts that became visible at `at` (seconds since 1970), in fetch order."""

    at: int
    posts: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """A stream as the detector reads it; `untitled` gives the same with every title left out."""

    ticks: list[Tick]
    untitled: Callable[[], list[Tick]]


def load(file: Path, segmenter: Segmenter) -> Read:
    """Every post of `file` (gzip, JSON Lines), by tick. Holds all of it: about 1 GB for 94,000 posts."""
    reader, one = Reader(segmenter, Watch({}, segmenter)), _Once()
    found: list[Tick] = []
    titled: dict[str, Post] = {}
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        posts = (item for item in parse(lines, Catalogue()) if not isinstance(item, Fault))
        for at, batch in ticks(posts, Emergence().tick):
            titled.update((post.key, post) for post in batch if post.title)
            found.append(Tick(at, tuple(one.grams(reader.read(post)) for post in batch)))

    def without_title(reading: Reading) -> Reading:
        post = titled.get(reading.id)
        if post is None or reading.mute:
            return reading
        plain = replace(post, title="")
        return one.grams(read(plain, segmenter.words(plain.text), id=post.key, distress=first_person_distress))

    return Read(found, lambda: changed(found, without_title))


def changed(ticks: list[Tick], change: Callable[[Reading], Reading]) -> list[Tick]:
    """The same ticks with every post changed."""
    return [Tick(tick.at, tuple(map(change, tick.posts))) for tick in ticks]


class _Once:
    """Keeps each string once: a stream has 10 million grams, most of them again and again."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def grams(self, reading: Reading) -> Reading:
        return replace(reading, grams=frozenset(self._known.setdefault(gram, gram) for gram in reading.grams))
