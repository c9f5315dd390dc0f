"""The two stories that a detector must find: they break in the last hours before the end."""

from __future__ import annotations

from datetime import datetime, timedelta

from demo.records import Thread
from demo.town.texts import Planted
from demo.town.writer import Draft, Writer

_HOURS = timedelta(hours=10)
_LATEST = timedelta(minutes=6)


def write(writer: Writer) -> list[Thread]:
    """The threads of every story; nobody speaks twice."""
    found = []
    for name, story in writer.texts.stories.items():
        first = writer.end - _HOURS + timedelta(minutes=writer.random.uniform(-50, 50))
        posts = sum(len(planted.posts) for planted in story.threads)
        people, known = iter(writer.crowd.several(posts)), dict[str, str]()
        for planted in story.threads:
            opened = first + (writer.end - _LATEST - first) * planted.at
            drafts: list[Draft] = [
                (at, next(people), writer.filler.fill(text, known))
                for at, text in zip(_times(writer, planted, opened), planted.posts, strict=True)
            ]
            found.append(writer.thread(planted.board, planted.title, drafts, planted=name))
    return found


def _times(writer: Writer, planted: Planted, opened: datetime) -> list[datetime]:
    """One moment a post, in order, all before the end: an answer comes soon, or there is no time left for it."""
    left = writer.end - _LATEST / 2 - opened
    steps = [left * writer.random.uniform(0.03, 0.16) for _ in planted.posts[1:]]
    moments = [opened.replace(microsecond=0)]
    for step in steps:
        moments.append((moments[-1] + step).replace(microsecond=0))
    return moments
