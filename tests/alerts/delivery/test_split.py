"""Long texts in parts: counted in bytes, nothing lost, links whole."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.delivery.robots.dingtalk import escaped
from alerts.delivery.split import split, utf8

LINK = "https://bbs.town.cn/thread-1234567-1-1.html"


def bare(text: str) -> str:
    return re.sub(r"\n", "", text)


Texts = st.lists(
    st.text('孩子落水abc,。 "\\é👨\u200d👩', max_size=60) | st.sampled_from([LINK, f"见 {LINK} 吧", "", "短"]),
    max_size=12,
).map("\n".join)


@given(Texts, st.integers(60, 300), st.sampled_from([utf8, escaped]))
def test_every_part_fits_and_nothing_is_missing(text: str, limit: int, size: object) -> None:
    counted = utf8 if size is utf8 else escaped
    parts = split(text, limit, counted)
    assert all(counted(part) <= limit for part in parts)
    assert bare("".join(parts)) == bare(text) or not text.strip()
    whole = sum(part.count(LINK) for part in parts)
    assert whole == text.count(LINK), "no link is cut in two"


def test_what_fits_is_one_part() -> None:
    assert split("一句话。\n第二句。", 2048) == ["一句话。\n第二句。"]


def test_a_paragraph_stays_together() -> None:
    first, second = "甲" * 20, "乙" * 20
    assert split(f"{first}\n\n{second}", 100) == [first, second]


def test_lines_before_characters() -> None:
    lines = [f"第{n}行" + "字" * 10 for n in range(8)]
    for part in split("\n".join(lines), 120):
        assert set(part.split("\n")) <= set(lines)


def test_a_sentence_ends_before_a_word_is_cut() -> None:
    text = "水库边有人落水。" * 10
    assert all(part.endswith("。") for part in split(text, 100))


def test_a_heading_does_not_stand_alone() -> None:
    first, *_ = split("题目\n" + "字" * 200, 120)
    assert first.startswith("题目\n字字")


def test_a_link_longer_than_a_part_is_cut_as_nothing_else_helps() -> None:
    link = "https://town.cn/" + "a" * 300
    assert "".join(split(link, 100)) == link


@pytest.mark.parametrize("text", ["e\u0301" * 40, "👨\u200d👩\u200d👧" * 12])
def test_what_looks_like_one_character_is_not_cut(text: str) -> None:
    for part in split(text, 64)[1:]:
        assert part[0] not in "\u0301\u200d"


def test_no_text_fits_into_nothing() -> None:
    with pytest.raises(ValueError, match="so few bytes"):
        split("a", 3)
