"""Many texts at once are cleaned and squeezed exactly as one text alone."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis.text.alphabet import clean_all, squeeze_all
from analysis.text.clean import clean
from analysis.text.squeeze import squeeze

# What is awkward: invisible, combining, several characters long, small in two ways, a symbol among Han characters.
ODD = (
    "\x00\n\r\u200b\ufe0f\u0301\u3099\u202e\ud800İΣςẞßﷺﬃ…㌀㎏か가각學，！Ａ①😱🏳"
    "\U000e0067\U00020000\u4dc0_* 。跳楼aB1"
)
TEXT = st.text(st.characters() | st.sampled_from(ODD), max_size=30)


@settings(max_examples=300, deadline=None)
@given(st.lists(TEXT, max_size=6))
@example(["", "\u0301", "\u0301跳", "跳\u0301", ""])
def test_any_texts(texts: list[str]) -> None:
    cleaned = clean_all(texts)
    assert cleaned == [clean(text).text for text in texts]
    assert squeeze_all(cleaned) == [squeeze(text).text for text in cleaned]


@pytest.mark.parametrize(
    ("text", "squeezed"),
    [
        ("跳 楼", "跳楼"),
        ("跳*_😱 楼", "跳楼"),
        ("跳*****楼", "跳*****楼"),
        ("*跳楼*", "*跳楼*"),
        ("去跳。楼下", "去跳。楼下"),
        ("跳\n楼", "跳\n楼"),
        ("Wi-Fi 好", "wi-fi好"),
        ("ΑΣ", "ας"),
    ],
)
def test_gaps_are_closed_beside_other_texts(text: str, squeezed: str) -> None:
    assert squeeze_all(["楼", text, "楼"]) == ["楼", squeezed, "楼"]
