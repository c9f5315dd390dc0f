"""What people put between characters is taken out for searching, and the way back is kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.text.squeeze import squeeze


@pytest.mark.parametrize("text", ["跳 楼", "跳*楼", "跳😱楼", "跳-_-楼", "跳\u200b \u200b楼", "跳,楼", "跳　楼"])
def test_gaps_close(text: str) -> None:
    squeezed = squeeze(text)
    assert squeezed.text == "跳楼"
    assert squeezed.original(0, 2) == (0, len(text))
    assert squeezed.gapped(0, 2) == ("\u200b" not in text or " " in text)


@pytest.mark.parametrize("text", ["去跳。楼下", "去跳!楼下", "去跳\n楼下", "跳------楼", "a b c"])
def test_sentences_and_wide_gaps_stay(text: str) -> None:
    assert squeeze(text).text == text


@given(st.text(st.characters() | st.sampled_from("跳楼 *。\u200bİ"), max_size=60))
def test_every_character_comes_from_its_place(text: str) -> None:
    squeezed = squeeze(text)
    assert len(squeezed.index) == len(squeezed.text)
    assert len(squeezed.lowered) == len(squeezed.cleaned.text)
    for i, char in enumerate(squeezed.text):
        assert squeezed.lowered[squeezed.index[i]] == char
        start, end = squeezed.original(i, i + 1)
        assert 0 <= start < end <= len(text)
