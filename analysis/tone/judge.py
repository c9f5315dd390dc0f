"""What is said about the tone of a post, and when nothing is said.

0 is negative, 1 positive (SnowNLP's convention). Three ways of not taking a side are kept apart: *neutral* (a
notice, a question), *unclear* (the scorers cannot tell) and *unscorable* (no Chinese to read): no figure there.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from model.records import Label

# Of the letters this share must be Chinese characters, and at most this share Japanese kana.
_LEAST_HAN, _MOST_KANA = 0.2, 0.2
_HAN, _KANA = re.compile("[\u3400-\u9fff]"), re.compile("[\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff]")
_ALL_HAN = re.compile("[\u3400-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Tone:
    """`sentiment` is None when there is nothing to read; `confidence` is the chance that the direction is right.

    `scores` holds the figure of each scorer by name, so that a disagreement can be seen.
    """

    sentiment: float | None
    confidence: float
    label: Label
    scores: Mapping[str, float] = field(default_factory=dict)


UNSCORABLE = Tone(None, 0.0, Label.UNSCORABLE)


class Engine(Protocol):
    """Something that judges texts. `name` is recorded with every score."""

    name: str

    def judge(self, texts: Sequence[str], words: Sequence[Sequence[str]]) -> list[Tone]:
        """The tone of each of `texts`, cleaned and cut into `words`; every one of them is `readable`."""

    def close(self) -> None:
        """Give back what the engine holds."""


def tones(engine: Engine, texts: Sequence[str], words: Sequence[Sequence[str]]) -> list[Tone]:
    """The tone of each of the cleaned `texts`; unscorable without enough Chinese in it. Raises `EngineError`."""
    chosen = [i for i, some in enumerate(words) if readable(some)]
    found = [UNSCORABLE] * len(texts)
    if chosen:
        judged = engine.judge([texts[i] for i in chosen], [words[i] for i in chosen])
        for i, tone in zip(chosen, judged, strict=True):
            found[i] = tone
    return found


def readable(words: Sequence[str]) -> bool:
    """Whether `words` hold Chinese: not only digits, Latin, emoji or another script."""
    text = "".join(words)
    if _ALL_HAN.fullmatch(text):
        return True
    letters = sum(map(str.isalpha, text))
    han, kana = len(_HAN.findall(text)), len(_KANA.findall(text))
    return han > 0 and han >= _LEAST_HAN * letters and kana <= _MOST_KANA * letters


def chance(log_odds: float) -> float:
    """Log odds as a chance; never raises."""
    if log_odds >= 0:
        return 1 / (1 + math.exp(-min(log_odds, 700)))
    small = math.exp(max(log_odds, -700))
    return small / (1 + small)
