"""The quick segmenter is used only where it says what jieba says."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from analysis.text.fast import rjieba, sentences
from analysis.text.segment import Segmenter


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Segmenter:
    return Segmenter(tmp_path_factory.mktemp("fast") / "words", fast=False)


def stand_in(monkeypatch: pytest.MonkeyPatch, cut: Callable[[str], list[str]]) -> str:
    """A module in rjieba's place."""

    class Jieba:
        def __init__(self) -> None:
            self.words: list[str] = []

        def cut(self, text: str) -> list[str]:
            return [text] if text in self.words else cut(text)

        def add_word(self, word: str, freq: int, tag: None) -> None:
            self.words.append(word)

        def suggest_freq(self, word: str) -> int:
            return 1

    module = ModuleType("stand_in_for_rjieba")
    module.Jieba = Jieba  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    return module.__name__


def as_jieba(text: str) -> list[str]:
    return next((words for words in sentences() if "".join(words) == text), list(text))


def test_the_sentences_are_in_jiebas_words(own: Segmenter) -> None:
    for words in sentences():
        assert [word for word, _, _ in own.spans("".join(words))] == words


def test_one_that_says_the_same_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    cutter = rjieba(["牙签弩"], stand_in(monkeypatch, as_jieba))
    assert cutter is not None
    assert cutter.cut("牙签弩") == ["牙签弩"]


@pytest.mark.parametrize(
    ("cut", "said"),
    [
        (list, "instead of"),
        (lambda text: as_jieba(text)[::-1], "instead of"),
        (lambda text: text.nothing(), "AttributeError"),
    ],
    ids=["characters", "order", "interface"],
)
def test_one_that_differs_is_not(
    cut: Callable[[str], list[str]], said: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        assert rjieba([], stand_in(monkeypatch, cut)) is None
    assert said in caplog.text and "jieba" in caplog.text


def test_one_that_tears_a_word_of_ours_is_not(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    name = stand_in(monkeypatch, as_jieba)
    monkeypatch.setattr(sys.modules[name].Jieba, "add_word", lambda *given: None)
    assert rjieba(["牙签弩"], name) is None
    assert "牙签弩" in caplog.text


def test_without_it_the_log_says_so(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        assert rjieba([], "no_such_module_anywhere") is None
    assert "not installed" in caplog.text


def test_jieba_keeps_nothing_in_the_folder_of_everybody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    everybody = tmp_path / "tmp"
    everybody.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(everybody))
    planted = everybody / "jieba.cache"
    planted.write_bytes(b"not to be believed")
    words = Segmenter(tmp_path / "ours", fast=False).words("水库溺水")
    assert words == ["水库", "溺水"]
    assert list(everybody.iterdir()) == [planted] and planted.read_bytes() == b"not to be believed"
    assert (tmp_path / "ours" / "jieba.cache").exists()


def test_the_real_one(tmp_path: Path) -> None:
    pytest.importorskip("rjieba")
    words = ["牙签弩", "古山镇"]
    quick, slow = Segmenter(None, words), Segmenter(tmp_path / "words", words, fast=False)
    for text in ("03-02批示,v2.0a版p.s好", "古山镇在卖牙签弩", "水\n库", "😱!!", "", *map("".join, sentences())):
        assert quick.words(text) == slow.words(text)
