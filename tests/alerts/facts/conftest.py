"""Words cut by jieba, and facts about an invented town."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from alerts.facts.match import Matcher
from analysis.text.segment import Segmenter
from model.facts import Fact, FactVerdict


@pytest.fixture(scope="session")
def segmenter(tmp_path_factory: pytest.TempPathFactory) -> Segmenter:
    return Segmenter(tmp_path_factory.mktemp("jieba") / "words")


@pytest.fixture(scope="session")
def make_matcher(segmenter: Segmenter) -> Callable[..., Matcher]:
    return lambda facts: Matcher(facts, segmenter.words, segmenter.frequency)


def _fact(key: str, claim: str, **more: Any) -> Fact:
    values: dict[str, Any] = {"verdict": FactVerdict.FALSE, "answer": "查过了，不是这样。", "terms": ()}
    return Fact(key=key, claim=claim, **{**values, **more})


@pytest.fixture(scope="session")
def make_fact() -> Callable[..., Fact]:
    return _fact
