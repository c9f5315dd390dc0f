"""Invented stories, half about people, through the real detector: who is named, what is hidden, what is torn.

usage: python -m bench.persons [-v]     (-v: every story that did not come out as it should)

The lists stand in tests/analysis/emergence/people/: `first.txt` the rules were written with, `second.txt` was
written afterwards and looked at once.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from alerts.triage.evidence import evidence
from analysis.emergence.baseline import MemoryBaseline
from analysis.emergence.detector import assemble
from analysis.emergence.reading import Reading, read
from analysis.emergence.story import Tracked
from analysis.emergence.window import SPAN, Window, votes_of_the_past
from analysis.signs.distress import first_person_distress
from analysis.signs.people import People, spans
from analysis.signs.places import Places
from analysis.text.segment import Segmenter
from bench.towns import posts as posts_of
from demo.town.build import build
from model.catalogue import Catalogue
from model.config.settings import Emergence
from model.records import Post, Precision
from store.veils import PLACEHOLDER

LISTS = Path(__file__).resolve().parents[1] / "tests" / "analysis" / "emergence" / "people"
_END = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
_SOURCES = ("城事论坛", "晚报", "家长群站", "五金之窗")
_TICK = 600


@dataclass(frozen=True, slots=True)
class Invented:
    """A story of a list. `unseen`: what may never be shown. `wanted`: of these one must be in title or terms."""

    kind: str
    subject: str
    texts: tuple[str, ...]
    unseen: tuple[str, ...]
    wanted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of it: shown, hidden or not opened; what it said; which forbidden parts were in that."""

    story: Invented
    state: str
    told: Tracked | None
    leaked: tuple[str, ...]

    @property
    def right(self) -> bool:
        """Whether it came out as the list says. A hidden story that never opened tells nothing, so it is right."""
        if self.leaked:
            return False
        if self.story.kind == "hidden":
            return self.state != "shown"
        said = "" if self.told is None else " ".join((self.told.title, *self.told.terms))
        wanted = self.story.wanted
        return self.state == "shown" and (not wanted or any(word in said for word in wanted))


def listed(path: Path) -> list[Invented]:
    """The stories of a list, in its order."""
    found: list[Invented] = []
    kind, texts = "", list[str]()
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            kind, texts = line[3:].split(" | ")[0], []
        elif line.startswith("-- "):
            subject, _, words = line[3:].partition(" | ")
            more = tuple(words.split())
            about = kind != "topic"
            said = tuple(text.replace("{X}", subject) for text in texts)
            found.append(Invented(kind, subject, said, (subject, *more) if about else (), () if about else more))
        elif line and not line.startswith("#"):
            texts.append(line)
    return found


class Stage:
    """A town of a month, warm, in which each story is told on its own."""

    def __init__(self, segmenter: Segmenter) -> None:
        self._segmenter = segmenter
        town = build(1, _END)
        quiet = type(town)(seed=1, end=town.end, threads=tuple(t for t in town.threads if not t.planted))
        readings = [self._read(post) for post in posts_of(quiet)]
        self._now = int(_END.timestamp())
        self._baseline = MemoryBaseline()  # nothing of today leaves the window, so no story changes it
        for vote in votes_of_the_past([one for one in readings if one.moment <= self._now - SPAN // 2]):
            self._baseline.add(vote.day, vote.grams, vote.words, new_thread=vote.new_thread)
        self._today = [reading for reading in readings if reading.moment > self._now - SPAN // 2]
        self._people = People(Places("永康").words)

    def tell(self, story: Invented) -> Outcome:
        """Its posts, one thread each, on four sites in turn, twenty minutes apart."""
        window = Window()
        for reading in self._today:
            window.add(reading)
        detector = assemble(
            {}, Emergence(), baseline=self._baseline, catalogue=Catalogue(), people=self._people, window=window,
        )  # fmt: skip
        posts = list(_posts(story))
        last: dict[str, Tracked] = {}
        for tick in range(1, 7 + 2 * len(posts)):
            at = self._now + tick * _TICK
            fresh = [post for post in posts if at - _TICK < post.fetched_at.timestamp() <= at]
            step = detector.advance(at, [self._read(post) for post in fresh])
            last |= {told.id: told for told in step.changed}
        return self._outcome(story, posts, list(last.values()))

    def _outcome(self, story: Invented, posts: list[Post], told: list[Tracked]) -> Outcome:
        ours = {post.key for post in posts}
        found = [one for one in told if ours & set(one.posts)]
        shown = [one for one in found if one.shown]
        leaked = {
            part
            for one in shown
            for said in _said(one, posts, self._people)
            for part in story.unseen
            if part in said
        }
        state = "shown" if shown else "hidden" if found else "not opened"
        return Outcome(story, state, (shown or found or [None])[0], tuple(sorted(leaked)))

    def _read(self, post: Post) -> Reading:
        return read(post, self._segmenter.words(post.text), id=post.key, distress=first_person_distress)


def _said(told: Tracked, posts: list[Post], people: People) -> Iterator[str]:
    yield told.title
    yield told.why
    yield from told.terms
    rests_on = [post for post in posts if post.key in told.posts]
    named = people.named([f"{post.title}\n{post.body}" for post in rests_on])
    with_gaps = [replace(post, body=_covered(post.body, named)) for post in rests_on]
    for seen in evidence(with_gaps):
        yield seen.excerpt


def _covered(text: str, named: frozenset[str]) -> str:
    for start, end in reversed(spans(text, named)):
        text = text[:start] + PLACEHOLDER + text[end:]
    return text


def _posts(story: Invented) -> Iterator[Post]:
    for i, text in enumerate(story.texts):
        at = _END + timedelta(minutes=20 * i + 5)
        yield Post(
            source=_SOURCES[i % len(_SOURCES)], key=f"x{i}", url="", thread=f"x{i}", thread_url="", opener=True,
            title="", body=text, published_at=at, precision=Precision.MINUTE, fetched_at=at,
        )  # fmt: skip


def main() -> None:
    """One line a list and kind; with -v what went wrong."""
    with tempfile.TemporaryDirectory() as folder:
        stage = Stage(Segmenter(Path(folder) / "words"))
        for name in ("first.txt", "second.txt"):
            if (LISTS / name).exists():
                _tell(name, [stage.tell(story) for story in listed(LISTS / name)], "-v" in sys.argv)


def _tell(name: str, outcomes: list[Outcome], every: bool) -> None:
    for kind in ("hidden", "shown", "topic"):
        ours = [one for one in outcomes if one.story.kind == kind]
        states = Counter(one.state for one in ours)
        print(
            f"{name} {kind}: {sum(one.right for one in ours)} of {len(ours)} right; {dict(states)}; "
            f"a name seen in {sum(bool(one.leaked) for one in ours)}"
        )
        for one in ours:
            if (every and not one.right) or "-vv" in sys.argv:
                said = "" if one.told is None else f"{one.told.title} {list(one.told.terms)}"
                print(f"    {one.story.subject}: {one.state}: {said} {one.leaked or ''}")


if __name__ == "__main__":
    main()
