"""SnowNLP's own model: labels say when nothing can be said, a dead worker is named."""

from __future__ import annotations

import sys

import pytest

from analysis.tone.judge import tones
from analysis.tone.shop_reviews import SHIPPED, Shipped
from analysis.tone.snownlp_engine import SnowNLPEngine
from model.errors import EngineError
from model.records import Label


@pytest.fixture(scope="module")
def shipped() -> Shipped:
    return Shipped()


def test_the_weights_name_their_card(shipped: Shipped) -> None:
    card = SHIPPED.with_name("snownlp-shipped.md").read_text(encoding="utf-8")
    assert shipped.name in card
    assert "MIT" in card


@pytest.mark.parametrize(
    ("words", "label"),
    [
        (["质量", "太差", "非常", "失望", "退货"], Label.NEGATIVE),
        (["服务", "热情", "非常", "满意", "喜欢", "推荐"], Label.POSITIVE),
        (["牙签弩"], Label.UNCLEAR),
    ],
)
def test_a_direction_or_unclear(shipped: Shipped, words: list[str], label: Label) -> None:
    (result,) = tones(shipped, [""], [words])
    assert result.label is label
    assert result.sentiment is not None
    assert result.scores == {shipped.name: result.sentiment}
    assert 0.5 <= result.confidence <= 0.8


def test_balanced_words_are_neutral(shipped: Shipped) -> None:
    flat = [word for word, odds in shipped._bayes.odds.items() if abs(odds) < 0.02 and word >= "一"][:5]
    assert tones(shipped, [""], [flat])[0].label is Label.NEUTRAL


def test_the_library_itself_answers_in_its_own_process() -> None:
    engine = SnowNLPEngine()
    try:
        good = engine.rate("服务很热情,非常满意")
        bad = engine.rate("质量太差,非常失望")
        assert 0 <= bad < 0.5 < good <= 1
        assert engine.rate("") == 0.5
        assert engine.name.startswith("snownlp-")
        assert "snownlp" not in sys.modules
    finally:
        engine.close()


@pytest.mark.parametrize("program", ["pass", "input(); print('half', end='')"])
def test_a_worker_that_dies_is_named(program: str) -> None:
    engine = SnowNLPEngine(["-c", program])
    with pytest.raises(EngineError, match="worker process ended"):
        for _ in range(100):
            engine.rate("停水了")
    engine.close()
