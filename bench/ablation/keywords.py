"""Counting a fixed list of words: what a town would do with a search box. The list is data/lexicons/hazards.txt."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bench.ablation.counts import Counts

_LIST = Path(__file__).resolve().parents[2] / "data" / "lexicons" / "hazards.txt"


class Keywords:
    """`fewest`: threads in 24 hours that say a word of the list."""

    def __init__(self, fewest: int) -> None:
        self._fewest = fewest
        lines = _LIST.read_text(encoding="utf-8").splitlines()
        self._words = {word for line in lines if not line.startswith("#") for word in line.split()}

    def __call__(self, at: int, words: Sequence[str], counts: Counts) -> dict[str, float]:
        counted = {word: len(counts.threads(word)) for word in words if word in self._words}
        return {word: float(count) for word, count in counted.items() if count >= self._fewest}
