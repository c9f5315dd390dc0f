"""Stories of watch topics: what the association asked to hear about, whether or not it emerges by itself.

A topic of level *life* is shown at its first voice; any other needs several voices and surprise. One open story a
topic; when it has been quiet long enough, a new hit opens a new one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.emergence.baseline import TOPIC
from analysis.emergence.book import Book
from analysis.emergence.copies import copy_groups, voices
from analysis.emergence.describe import Describer
from analysis.emergence.evidence import weigh
from analysis.emergence.expectation import Usual
from analysis.emergence.reading import Thread
from analysis.emergence.story import Tracked
from analysis.emergence.surprise import surprise
from analysis.emergence.window import Window
from model.config.settings import Emergence
from model.config.topics import Topic
from model.records import Level

_BAR = {Level.URGENT: 0.25, Level.NORMAL: 0.5}
"""Somebody asked to hear about it: less surprise is enough than for what nobody named. Without any past yet, three
voices are enough for an urgent topic and five for a normal one."""


class Watch:
    """The watch topics, by key. A post's hits are decided when it is read (`Reading.topics`)."""

    def __init__(self, topics: Mapping[str, Topic], rules: Emergence, describer: Describer) -> None:
        self._topics = topics
        self._rules = rules
        self._describer = describer

    def advance(
        self, at: int, touched: Sequence[Thread], window: Window, usual: Usual, book: Book
    ) -> dict[str, Tracked]:
        """Open or extend the stories of the topics that `touched` threads hit; by story id."""
        changed: dict[str, Tracked] = {}
        now = set(touched)
        for topic in sorted(self._topics):
            hits = window.threads_with(TOPIC + topic)
            if hits & now:
                story = self._advance(at, topic, sorted(hits), window, usual, book)
                if story is not None:
                    book.put(story)
                    changed[story.id] = story
        return changed

    def _advance(
        self, at: int, topic: str, hits: Sequence[Thread], window: Window, usual: Usual, book: Book
    ) -> Tracked | None:
        usual.learn({TOPIC + topic})
        story = book.watching(topic)
        if story is not None:
            threads = [*story.threads, *(thread for thread in hits if thread not in story.threads)]
            alive = [thread for thread in threads if window.alive(thread)]
            return self._describer.updated(at, story, threads, weigh(window, alive, usual, at), window, usual)
        if not self._alarms(topic, hits, window, usual) or self._told_already(topic, hits, book):
            return None
        return self._describer.watched(at, topic, weigh(window, hits, usual, at), window, usual)

    def _alarms(self, topic: str, hits: Sequence[Thread], window: Window, usual: Usual) -> bool:
        heard = voices(window, copy_groups(window, hits))
        if self._topics[topic].level is Level.LIFE:
            return heard >= 1
        unlikely = surprise(heard, usual[TOPIC + topic])
        return heard >= self._rules.voices and unlikely >= _BAR[self._topics[topic].level] * self._rules.surprise

    def _told_already(self, topic: str, hits: Sequence[Thread], book: Book) -> bool:
        """Whether an open story found by itself is about the same threads; a life topic is told all the same."""
        told = sum(book.owner(thread) is not None for thread in hits)
        return self._topics[topic].level is not Level.LIFE and 2 * told >= len(hits)
