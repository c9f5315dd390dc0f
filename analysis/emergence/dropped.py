"""A story that people dropped as an opinion does not open again, though nothing readable of it is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from analysis.emergence.book import Book
from analysis.emergence.evidence import Evidence
from analysis.emergence.story import Tracked

_FEW, _HALF = 3, 2
_SAME_WORDS, _QUARTER = 6, 4
"""Half of the features, of which a young group has few, or a quarter of many: others use words of their own."""


class Reminded(Book):
    """A book that also knows the wording of dropped stories, as the numbers that `mark` makes of it."""

    def __init__(
        self, stories: Iterable[Tracked], wordings: Sequence[frozenset[int]], mark: Callable[[str], int]
    ) -> None:
        super().__init__(stories)
        self._wordings = wordings
        self._mark = mark

    def forget(self, identifier: str) -> None:
        """Drop a story, if it is still followed."""
        if identifier in self._stories:
            self.drop(identifier)

    def told(self, evidence: Evidence, fewest: int) -> bool:
        """Also old news: what shares much of its wording with a dropped story."""
        return super().told(evidence, fewest) or self._dropped(evidence)

    def candidate(self, evidence: Evidence) -> bool:
        return super().candidate(evidence) and not self._dropped(evidence)

    def _dropped(self, evidence: Evidence) -> bool:
        if not self._wordings:
            return False
        words = {self._mark(term.feature) for term in evidence.terms}
        return any(_alike(len(words & wording), min(len(words), len(wording))) for wording in self._wordings)


def _alike(shared: int, of: int) -> bool:
    return (shared >= _FEW and _HALF * shared >= of) or (shared >= _SAME_WORDS and _QUARTER * shared >= of)
