"""Cleaning: what goes, what changes, and that every cleaned character knows where it came from."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.text.clean import clean

ANY_TEXT = st.text(st.characters(), max_size=60)
TROUBLE = st.text(
    st.sampled_from("学校\u200b\u202e\ufeff\x00\ud800１Ａ！e\u0301\ufe0f👨\u200d👩㎏ﬁ後\r\n\t ཀི"), max_size=40
)


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("跳\u200b楼", "跳楼"),
        ("跳\u2060\ufeff楼\u00ad", "跳楼"),
        ("\u202e跳楼\u202c", "跳楼"),
        ("ＡＢＣ１２３！", "ABC123!"),
        ("學校後門賣藥", "学校后门卖药"),
        ("乾隆", "乾隆"),
        ("a\x00b\ud800c\x07", "abc"),
        ("一\r\n二\u2028三", "一\n\n二\n三"),
        ("cafe\u0301", "café"),
        ("", ""),
    ],
)
def test_what_becomes_of_it(given_text: str, expected: str) -> None:
    assert clean(given_text).text == expected


def test_a_span_leads_back_to_the_original() -> None:
    cleaned = clean("看!跳\u200b\u200b楼\u200b了")
    start = cleaned.text.index("跳楼")
    assert cleaned.original(start, start + 2) == (2, 6)
    assert cleaned.original(0, 0) == (0, 0)
    assert clean("").original(0, 0) == (0, 0)


@given(ANY_TEXT | TROUBLE)
def test_every_character_comes_from_its_place(text: str) -> None:
    cleaned = clean(text)
    assert len(cleaned.offsets) == len(cleaned.ends) == len(cleaned.text)
    for i, char in enumerate(cleaned.text):
        start, end = cleaned.original(i, i + 1)
        assert 0 <= start < end <= len(text)
        assert char in clean(text[start:end]).text
    assert list(cleaned.offsets) == sorted(cleaned.offsets)


@given(ANY_TEXT | TROUBLE)
def test_nothing_invisible_is_left_and_it_is_valid_utf8(text: str) -> None:
    cleaned = clean(text).text
    cleaned.encode()
    assert not [c for c in cleaned if c not in "\n\t" and unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co"}]


@given(ANY_TEXT | TROUBLE)
def test_offsets_are_the_same_for_text_put_together(text: str) -> None:
    joined = clean(text + "\n" + text)
    once = clean(text)
    assert joined.text == once.text + "\n" + once.text
    assert joined.original(len(once.text) + 1, len(joined.text))[1] <= 2 * len(text) + 1


def test_a_heap_of_marks_is_cut_down() -> None:
    assert len(clean("a" + "\u0316\u0301" * 50_000).text) < 10
