"""Tone: the exported counts are SnowNLP's model, labels say when nothing can be said, a dead worker is named."""

from __future__ import annotations

import json
import random
import subprocess
import sys

import pytest

from analysis.signs.sentiment import SHIPPED, UNSCORABLE, Weights, tone
from analysis.signs.snownlp_engine import SnowNLPEngine
from model.errors import EngineError
from model.records import Label

# What SnowNLP's own Bayes says about lists of words.
ORACLE = """
import json, sys
from snownlp import sentiment
bayes = sentiment.classifier.classifier
for line in sys.stdin:
    label, chance = bayes.classify(json.loads(line))
    print(json.dumps(chance if label == "pos" else 1 - chance))
"""


@pytest.fixture(scope="module")
def weights() -> Weights:
    return Weights()


def lists_of_words(weights: Weights) -> list[list[str]]:
    chosen = random.Random(7)
    known = sorted(weights._odds)
    lists = [chosen.choices(known, k=chosen.randint(1, 40)) for _ in range(300)]
    lists += [[*words, "牙签弩", "没有见过的词"] for words in lists[:50]]
    return [*lists, [], ["没有见过的词"], ["失望"] * 200, ["满意"] * 200]


def test_the_same_figures_as_snownlp(weights: Weights) -> None:
    lists = lists_of_words(weights)
    asked = "\n".join(json.dumps(words) for words in lists)
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ORACLE], input=asked, capture_output=True, text=True, check=True
    )
    theirs = [json.loads(line) for line in run.stdout.splitlines()]
    ours = [weights.rate("", words) for words in lists]
    assert len(theirs) == len(lists)
    assert max(abs(a - b) for a, b in zip(ours, theirs, strict=True)) < 1e-9


def test_the_weights_name_their_card() -> None:
    card = SHIPPED.with_name("snownlp-shipped.md").read_text(encoding="utf-8")
    assert Weights().name in card
    assert "MIT" in card


@pytest.mark.parametrize(
    ("words", "label"),
    [
        (["质量", "太差", "非常", "失望", "退货"], Label.NEGATIVE),
        (["服务", "热情", "非常", "满意", "喜欢", "推荐"], Label.POSITIVE),
        (["牙签弩"], Label.UNCLEAR),
    ],
)
def test_a_direction_or_unclear(weights: Weights, words: list[str], label: Label) -> None:
    result = tone(weights, "", words)
    assert result.label is label
    assert result.sentiment is not None
    assert result.scores == {weights.name: result.sentiment}
    assert 0.5 <= result.confidence <= 0.8


def test_balanced_words_are_neutral(weights: Weights) -> None:
    flat = [word for word, odds in weights._odds.items() if abs(odds) < 0.02 and word >= "一"][:5]
    assert tone(weights, "", flat).label is Label.NEUTRAL


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["123", "45"],
        ["hello", "world"],
        ["བ", "ད"],
        ["こ", "ん", "に", "ち", "は", "世界"],
        ["привет"],
        ["한국어"],
    ],
)
def test_nothing_to_read_has_no_tone(weights: Weights, words: list[str]) -> None:
    assert tone(weights, "", words) == UNSCORABLE
    assert UNSCORABLE.sentiment is None


def test_the_library_itself_answers_in_its_own_process() -> None:
    engine = SnowNLPEngine()
    try:
        good = engine.rate("服务很热情,非常满意", ["服务"])
        bad = engine.rate("质量太差,非常失望", ["质量"])
        assert 0 <= bad < 0.5 < good <= 1
        assert engine.rate("", []) == 0.5
        assert engine.name.startswith("snownlp-")
        assert "snownlp" not in sys.modules
    finally:
        engine.close()


@pytest.mark.parametrize("program", ["pass", "input(); print('half', end='')"])
def test_a_worker_that_dies_is_named(program: str) -> None:
    engine = SnowNLPEngine(["-c", program])
    with pytest.raises(EngineError, match="worker process ended"):
        for _ in range(100):
            engine.rate("停水了", ["停水"])
    engine.close()
