"""Rumour cues: facts about the wording, each with a name in both languages."""

from __future__ import annotations

import pytest

from analysis.signs.cues import KEYS, cues
from analysis.signs.places import Places
from bench.cues import LIST, labelled
from model.catalogue import names

PLACES = Places("永康")


@pytest.mark.parametrize(("expected", "text"), labelled(LIST), ids=[text for _, text in labelled(LIST)])
def test_the_cues_that_a_reader_finds(expected: set[str], text: str) -> None:
    assert set(cues(text, PLACES.find(text))) == expected


@pytest.mark.parametrize(
    "text",
    [
        "城东超市卖假盐,真的假的?求证",
        "抢孩子的事是假的吧?有没有人求证一下",
        "是不是谣言啊",
        "求官方辟谣",
        "不知道是不是假的",
        "在路边买到假的充电宝",
    ],
)
def test_who_asks_denies_nothing(text: str) -> None:
    assert "denial" not in cues(text)


def test_a_question_does_not_undo_a_denial_beside_it() -> None:
    assert {"asks", "denial"} <= set(cues("抢孩子是真的吗?警方说了,这是谣言,不要传谣。"))


def test_a_place_of_the_gazetteer_is_a_place() -> None:
    assert "no_place" in cues("听说芝英那边出事了")
    assert "no_place" not in cues("听说芝英那边出事了", ["芝英镇"])


def test_empty_and_spaced() -> None:
    assert cues("") == ()
    assert "spread_call" in cues("求 扩 散")


def test_every_cue_has_a_name_and_every_name_a_cue() -> None:
    assert {f"signs.cue.{key}" for key in KEYS} == {name for name in names() if name.startswith("signs.cue.")}


def test_a_long_text_is_read_at_its_beginning() -> None:
    assert cues("求扩散" + "好" * 1_000_000) == ("spread_call", "no_source", "no_time", "no_place")
