"""A dozen numbers that stand for a text, to find its likes among the posts of weeks in a table. Pure.

The lowest hashes of its 3-grams (bottom-k sampling, Broder 1997): a text and its half have many of them in common.
"""

from __future__ import annotations

from analysis.text.likeness import LONGEST, Likeness, Said, canonical, tagged, without_links


class Sketcher:
    """Samples texts and compares them. Not thread-safe."""

    FEWEST_HAN = 20
    """Shorter ones are alike by accident, given weeks."""
    KEPT = 12
    """So many numbers are kept of a text, twice as many are asked for: half a text has half of those kept."""

    def __init__(self) -> None:
        self._likeness = Likeness()

    def asked(self, text: str) -> tuple[int, ...]:
        """The numbers to ask for, ascending; none for a text too short. The first `KEPT` are the ones to keep."""
        said = self._said(text)
        if said is None or said.han < self.FEWEST_HAN:
            return ()
        return tuple(sorted(set(said.grams.tolist()))[: 2 * self.KEPT])

    def alike(self, one: str, other: str) -> bool:
        """Whether one text is an edited copy of the other."""
        a, b = self._said(one), self._said(other)
        return a is not None and b is not None and self._likeness.share(a, b) > 0

    def _said(self, text: str) -> Said | None:
        text = text[:LONGEST]
        plain = canonical(without_links(text))[:LONGEST]
        return self._likeness.said(plain, tagged=tagged(text)) if len(plain) > 3 else None
