"""Turns a group of threads into a story that can be told: its terms, title, figures and reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from analysis.emergence.baseline import TOPIC
from analysis.emergence.evidence import Evidence, Term, says, telling_features
from analysis.emergence.expectation import Usual
from analysis.emergence.explain import why
from analysis.emergence.naming import MOST_TERMS, Name, Peopled, Wording
from analysis.emergence.private import matters
from analysis.emergence.reading import Reading, Thread
from analysis.emergence.speakers import count
from analysis.emergence.story import DISCOVERED, WATCH, Tracked, story_id
from analysis.emergence.surprise import surprise
from analysis.emergence.window import SPAN, Window
from analysis.emergence.wording import normalise
from model.catalogue import Catalogue
from model.config.topics import Topic
from model.records import Level

_VOCABULARY = 60


class Describer:
    """Words for stories. `people` says which words may never be shown."""

    def __init__(self, catalogue: Catalogue, people: Peopled, topics: Mapping[str, Topic]) -> None:
        self._catalogue = catalogue
        self.people = people
        self._topics = topics

    def discovered(self, at: int, evidence: Evidence, window: Window, usual: Usual) -> Tracked:
        """A new story found by itself; not shown when nothing but persons is left to say."""
        story = self._blank(at, DISCOVERED, None, evidence, window)
        return self._told(story, evidence, window, usual)

    def watched(self, at: int, topic: str, evidence: Evidence, window: Window, usual: Usual) -> Tracked:
        """A new story of a watch topic; always shown, since people chose its words."""
        return self._told(self._blank(at, WATCH, topic, evidence, window), evidence, window, usual)

    def updated(
        self, at: int, story: Tracked, threads: Sequence[Thread], evidence: Evidence, window: Window, usual: Usual
    ) -> Tracked:
        """The story with more threads; its title stays once it has been shown."""
        posts = _posts(evidence, window)
        known = frozenset(story.posts)
        grown = replace(
            story,
            updated=at,
            window_start=at - SPAN,
            threads=tuple(threads),
            posts=(*story.posts, *(post.id for post in posts if post.id not in known)),
        )
        return self._told(grown, evidence, window, usual)

    def lessened(self, at: int, story: Tracked, evidence: Evidence | None, window: Window, usual: Usual) -> Tracked:
        """A story that lost posts (`without`), named anew: its old title may be of one of them.

        `evidence` speaks for what is left in the window. With no thread left it is not shown and says nothing.
        """
        if evidence is not None:
            return self.updated(at, replace(story, shown=False), story.threads, evidence, window, usual)
        left = replace(story, updated=at, title=self._catalogue.say("analysis.list_separator").join(story.terms))
        if story.threads:
            return left
        return replace(left, terms=(), title="", why="", voices=0, alive=0, shown=False)

    def _blank(self, at: int, kind: str, topic: str | None, evidence: Evidence, window: Window) -> Tracked:
        posts = _posts(evidence, window)
        return Tracked(
            id=story_id(posts, at), kind=kind, topic=topic, opened=at, updated=at, window_start=at - SPAN,
            threads=evidence.threads, posts=tuple(post.id for post in posts), vocabulary=(), terms=(), title="",
            voices=0, voices_known=False, sources=(), alive=0, expected=0.0, surprise=0.0, why="", shown=False,
        )  # fmt: skip

    def _told(self, story: Tracked, evidence: Evidence, window: Window, usual: Usual) -> Tracked:
        """The story with figures and words from `evidence`."""
        voices, known = count(window, evidence.threads)
        wording = Wording(window, evidence.threads, self.people)
        leading = [
            *self._watch_words(story.topic, evidence.threads, window, usual),
            *matters(wording, wording.names(evidence.terms)),
        ][:MOST_TERMS]
        figures = replace(
            story,
            voices=voices,
            voices_known=known,
            sources=tuple(sorted({source for source, _ in story.threads})),
            alive=len(evidence.threads),
            vocabulary=_vocabulary(story.vocabulary, evidence.terms),
        )
        if not leading:
            return self._untold(figures, wording)
        keeps = story.shown and not any(person in story.title for person in wording.people)
        heading = story.title if keeps else self._title(story, evidence, leading, wording)
        return replace(
            figures,
            shown=True,
            title=heading,
            terms=tuple(dict.fromkeys(name.text for name in leading)),
            expected=round(leading[0].expected, 4),
            surprise=round(leading[0].surprise, 2),
            why=why(self._catalogue, leading, voices_known=known, single=self._single(story.topic, voices)),
        )

    def _untold(self, story: Tracked, wording: Wording) -> Tracked:
        """A story with nothing left to say but people; what was told before stays unless it names one of them."""
        said = " ".join((story.title, *story.terms))
        if story.shown and not any(person in said for person in wording.people):
            return story
        return replace(story, shown=False, title="", terms=(), why=self._catalogue.say("analysis.hidden_personal"))

    def _title(self, story: Tracked, evidence: Evidence, leading: Sequence[Name], wording: Wording) -> str:
        clause = wording.title(evidence.terms, leading)
        clause = clause or self._catalogue.say("analysis.list_separator").join(name.text for name in leading)
        if story.topic is None:
            return clause
        topic = self._topics.get(story.topic)
        heading = (topic.title if topic else "") or story.topic
        return self._catalogue.say("analysis.watch_title", topic=heading, clause=clause)

    def _single(self, topic: str | None, voices: int) -> bool:
        """Whether this is a life topic that one voice alone spoke of."""
        chosen = self._topics.get(topic) if topic else None
        return voices <= 1 and chosen is not None and chosen.level is Level.LIFE

    def _watch_words(
        self, topic: str | None, threads: Sequence[Thread], window: Window, usual: Usual
    ) -> list[Name]:
        """The words that made the hits, as one name for the topic: the figures are the topic's."""
        if topic is None or topic not in self._topics:
            return []
        feature = TOPIC + topic
        usual.learn({feature})
        hits = tuple(thread for thread in threads if thread in window.threads_with(feature))
        texts = [f"{post.title}\n{post.text}" for thread in hits for post in window.posts(thread)]
        found = Counter(word for word in self._topics[topic].words for text in texts if normalise(word) in text)
        best = max(found, key=lambda word: (found[word], word), default=self._topics[topic].title or topic)
        return [Name(best, hits or tuple(threads), usual[feature], surprise(len(hits), usual[feature]))]


def _posts(evidence: Evidence, window: Window) -> list[Reading]:
    """What a story rests on, oldest first: of its threads the posts that say what they share, else the opener."""
    telling = telling_features(evidence.terms)
    found: list[Reading] = []
    for thread in evidence.threads:
        posts = window.posts(thread)
        found += [post for post in posts if says(post, telling, evidence.echoed)] or posts[:1]
    return sorted(found, key=lambda post: (post.moment, post.source, post.key))


def _vocabulary(old: Sequence[str], terms: Sequence[Term]) -> tuple[str, ...]:
    """The features that tell the story from others, the oldest first, bounded: those nobody used before."""
    more = [term.feature for term in terms if term.new and term.feature[0] != TOPIC and term.feature not in old]
    return (*old, *more)[:_VOCABULARY]
