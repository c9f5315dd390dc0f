"""Many texts at once are weighed as the Bayes weighs one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.tone.bayes import Bayes
from analysis.tone.features import marked
from analysis.tone.marked import MarkedBayes
from analysis.tone.numbers import numbered
from analysis.tone.posts import BAYES

COUNTS = Bayes(BAYES)
WEIGHED = MarkedBayes(COUNTS)
VOCABULARY = sorted({word for item in COUNTS.odds for word in item.removeprefix("NOT_").split("_")})
WORDS = ["不", "没有", "喜欢", "这里", "的", "好", "烦", "死", "了", "停水", "a", "牙签弩", "开心", ""]


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from(WORDS) | st.sampled_from(VOCABULARY), max_size=12), max_size=6))
def test_the_same_sums(texts: list[list[str]]) -> None:
    weighed = WEIGHED.weigh(numbered(texts))
    assert weighed.shape == (len(texts), 2)
    for words, (odds, number) in zip(texts, weighed.tolist(), strict=True):
        expected, counted = COUNTS.weigh(marked(words))
        assert number == counted
        assert odds == pytest.approx(expected, abs=1e-9)


def test_pairs_and_negations_are_among_them() -> None:
    pair = next(item for item in COUNTS.odds if "_" in item and not item.startswith("NOT_")).split("_")
    turned = next(item for item in COUNTS.odds if item.startswith("NOT_")).removeprefix("NOT_")
    numbers = WEIGHED.weigh(numbered([pair, ["不", turned]]))[:, 1]
    assert numbers[0] >= 1 and numbers[1] >= 1
