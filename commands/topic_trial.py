"""What a watch topic would have caught in the stored posts, as `huisheng analyse` would have found it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from math import log

from alerts.triage.excerpt import LONGEST, excerpt, one_line, thread_link
from analysis.emergence.baseline import DAY, HORIZON
from analysis.emergence.reading import Reading, Thread, read
from analysis.emergence.rehearsal import Hit, alarms
from analysis.emergence.ticks import tick_of
from analysis.emergence.window import SPAN
from analysis.signs.distress import first_person_distress
from analysis.signs.people import spans
from analysis.signs.persons import Persons
from analysis.signs.veils import people_of, place_words
from analysis.signs.watch import Watch
from analysis.signs.watched import without_people
from analysis.text.segment import Segmenter
from analysis.text.spellings import indexed, spellings
from model.config import Config, Topic
from model.records import Level, Post, WatchHit
from store import posts, search
from store.database import Store
from store.veils import covered

EXAMPLES, NEIGHBOURS = 8, 8
_BATCH = 500
_BEFORE = 12  # characters of an excerpt before the word that was found
_MOST_REHEARSED = 1_500
"""More hits than this are no watch topic; comparing them all with one another would take minutes."""
_MOST_READ = 2_000  # posts in which neighbouring words are looked for, the newest
_MOST_SIFTED = 300  # posts that are read for names, the newest
_OFTEN = 60_000_000  # words that jieba's dictionary has counted

Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One thread, as it may leave the console: its link and at most 40 characters."""

    source: str
    thread_url: str
    excerpt: str
    term: str
    day: date
    written: str = ""
    through: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """The answer. `days` holds threads a day, every day of the span; `alarms` the moments by level, or nothing
    when the words are so common that it was not tried.

    `distress`: posts in which a person cries for help, or in the thread of one; they are counted here and nowhere
    else. `neighbours`: words beside the topic's own, each with its threads.
    """

    since: datetime
    until: datetime
    posts: int
    threads: int
    distress: int
    sources: dict[str, int]
    days: dict[date, int]
    alarms: dict[Level, tuple[datetime, ...]]
    neighbours: dict[str, int]
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    post: Post
    hit: WatchHit
    reading: Reading


def trial(
    store: Store, config: Config, key: str, topic: Topic, segmenter: Segmenter, now: datetime, days: int,
    report: Report,
) -> Trial:  # fmt: skip
    """What `topic` would have caught in the `days` before `now`; `report` is told (posts looked at, in all)."""
    until = now
    since = now - timedelta(days=days)
    found = list(_found(store, key, topic, segmenter, since - timedelta(days=HORIZON + 1), until, report))
    heard = [item for item in found if item.post.moment > since and not item.reading.mute]
    mute = sum(item.reading.mute for item in found if item.post.moment > since)
    firsts = {item.reading.thread: item for item in reversed(heard)}
    people = _people(heard, config, topic)
    return Trial(
        since=since, until=until, posts=len(heard), threads=len(firsts), distress=mute,
        sources=dict(Counter(source for source, _ in firsts).most_common()),
        days=_by_day(heard, config, since, until),
        alarms=_alarms(store, config, key, topic, found, since),
        neighbours=_neighbours(heard, topic, segmenter, people),
        examples=tuple(_example(item, config, people) for item in _newest(firsts.values())),
    )  # fmt: skip


def _found(
    store: Store, key: str, topic: Topic, segmenter: Segmenter, since: datetime, until: datetime, report: Report
) -> Iterator[_Found]:
    """The posts that hit, in the order they were fetched: a sieve in the database, then the matcher of analysis."""
    watch = Watch({key: topic}, segmenter)
    sieve = [spellings(word, topic.similar) for word in topic.words]
    sieve += [(*spellings(a, topic.similar), *spellings(b, topic.similar)) for a, b, _ in topic.near]
    ids = search.candidates(store, sieve, since, until, indexed=indexed)
    for start in range(0, len(ids), _BATCH):
        batch = posts.by_ids(store, ids[start : start + _BATCH])
        hits = [(post, found[0]) for post in batch if (found := watch.hits(post.title, post.body))]
        openings = posts.openers(store, {(post.source, post.thread) for post, _ in hits})
        hushed = {thread for thread, text in openings.items() if first_person_distress(text)}
        yield from (_Found(post, hit, _reading(post, key, hushed)) for post, hit in hits)
        report(min(start + _BATCH, len(ids)), len(ids))


def _reading(post: Post, key: str, hushed: set[Thread]) -> Reading:
    return read(
        post, (), id=str(post.id), topics=(key,), distress=first_person_distress,
        hushed=(post.source, post.thread) in hushed,
    )  # fmt: skip


