"""Records to rows, one value a column, in the order of alerts/export/columns.py. No row holds a post's text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from math import isfinite
from zoneinfo import ZoneInfo

from alerts.triage.excerpt import excerpt, thread_link
from model.records import Alert, Digest, Story
from store import exports
from store.database import Store
from store.exports import Hit, Standing

Row = tuple[object, ...]
Judge = Callable[[str], bool]
MOST_LINKS = 20
_DAY = timedelta(days=1)


def stories(store: Store, first: date, zone: ZoneInfo) -> Iterator[Row]:
    """One row a story, in the order in which they opened."""
    for standing in exports.open_stories(store, midnight(first, zone)):
        yield _story(standing)


def alerts(store: Store, first: date, zone: ZoneInfo) -> Iterator[Row]:
    """One row an alert, by number."""
    for alert in exports.open_alerts(store, midnight(first, zone)):
        yield _alert(alert)


def counts(store: Store, first: date, zone: ZoneInfo, distress: Judge) -> Iterator[Row]:
    """Posts and threads of each day: a row per source, then one per source and watch topic.

    A cry for help (`distress`) is nobody's figure: it is left out of the topics.
    """
    day = first
    while (earliest := exports.first_said(store, midnight(day, zone))) is not None:
        day = earliest.astimezone(zone).date()
        start, end = midnight(day, zone), midnight(day + _DAY, zone)
        for said in exports.said(store, start, end):
            yield (day, said.source, None, said.posts, said.threads)
        yield from _topics(day, exports.hits(store, start, end), distress)
        day += _DAY


def digests(store: Store, first: date, zone: ZoneInfo) -> Iterator[Row]:
    """One row a digest, by day."""
    for digest in exports.digests_from(store, first):
        yield _digest(store, digest)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """When `day` begins in the town."""
    return datetime.combine(day, time(), zone)


def _about(item: Story | Alert) -> Row:
    return (excerpt(item.title), item.terms, item.topic)


def _figures(item: Story | Alert) -> Row:
    """Voices are only told when speakers are known."""
    voices = item.voices if item.voices_known else None
    return (item.threads, voices, item.sources, _figure(item.expected), _figure(item.surprise))


def _figure(value: float) -> float | None:
    """Two decimals; what is no number has no cell."""
    return round(value, 2) if isfinite(value) else None


def _story(standing: Standing) -> Row:
    story = standing.story
    level = standing.level.value if standing.level else None
    state = standing.state.value if standing.state else None
    return (story.id, story.kind, *_about(story), level, state, story.opened_at, story.updated_at, *_figures(story))


def _alert(alert: Alert) -> Row:
    seen = [item for item in alert.evidence if thread_link(item.thread_url)][:MOST_LINKS]
    return (
        alert.id, alert.story_id, *_about(alert), alert.level.value, alert.state.value, alert.opened_at,
        alert.updated_at, alert.closed_at, *_figures(alert), tuple(thread_link(item.thread_url) for item in seen),
        tuple(excerpt(item.excerpt) for item in seen),
    )  # fmt: skip


def _topics(day: date, hits: Iterator[Hit], distress: Judge) -> Iterator[Row]:
    posts: Counter[tuple[str, str]] = Counter()
    threads: dict[tuple[str, str], set[str]] = {}
    for hit in hits:
        if distress(hit.text):
            continue
        for topic in hit.topics:
            posts[hit.source, topic] += 1
            threads.setdefault((hit.source, topic), set()).add(hit.thread)
    for source, topic in sorted(posts):
        yield (day, source, topic, posts[source, topic], len(threads[source, topic]))


def _digest(store: Store, digest: Digest) -> Row:
    allowed = exports.among_open(store, [alert.id for alert in (*digest.open, *digest.closed)])
    status = Counter(source.status for source in digest.coverage)
    return (
        digest.day, digest.since, digest.until, sum(alert.id in allowed for alert in digest.open),
        sum(alert.id in allowed for alert in digest.closed), digest.posts, digest.threads, digest.hidden_personal,
        digest.learning_day, *(status[name] for name in ("ok", "failed", "silent", "odd", "never")),
    )  # fmt: skip
