"""Rumour cues: facts about the wording, each with a name in both languages."""

from __future__ import annotations

import pytest

from analysis.signs.cues import KEYS, cues
from model.catalogue import names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("听说二小门口有人抢孩子,求扩散", {"hearsay", "spread_call", "no_source"}),
        ("网传明天停水,教育局发布通知:消息不实", {"hearsay", "denial", "names_source"}),
        ("紧急!!!大家赶紧看", {"urgent"}),
        ("专家说这种萝卜吃了会中毒", {"anonymous_expert", "no_source"}),
        ("马上被删,快截图", {"deletion_threat", "picture_or_chat"}),
        ("是中国人就转", {"pressure"}),
        ("水库里溺亡了三个人", {"casualties", "no_source"}),
        ("三个孩子住院了", {"casualties", "no_source"}),
        ("停水是真的吗?有人知道怎么回事", {"asks"}),
        ("求 扩 散", {"spread_call", "no_source"}),
        ("转发:详情见 https://news.example.org/1", {"spread_call", "names_source"}),
        ("今天食堂的菜不错", set()),
        ("", set()),
    ],
)
def test_what_the_wording_shows(text: str, expected: set[str]) -> None:
    assert set(cues(text)) == expected


def test_every_cue_has_a_name_and_every_name_a_cue() -> None:
    assert {f"signs.cue.{key}" for key in KEYS} == {name for name in names() if name.startswith("signs.cue.")}


def test_a_long_text_is_read_at_its_beginning() -> None:
    assert cues("求扩散" + "好" * 1_000_000) == ("spread_call", "no_source")
