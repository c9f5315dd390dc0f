"""Words: the dictionary is private, watch words stay whole, noise is no word."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.text.segment import Segmenter
from model.errors import UsageError


@pytest.fixture(scope="module")
def segmenter(tmp_path_factory: pytest.TempPathFactory) -> Segmenter:
    return Segmenter(tmp_path_factory.mktemp("words") / "private", ["牙签弩", "萝卜刀"])


def test_the_dictionary_folder_is_ours_alone(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    folder.mkdir(mode=0o755)
    Segmenter(folder, fast=False)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert (folder / "jieba.cache").exists()


def test_a_folder_that_is_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "cache").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UsageError, match="cache"):
        Segmenter(tmp_path / "cache")


def test_watch_words_stay_whole(segmenter: Segmenter) -> None:
    assert segmenter.words("校门口的小店在卖牙签弩和萝卜刀") == [
        "校门口",
        "的",
        "小店",
        "在",
        "卖",
        "牙签弩",
        "和",
        "萝卜刀",
    ]


def test_hidden_characters_and_traditional_ones_do_not_matter(segmenter: Segmenter) -> None:
    assert segmenter.words("校門口賣牙\u200b簽弩") == segmenter.words("校门口卖牙签弩")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("看这里 https://t.example.org/a?b=1&c=d,停水", ["看", "这里", "停水"]),
        ("@小镇居民 停水", ["停水"]),
        ("@someone_1停水", ["停水"]),
        ("@所有人明天停水。", ["所有人", "明天", "停水"]),
        ("U盘 4S店", ["u盘", "4s店"]),
        ("Zm9vYmFyYmF6cXV4Zm9vYmFy 停水", ["停水"]),
        ("😂!!…—— ,", []),
        ("", []),
    ],
)
def test_noise_is_no_word(segmenter: Segmenter, text: str, words: list[str]) -> None:
    assert segmenter.words(text) == words


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(), max_size=80))
def test_any_text_gives_words(segmenter: Segmenter, text: str) -> None:
    for word in segmenter.words(text):
        assert word
        word.encode()


def test_a_very_long_text_without_punctuation_is_cut_in_pieces(segmenter: Segmenter) -> None:
    words = segmenter.words("水库溺水" * 250_000)
    assert words[:2] == ["水库", "溺水"]
    assert len(words) <= 60_000
