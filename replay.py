"""The past, re-run: detection over a recorded stream, with a clock that moves in ticks and never looks ahead."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from analysis.emergence.baseline import MemoryBaseline
from analysis.emergence.detector import Detector, assemble
from analysis.emergence.districts import Districts
from analysis.emergence.lessons import TaughtBaseline, TaughtBook
from analysis.emergence.reading import Reading, Thread, read
from analysis.emergence.story import Tracked
from analysis.emergence.ticks import tick_of
from analysis.emergence.window import Window
from analysis.rehearsed import Coordinator, Order
from analysis.signs.distress import first_person_distress
from analysis.signs.people import People
from analysis.signs.watch import Watch
from analysis.text.segment import Segmenter
from model.catalogue import Catalogue
from model.config import Topic
from model.config.settings import Emergence
from model.records import Post, Precision
from store.dropping import mark


@dataclass(frozen=True, slots=True)
class Fault:
    """A line that is no post, and why."""

    line: int
    message: str


def replay(
    posts: Iterable[Post],
    topics: Mapping[str, Topic],
    emergence: Emergence,
    *,
    segmenter: Segmenter,
    zone: tzinfo = UTC,
    catalogue: Catalogue | None = None,
    orders: Sequence[Order] = (),
    known: Iterable[str] = (),
    district_of: Callable[[str], str] = lambda source: "",
    seen: Callable[[int], None] = lambda count: None,
) -> Iterator[dict[str, object]]:
    """Alerts as `huisheng replay` writes them, in the order of the clock. `posts` in fetch order.

    `Post.key` is the id that an alert names. `orders` are decisions to play. `known` are words that are
    nobody, beside those of `topics`. `district_of` gives the
    district of a source, a stream of its own. `seen` is told how many posts have passed.
    """
    people = People([*known, *(word for topic in topics.values() for word in topic.words)])
    words, coordinator = catalogue or Catalogue(), Coordinator(orders)
    windows, books = defaultdict[str, Window](Window), list[TaughtBook]()
    pasts = defaultdict[str, MemoryBaseline](MemoryBaseline)

    def new(district: str) -> Detector:
        past, book = pasts[district], TaughtBook((), coordinator.wordings, mark)
        book.teach(coordinator.lessons, past, windows[district], emergence.surprise)
        books.append(book)
        return assemble(
            topics, emergence, baseline=TaughtBaseline(past, coordinator.lessons), catalogue=words,
            people=people, window=windows[district], book=book,
        )  # fmt: skip

    detector = Districts(new, district_of)
    reader = Reader(segmenter, Watch(topics, segmenter))
    told: set[str] = set()
    for at, batch in ticks(posts, emergence.tick, seen):
        for dropped in coordinator.due(at, lambda source: pasts[district_of(source)]):
            for book in books:
                book.forget(dropped)
        for story, first in advanced(detector, at, [reader.read(post) for post in batch], told):
            if first or coordinator.awaits(story):
                window = windows[district_of(story.threads[0][0])]
                said = [window.posts(thread) for thread in story.threads if window.alive(thread)]
                if first:
                    coordinator.look(story, at, said)
                    yield alert(story, at, zone)
                else:
                    coordinator.grown(story, said)


def ticks(
    posts: Iterable[Post], tick: timedelta, seen: Callable[[int], None] = lambda count: None
) -> Iterator[tuple[int, list[Post]]]:
    """The ticks at which posts become visible, each with its posts; ticks without posts change nothing."""
    now, batch = 0, list[Post]()
    for count, post in enumerate(posts, 1):
        seen(count)
        at = tick_of(post.fetched_at, tick)
        if batch and at > now:
            yield now, batch
            batch = []
        now = max(now, at)
        batch.append(post)
    if batch:
        yield now, batch


class Reader:
    """Reads posts in fetch order, and remembers which threads open with a cry for help."""

    def __init__(self, segmenter: Segmenter, watch: Watch) -> None:
        self._segmenter = segmenter
        self._watch = watch
        self._hushed: set[Thread] = set()

    def read(self, post: Post) -> Reading:
        """The features of the next post."""
        topics = dict.fromkeys(hit.topic for hit in self._watch.hits(post.title, post.body))
        thread = (post.source, post.thread)
        reading = read(
            post, self._segmenter.words(post.text), id=post.key, topics=tuple(topics),
            distress=first_person_distress, hushed=thread in self._hushed,
        )  # fmt: skip
        if post.opener and reading.mute:
            self._hushed.add(thread)
        return reading


def opened(
    detector: Detector | Districts, at: int, readings: Sequence[Reading], told: set[str]
) -> Iterator[Tracked]:
    """The stories that a tick shows for the first time; they are added to `told`."""
    return (story for story, first in advanced(detector, at, readings, told) if first)


def advanced(
    detector: Detector | Districts, at: int, readings: Sequence[Reading], told: set[str]
) -> Iterator[tuple[Tracked, bool]]:
    """The stories that a tick changes, and whether it shows one for the first time; those are added to `told`."""
    for story in detector.advance(at, readings).changed:
        new = story.shown and story.id not in told
        if new:
            told.add(story.id)
        yield story, new


def alert(story: Tracked, at: int, zone: tzinfo) -> dict[str, object]:
    """A story as `huisheng replay` writes it."""
    return {
        "at": datetime.fromtimestamp(at, zone).isoformat(),
        "posts": list(story.posts),
        "title": story.title,
        "terms": list(story.terms),
        "voices": story.voices,
        "expected": story.expected,
        "surprise": story.surprise,
        "why": story.why,
    }


def parse(lines: Iterable[str], catalogue: Catalogue) -> Iterator[Post | Fault]:
    """One post or fault a line; blank lines are skipped. `catalogue` gives the words of the faults."""
    opened: set[tuple[str, str]] = set()
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _parse(number, line, opened, catalogue)


def _parse(number: int, line: str, opened: set[tuple[str, str]], catalogue: Catalogue) -> Post | Fault:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return Fault(number, catalogue.say("commands.replay.not_json"))
    if not isinstance(row, dict):
        return Fault(number, catalogue.say("commands.replay.no_object"))
    try:
        source, thread = _text(row, "source"), _text(row, "thread")
        published = None if row.get("published_at") is None else _time(row, "published_at")
        post = Post(
            source=source, key=_text(row, "id"), url="", thread=thread, thread_url="",
            opener=(source, thread) not in opened, title=_text(row, "title", ""), body=_text(row, "text"),
            published_at=published, precision=Precision.NONE if published is None else Precision.MINUTE,
            fetched_at=_time(row, "fetched_at"),
        )  # fmt: skip
    except ValueError as error:
        what, key = error.args
        return Fault(number, catalogue.say(f"commands.replay.{what}", key=key))
    opened.add((source, thread))
    return post


def _text(row: dict[str, object], key: str, default: str | None = None) -> str:
    value = row.get(key)
    if value is None and default is not None:
        return default
    if not isinstance(value, str) or (not value and key in {"id", "source", "thread"}):
        raise ValueError("text", key)
    if key in {"id", "source", "thread"} and not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:  # half a surrogate pair: no output could name the post
            raise ValueError("broken", key) from None
    return value


def _time(row: dict[str, object], key: str) -> datetime:
    value = row.get(key)
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
        if found is None or found.tzinfo is None:
            raise ValueError
        return found.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError("time", key) from None
