"""A trial of a watch topic in words: for people, or as one JSON object."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import groupby
from json import dumps
from zoneinfo import ZoneInfo

from commands.hits import one
from commands.topic_trial import Trial
from model.catalogue import Catalogue
from model.config import Topic
from model.records import Level

_WIDTH = 30
_MOST_ROWS = 62
"""A longer span is shown by weeks."""
_QUIET_ROWS = 3
"""More empty rows than this are folded into one."""
_ORDER = (Level.NORMAL, Level.URGENT, Level.LIFE)


def as_values(trial: Trial, topic: Topic, zone: ZoneInfo) -> dict[str, object]:
    """JSON values; times in ISO 8601 with the town's offset."""
    return {
        **topic.model_dump(mode="json", include={"words", "not_words", "must_words", "near", "level"}),
        "since": trial.since.astimezone(zone).isoformat(timespec="seconds"),
        "until": trial.until.astimezone(zone).isoformat(timespec="seconds"),
        "posts": trial.posts,
        "threads": trial.threads,
        "distress": trial.distress,
        "sources": trial.sources,
        "days": {day.isoformat(): threads for day, threads in trial.days.items()},
        "alarms": {
            level.value: [at.astimezone(zone).isoformat(timespec="seconds") for at in trial.alarms[level]]
            for level in _ORDER
            if level in trial.alarms
        },
        "neighbours": trial.neighbours,
        "examples": [
            {
                "source": item.source, "thread_url": item.thread_url, "excerpt": item.excerpt, "term": item.term,
                "day": item.day.isoformat(), "written": item.written, "through": list(item.through),
            }
            for item in trial.examples
        ],
    }  # fmt: skip


def lines(trial: Trial, key: str, topic: Topic, zone: ZoneInfo, catalogue: Catalogue) -> Iterator[str]:
    """What a coordinator reads."""
    say = catalogue.say
    span = {"first": min(trial.days), "last": max(trial.days)}
    yield say("topic.found", posts=trial.posts, threads=trial.threads, sources=len(trial.sources), **span)
    if trial.sources:
        parts = (say("topic.source", source=source, threads=n) for source, n in trial.sources.items())
        yield say("topic.sources", list=say("topic.comma").join(parts))
    if trial.distress:
        yield say("topic.distress", n=trial.distress)
    yield ""
    yield say("topic.days")
    yield from _bars(trial.days)
    yield ""
    yield from _alarms(trial, topic, zone, catalogue)
    if trial.neighbours:
        words = (say("topic.neighbour", word=word, threads=n) for word, n in trial.neighbours.items())
        yield say("topic.neighbours", list=say("topic.comma").join(words))
    if trial.examples:
        yield ""
        yield say("topic.examples")
    for item in trial.examples:
        yield f"  {item.day:%m-%d} {item.source}  {item.excerpt}"
        yield f"        {item.thread_url}" if item.thread_url else ""
        if item.through:
            yield f"        {one(item.term, item.written, item.through, catalogue)}"
    yield ""
    yield say("topic.block")
    yield from _block(key, topic)


def _bars(days: Mapping[date, int]) -> Iterator[str]:
    """One row a day, or a week when there are many; several empty ones in a row are one line."""
    step = 1 if len(days) <= _MOST_ROWS else 7
    ordered = sorted(days)
    rows = [(ordered[i], sum(days[day] for day in ordered[i : i + step])) for i in range(0, len(ordered), step)]
    most = max(1, *(threads for _, threads in rows))
    for empty, group in groupby(rows, key=lambda row: not row[1]):
        days_of = list(group)
        if empty and len(days_of) > _QUIET_ROWS:
            yield f"  {days_of[0][0]:%m-%d} … {days_of[-1][0]:%m-%d} 0"
            continue
        for day, threads in days_of:
            bar = "█" * -(-threads * min(_WIDTH, most) // most)
            yield f"  {day:%m-%d} {bar}{' ' if bar else ''}{threads}"


def _alarms(trial: Trial, topic: Topic, zone: ZoneInfo, catalogue: Catalogue) -> Iterator[str]:
    if not trial.alarms:
        yield catalogue.say("topic.too_common")
        return
    yield catalogue.say("topic.alarms")
    for level in _ORDER:
        moments = [f"{at.astimezone(zone):%m-%d %H:%M}" for at in trial.alarms[level]]
        name = catalogue.say(f"alerts.level.{level.value}")
        chosen = catalogue.say("topic.chosen") if level is topic.level else ""
        shown = catalogue.say("topic.comma").join(moments[-5:])
        which = catalogue.say("topic.last", list=shown) if moments else ""
        yield catalogue.say("topic.alarm", level=name, chosen=chosen, n=len(moments), which=which)


def _block(key: str, topic: Topic) -> Iterator[str]:
    """The YAML to paste; JSON strings are YAML strings."""
    yield "topics:"
    yield f"  {_text(key)}:"
    if topic.title:
        yield f"    title: {_text(topic.title)}"
    yield f"    words: [{', '.join(map(_text, topic.words))}]"
    if topic.must_words:
        yield f"    must_words: [{', '.join(map(_text, topic.must_words))}]"
    if topic.not_words:
        yield f"    not_words: [{', '.join(map(_text, topic.not_words))}]"
    if topic.near:
        pairs = ", ".join(f"[{_text(a)}, {_text(b)}, {n}]" for a, b, n in topic.near)
        yield f"    near: [{pairs}]"
    yield f"    level: {topic.level.value}"
    if topic.contact:
        yield f"    contact: {_text(topic.contact)}"


def _text(value: str) -> str:
    return dumps(value, ensure_ascii=False)
