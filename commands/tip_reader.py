"""What taking a tip needs from other rooms: redaction of crawlers; words, copies and watch topics of analysis."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from threading import Lock

from alerts.answers.doubts import Doubt
from alerts.tips.take import COPIES_WITHIN, Reader
from analysis.signs.people import People, spans
from analysis.signs.persons import Persons, listed
from analysis.signs.places import Places
from analysis.signs.veils import people_of, place_words
from analysis.signs.watch import Watch
from analysis.signs.watched import without_people
from analysis.text.clean import clean
from analysis.text.duplicates import Duplicates
from analysis.text.segment import Segmenter
from commands.words import words_folder
from crawlers.redaction import redact
from model.config import Config, Topic
from model.tips import Tip

NAME = "\u3014\u59d3\u540d\u3015"
"""〔姓名〕 stands where a person was named."""


class TipWords:
    """Jieba and the list of names, loaded when the first tip comes: about a second. One tip at a time."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._turn = Lock()  # the console reads tips in several threads

    def reader(self) -> Reader:
        return Reader(redact=self.redact, same=same, topics=self.topics)

    def redact(self, text: str) -> str:
        """`text` without personal data, and without words that are most likely somebody's name."""
        plain, found, at = clean(redact(text).text).text, list[str](), 0
        for start, end in spans(plain, self._names(plain)):
            found += [plain[at:start], NAME]
            at = end
        return "".join([*found, plain[at:]])

    def personal(self, text: str) -> list[Doubt]:
        """What looks like a personal datum or somebody's name in `text`, in its own words."""
        found = [Doubt(span.kind.value, text[span.start : span.end]) for span in redact(text).spans]
        covered = "\x1f".join(one.text for one in found)
        written = (text[start:end] for start, end in spans(text, self._names(text)))
        return [*found, *(Doubt("person", name) for name in written if name not in covered)]

    def _names(self, text: str) -> frozenset[str]:
        """The strings in `text` that are most likely names: whole words, and what no segmenter cuts whole.

        Of 徐晓燕老师 only the name: what somebody is, is no name.
        """
        with self._turn:
            words = self._segmenter.spans(text)
            found = self._people.named([text]) | {word for word, _, _ in words if self._persons.person_like(word)}
        titles = listed("address")
        return frozenset(
            name for name in found if not any(name == other + title for other in found for title in titles)
        )

    def topics(self, text: str) -> list[str]:
        """The watch topics that `text` touches, each once."""
        with self._turn:
            return list(dict.fromkeys(hit.topic for hit in self._watch.hits("", text)))

    @cached_property
    def _words(self) -> list[str]:
        topics = self._topics.values()
        near = (word for topic in topics for a, b, _ in topic.near for word in (a, b))
        return [*(word for topic in topics for word in topic.words), *near]

    @cached_property
    def _persons(self) -> Persons:
        places = Places(self._config.association.town, self._config.places)
        return Persons([*self._words, *places.words])

    @cached_property
    def _people(self) -> People:
        return people_of(self._config, self._topics)

    @cached_property
    def _segmenter(self) -> Segmenter:
        with words_folder() as folder:
            return Segmenter(folder, self._words)

    @cached_property
    def _watch(self) -> Watch:
        return Watch(self._topics, self._segmenter)

    @cached_property
    def _topics(self) -> dict[str, Topic]:
        return without_people(self._config.topics, place_words(self._config))[0]


def same(before: Sequence[Tip], text: str, at: datetime) -> Tip | None:
    """The earliest of `before` that says nearly the same as `text`."""
    known = Duplicates(COPIES_WITHIN)
    by_id = {tip.id: tip for tip in before}
    for tip in before:
        known.add(tip.id, tip.text, tip.at)
    return by_id.get(known.query(text, at) or 0)
