"""Districts: parts of a large area, each heard on its own.

What is usual differs from district to district, and among ten times as many posts a rumour of five is drowned. So
each district has a detector of its own, with its own past, window and stories; each behaves as if it were alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from analysis.emergence.detector import Detector, Step
from analysis.emergence.reading import Reading
from analysis.emergence.story import Tracked
from analysis.emergence.window import Window


class Districts:
    """`district_of` gives the district of a source; `new` makes the detector of one when it is first heard.

    To be used like a `Detector`. Where every source is of one district, it is one. `known` districts are asked what
    they have learnt before they are heard again.
    """

    def __init__(
        self, new: Callable[[str], Detector], district_of: Callable[[str], str], known: Iterable[str] = ()
    ) -> None:
        self._new = new
        self._district_of = district_of
        self._detectors = {name: new(name) for name in sorted(known)}
        self._sifted: set[str] = set()

    def advance(self, at: int, posts: Sequence[Reading]) -> Step:
        """Move the districts in which something was said to `at`; the others would not change."""
        said = self._split(posts)
        steps = [self._of(name).advance(at, said.get(name, [])) for name in sorted(self._sifted.union(said))]
        self._sifted.clear()
        return Step(
            tuple(sorted((story for step in steps for story in step.changed), key=lambda story: story.id)),
            tuple(post for step in steps for post in step.gone),
            tuple(story for step in steps for story in step.closed),
            tuple(one for step in steps for one in step.candidates),
        )

    def sift(self, at: int, posts: Iterable[Reading]) -> list[Reading]:
        """The posts that belong to the 24 hours before `at`, district by district (see `Detector.sift`)."""
        said = self._split(posts)
        self._sifted.update(said)
        return [post for name in sorted(said) for post in self._of(name).sift(at, said[name])]

    def learnt(self, at: int) -> int:
        """How many days the district has learnt from that began first."""
        return max((detector.learnt(at) for detector in self._detectors.values()), default=0)

    def _of(self, name: str) -> Detector:
        if name not in self._detectors:
            self._detectors[name] = self._new(name)
        return self._detectors[name]

    def _split(self, posts: Iterable[Reading]) -> dict[str, list[Reading]]:
        found: dict[str, list[Reading]] = {}
        for post in posts:
            found.setdefault(self._district_of(post.source), []).append(post)
        return found


def held(
    posts: Iterable[Reading], stories: Iterable[Tracked], district_of: Callable[[str], str]
) -> tuple[defaultdict[str, Window], defaultdict[str, list[Tracked]]]:
    """The windows and the open stories of the districts, from what was in all of them."""
    windows, told = defaultdict[str, Window](Window), defaultdict[str, list[Tracked]](list)
    for post in posts:
        windows[district_of(post.source)].add(post)
    for story in stories:
        told[district_of(story.threads[0][0])].append(story)
    return windows, told
