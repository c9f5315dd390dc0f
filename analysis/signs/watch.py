"""Which watch topics a post touches, found whatever was put between the characters.

Aho–Corasick over squeezed text: one pass for any number of words. Doubtful hits are checked against word
boundaries: 高考 in 提高考试 is no hit.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import ahocorasick

from analysis.signs.disguise import disguises, forms
from analysis.text.segment import Segmenter
from analysis.text.squeeze import Squeezed, squeeze
from model.config import Topic
from model.records import WatchHit

# Enough to show; a megabyte of one word would give as many hits as words.
MOST_HITS = 20
# Places of one term that are looked at; the boundary check is the slow part.
_MOST_PLACES = 200
# Characters around a hit that decide about its word boundaries.
_AROUND = 8


@dataclass(frozen=True, slots=True)
class _Use:
    """What a term means for a topic: a word, a not-word, a must-word, or one side of a `near` rule."""

    topic: str
    kind: str  # "word", "not", "must", "a" or "b"
    term: str  # as written in the configuration
    rule: int = -1


@dataclass(frozen=True, slots=True)
class _Found:
    use: _Use
    start: int
    end: int


class Watch:
    """The watch topics, ready to search with. `segmenter` decides about word boundaries."""

    def __init__(self, topics: Mapping[str, Topic], segmenter: Segmenter) -> None:
        self._topics = topics
        self._segmenter = segmenter
        uses: dict[str, list[_Use]] = {}
        for use in _uses(topics):
            for form in forms(use.term, topics[use.topic].similar):
                term = squeeze(form).text.strip()
                if term:
                    uses.setdefault(term, []).append(use)
        self._automaton = ahocorasick.Automaton()
        for term, meant in uses.items():
            self._automaton.add_word(term, (len(term), tuple(meant)))
        if uses:
            self._automaton.make_automaton()
        self._empty = not uses

    @property
    def terms(self) -> frozenset[str]:
        """What is searched for, squeezed."""
        return frozenset(self._automaton.keys())

    def hits(self, title: str, text: str) -> tuple[WatchHit, ...]:
        """Hits in both fields, in order; spans index the original `title` and `text`.

        A topic with one of its `not_words` in either field, or without one of its `must_words` in both, has no hit.
        At most 20 hits a topic and field.
        """
        if self._empty:
            return ()
        fields = [(name, original, squeeze(original)) for name, original in (("title", title), ("text", text))]
        found = {name: list(self._find(squeezed)) for name, _, squeezed in fields}
        barred = self._barred([hit.use for some in found.values() for hit in some])
        return tuple(
            hit
            for name, original, squeezed in fields
            for hit in _as_hits(self._chosen(found[name], barred), name, original, squeezed)
        )

    def _barred(self, uses: list[_Use]) -> set[str]:
        """The topics that cannot be hit: something is there that must not be, or missing that must be."""
        there = {(use.topic, use.term) for use in uses if use.kind == "must"}
        barred = {use.topic for use in uses if use.kind == "not"}
        return barred | {
            key for key, topic in self._topics.items() if any((key, word) not in there for word in topic.must_words)
        }

    def _find(self, squeezed: Squeezed) -> Iterator[_Found]:
        places: Counter[str] = Counter()
        for last, (length, uses) in self._automaton.iter(squeezed.text):
            start, end = last + 1 - length, last + 1
            places[uses[0].term] += 1
            if places[uses[0].term] <= _MOST_PLACES and self._whole(squeezed, start, end):
                for use in uses:
                    yield _Found(use, start, end)

    def _whole(self, squeezed: Squeezed, start: int, end: int) -> bool:
        """Whether the hit is a word of its own rather than the end of one and the beginning of another."""
        text = squeezed.text
        if _latin(text[start]) and start and _latin(text[start - 1]):
            return False
        if _latin(text[end - 1]) and end < len(text) and _latin(text[end]):
            return False
        begin = squeezed.index[start]
        finish = squeezed.index[end - 1] + 1
        low = max(0, begin - _AROUND)
        before = after = False
        for word, a, b in self._segmenter.spans(squeezed.lowered[low : finish + _AROUND]):
            known = b - a > 1 and self._segmenter.frequency(word) > 0
            before |= known and a + low < begin < b + low < finish
            after |= known and begin < a + low < finish < b + low
        return not (before or after) if squeezed.gapped(start, end) else not (before and after)

    def _chosen(self, found: list[_Found], barred: set[str]) -> Iterator[_Found]:
        """Words and fulfilled `near` rules, without the topics that are barred."""
        sides: dict[tuple[str, int, str], list[_Found]] = {}
        for hit in found:
            if hit.use.topic in barred or hit.use.kind in {"not", "must"}:
                continue
            if hit.use.kind == "word":
                yield hit
            else:
                sides.setdefault((hit.use.topic, hit.use.rule, hit.use.kind), []).append(hit)
        for (topic, rule, kind), ours in sides.items():
            if kind == "a":
                within = self._topics[topic].near[rule][2]
                yield from _near(ours, sides.get((topic, rule, "b"), []), within)


def _uses(topics: Mapping[str, Topic]) -> Iterator[_Use]:
    for key, topic in topics.items():
        yield from (_Use(key, "word", word) for word in topic.words)
        yield from (_Use(key, "not", word) for word in topic.not_words)
        yield from (_Use(key, "must", word) for word in topic.must_words)
        for i, (a, b, _) in enumerate(topic.near):
            yield _Use(key, "a", a, i)
            yield _Use(key, "b", b, i)


def _near(a_hits: list[_Found], b_hits: list[_Found], within: int) -> Iterator[_Found]:
    """Each a with the nearest b on either side, at most `within` characters between them."""
    starts = [b.start for b in b_hits]
    for a in a_hits:
        i = bisect_left(starts, a.start)
        around = b_hits[max(0, i - 1) : i + 2]
        gaps = [(max(b.start - a.end, a.start - b.end), b) for b in around if b.start >= a.end or b.end <= a.start]
        if gaps and min(gap for gap, _ in gaps) <= within:
            b = min(gaps, key=lambda pair: pair[0])[1]
            use = _Use(a.use.topic, "near", f"{a.use.term}…{b.use.term}")
            yield _Found(use, min(a.start, b.start), max(a.end, b.end))


def _as_hits(found: Iterator[_Found], field: str, original: str, squeezed: Squeezed) -> Iterator[WatchHit]:
    seen: dict[str, int] = {}
    for hit in sorted(found, key=lambda f: (f.start, f.end, f.use.topic, f.use.term)):
        seen[hit.use.topic] = seen.get(hit.use.topic, 0) + 1
        if seen[hit.use.topic] <= MOST_HITS:
            start, end = squeezed.original(hit.start, hit.end)
            shown = original[start:end].encode("utf-8", "replace").decode()  # a lone surrogate may hide inside
            through = disguises(original[start:end], hit.use.term) if "…" not in hit.use.term else ()
            yield WatchHit(
                topic=hit.use.topic, term=hit.use.term, text=shown, start=start, end=end, field=field,
                through=through,
            )  # fmt: skip


def _latin(char: str) -> bool:
    return char.isascii() and char.isalnum()