def _by_day(heard: Sequence[_Found], config: Config, since: datetime, until: datetime) -> dict[date, int]:
    """Threads that hit on each day of the town, with the days on which none did."""
    first, last = since.astimezone(config.zone).date(), until.astimezone(config.zone).date()
    spoke = {(item.post.moment.astimezone(config.zone).date(), item.reading.thread) for item in heard}
    counts = Counter(day for day, _ in spoke)
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return {day: counts[day] for day in days}


def _alarms(
    store: Store, config: Config, key: str, topic: Topic, found: Sequence[_Found], since: datetime
) -> dict[Level, tuple[datetime, ...]]:
    """When the rule of a watch topic would have opened a story, at each level; empty with too many hits."""
    if len(found) > _MOST_REHEARSED:
        return {}
    rules = config.analysis.emergence
    hits: list[Hit] = [(tick_of(item.post.fetched_at, rules.tick), item.reading) for item in found]
    of_day = cache(lambda day: search.threads_between(store, _day(day), _day(day + 1)))
    alive = cache(lambda at: search.threads_between(store, _at(at - SPAN), _at(at)))
    opened = {
        level: alarms(
            key,
            topic.model_copy(update={"level": level}),
            rules,
            hits,
            since=int(since.timestamp()),
            threads_of_day=of_day,
            threads_alive=alive,
        )
        for level in Level
    }
    return {level: tuple(map(_at, moments)) for level, moments in opened.items()}


def _at(moment: int) -> datetime:
    return datetime.fromtimestamp(moment, UTC)


def _day(day: int) -> datetime:
    """When a day of the baseline begins: midnight in UTC+8."""
    return _at(day * DAY - 8 * 3600)


def _people(heard: Sequence[_Found], config: Config, topic: Topic) -> frozenset[str]:
    """Whom the newest of the posts name, told as for the excerpts of an alert: several posts speak together."""
    said = [f"{item.post.title}\n{item.post.body}" for item in heard[-_MOST_SIFTED:]]
    return people_of(config, {**without_people(config.topics, place_words(config))[0], "": topic}).named(said)


def _neighbours(heard: Sequence[_Found], topic: Topic, segmenter: Segmenter, people: Set[str]) -> dict[str, int]:
    """Words that stand in several of the threads found and are rare elsewhere: what `not_words` are needed for."""
    persons = Persons(topic.words)
    own = {*topic.words, *(word for a, b, _ in topic.near for word in (a, b))}
    said = {(word, item.reading.thread) for item in heard[-_MOST_READ:] for word in segmenter.words(item.post.text)}
    counts = Counter(word for word, _ in said)
    telling = {
        word: threads * log(_OFTEN / (segmenter.frequency(word) + 10))
        for word, threads in counts.items()
        if threads > 1
        and len(word) > 1
        and not word.isascii()
        and not any(word in mine for mine in own)
        and word not in people
    }
    best = (
        word for word in sorted(telling, key=lambda word: (-telling[word], word)) if not persons.person_like(word)
    )
    return {word: counts[word] for word, _ in zip(best, range(NEIGHBOURS), strict=False)}


def _newest(found: Iterable[_Found]) -> list[_Found]:
    return sorted(found, key=lambda item: (item.post.moment, item.post.id), reverse=True)[:EXAMPLES]


def _example(item: _Found, config: Config, people: Set[str]) -> Example:
    post, hit = item.post, item.hit
    text = post.title if hit.field == "title" else post.body
    veils = spans(text, people)
    before, inside, after = (
        _veiled(text, veils, *part) for part in ((0, hit.start), (hit.start, hit.end), (hit.end, len(text)))
    )
    end = len(before) + len(inside)
    return Example(
        source=post.source, thread_url=thread_link(post.thread_url),
        excerpt=around(before + inside + after, len(before), end), term=hit.term,
        day=post.moment.astimezone(config.zone).date(), written=excerpt(inside), through=hit.through,
    )  # fmt: skip


def _veiled(text: str, veils: Sequence[tuple[int, int]], start: int, end: int) -> str:
    """``text[start:end]`` without the people it names; a name across its edge leaves no half of itself."""
    inside = [(max(a, start) - start, min(b, end) - start) for a, b in veils if a < end and start < b]
    return covered(text[start:end], inside)


def around(text: str, start: int, end: int) -> str:
    """At most 40 characters of `text` with the word at ``text[start:end]`` among them; no half placeholder."""
    if len(one_line(text[:end])) < LONGEST:
        return excerpt(text)
    begin = max(0, start - _BEFORE)
    opened = text.rfind("〔", 0, begin)
    if opened >= 0 and (closed := text.find("〕", opened)) >= begin:
        begin = min(closed + 1, start)
    return excerpt(f"…{text[begin:]}")
