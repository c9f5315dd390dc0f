"""rjieba, jieba's dictionary and model in Rust: the same words, many times faster, without jieba's memory.

Optional: ``pip install 'huisheng[fast]'``. It is believed only when it cuts the sentences of
data/lexicons/segmented.txt as jieba does, and keeps every word of ours whole; otherwise jieba is used.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Protocol

_SENTENCES = Path(__file__).resolve().parents[2] / "data" / "lexicons" / "segmented.txt"
# Where Latin letters and digits are tied together, jieba cuts and rjieba (0.2.2) does not: 03-02, v2.0a, p.s
_TIED, _APART = re.compile(r"[A-Za-z0-9]+[-._][A-Za-z0-9._%\-]*"), re.compile(r"[A-Za-z0-9]+(?:\.\d+)?%?")
_log = logging.getLogger(__name__)


class Cutter(Protocol):
    """What cuts text into words."""

    def cut(self, text: str) -> list[str]:
        """All of `text`, word by word; what lies between words too, but for marks inside Latin runs."""

    def spans(self, text: str) -> list[tuple[str, int, int]]:
        """The words of a short `text` with start and end."""

    def frequency(self, word: str) -> int:
        """How often the dictionary has seen `word`; 0 when it does not know it."""


class Rjieba:
    """rjieba behind `Cutter`."""

    def __init__(self, module: ModuleType) -> None:
        self._rjieba = module.Jieba()

    def keep_whole(self, word: str) -> None:
        """From now on `word` is one word."""
        self._rjieba.add_word(word, self._frequent_enough(word), None)

    def cut(self, text: str) -> list[str]:
        """As `Cutter.cut`."""
        cut: list[str] = self._rjieba.cut(_TIED.sub(_apart, text))
        return cut

    def spans(self, text: str) -> list[tuple[str, int, int]]:
        """As `Cutter.spans`."""
        return list(self._rjieba.tokenize(text))

    def frequency(self, word: str) -> int:
        """As `Cutter.frequency`; rjieba does not say it, but how often a word must be seen to be kept whole."""
        return self._frequent_enough(word) if self._rjieba.has_word(word) else 0

    def _frequent_enough(self, word: str) -> int:
        return int(self._rjieba.suggest_freq(word)) + 1  # jieba's figure; rjieba rounds down where jieba does not


def _apart(tied: re.Match[str]) -> str:
    return " ".join(_APART.findall(tied[0]))


def rjieba(extra_words: Iterable[str], name: str = "rjieba") -> Rjieba | None:
    """rjieba, when it is installed and to be believed; why not is logged. `name`: the module's."""
    try:
        cutter = Rjieba(import_module(name))
        fault = _difference(cutter) or _broken_word(cutter, extra_words)
    except ImportError:
        _log.info("rjieba is not installed: words are cut by jieba, which takes longer")
        return None
    except (AttributeError, TypeError, ValueError) as error:  # another release with another interface
        fault = f"{type(error).__name__}: {error}"
    if fault:
        _log.warning("rjieba is not used, words are cut by jieba: %s", fault)
        return None
    _log.info("words are cut by rjieba")
    return cutter


def sentences() -> list[list[str]]:
    """Invented sentences in the words that jieba cuts them into."""
    lines = _SENTENCES.read_text(encoding="utf-8").splitlines()
    return [line.split("/") for line in lines if line and not line.startswith("#")]


def _difference(cutter: Rjieba) -> str:
    """Where it cuts otherwise than jieba; empty when nowhere."""
    for expected in sentences():
        found = cutter.cut("".join(expected))
        if found != expected:
            return f"{'/'.join(found)} instead of {'/'.join(expected)}"
    return ""


def _broken_word(cutter: Rjieba, words: Iterable[str]) -> str:
    """Teaches it `words`; which of them it does not keep whole, empty when none."""
    kept = list(words)
    for word in kept:
        cutter.keep_whole(word)
    return next((f"{word} is not kept whole" for word in kept if cutter.cut(word) != [word]), "")
