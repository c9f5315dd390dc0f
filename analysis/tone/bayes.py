"""SnowNLP's naive Bayes, evaluated from exported counts: the figure of its ``Bayes.classify`` on the same words.

``log P(positive) − log P(negative)`` is a sum over words, so the counts are the whole model; a test holds the two
together within 1e-9. Importing SnowNLP itself would take seconds and 420 MB.
"""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path

from analysis.tone.judge import chance

WEIGHTS = Path(__file__).resolve().parents[2] / "data" / "weights"


class Bayes:
    """One exported model: log odds before any word, and by word. Raises OSError or ValueError for a bad file."""

    def __init__(self, path: Path) -> None:
        exported = json.loads(gzip.decompress(path.read_bytes()))
        self.name = str(exported["name"])
        positive, negative = (math.log(total) for total in exported["totals"])
        none = [math.log(count) for count in exported["unseen"]]
        self.prior = positive - negative
        self._unseen = (none[0] - positive) - (none[1] - negative)
        self.odds: Mapping[str, float] = {
            word: (math.log(pos) - positive) - (math.log(neg) - negative)
            for word, (pos, neg) in exported["words"].items()
        }

    def log_odds(self, words: Sequence[str]) -> float:
        """Natural log of the odds that a text of `words` is positive."""
        return self.prior + math.fsum([self.odds.get(word, self._unseen) for word in words])

    def rate(self, words: Sequence[str]) -> float:
        """The chance that a text of `words` is positive, as ``Bayes.classify`` gives it."""
        return chance(self.log_odds(words))

    def weigh(self, words: Sequence[str]) -> tuple[float, int]:
        """As `log_odds` of those of `words` that the model has counted, and how many those are."""
        found = [odds for word in words if (odds := self.odds.get(word)) is not None]
        return self.prior + math.fsum(found), len(found)

    @property
    def vocabulary(self) -> frozenset[str]:
        """Every word that was counted."""
        return frozenset(self.odds)
