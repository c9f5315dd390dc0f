"""Chinese words, by jieba, or by rjieba where it is installed and says the same (analysis/text/fast.py).

The only file that touches jieba's untyped interface.
"""

from __future__ import annotations

import logging
import os
import re
import stat
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import jieba

from analysis.text.alphabet import BREAK
from analysis.text.clean import clean
from analysis.text.fast import Cutter, rjieba
from model.errors import UsageError

# Addresses, handles and codes are not words; cut out first, they also make other segmenters agree with jieba.
# One class of first characters for all of them: the search for it runs at the speed of C.
_NOISE = re.compile(
    r"[A-Za-z0-9_%.\-@〔](?:"
    r"(?<=h)ttps?://[\x21-\x7e]+|(?<=w)ww\.[\x21-\x7e]+"
    r"|(?<=@)[A-Za-z0-9_\-]{2,30}"
    r"|(?<=@)[\w\-·]{1,20}(?=[\s:\x00]|$)"  # without a space after it, nobody knows where a Chinese handle ends
    r"|(?<=[A-Za-z0-9_%.\-])[A-Za-z0-9_%.\-]{20,}"
    r"|(?<=〔)[^〔〕\x00]{1,6}〕"  # what redaction put there; nobody wrote it
    r")"
)
# jieba's model for unknown words copies its path at every character: quadratic in an unpunctuated run.
_PIECE = 200
CACHE = "jieba.cache"
# Longer texts are cut off here: 1 MB would take seconds and no post is that long.
MOST_CHARACTERS = 100_000


# Words whose form is remembered; more would be numbers and names.
_MOST_KNOWN = 60_000


class Segmenter:
    """Cuts text into words with a dictionary of its own.

    `cache_dir` becomes a private folder (mode 0700): jieba believes any ``jieba.cache`` it finds, and the usual
    place, the temporary folder, is open to everybody. With None, or where nothing can be written, the dictionary
    is read anew (0.6 s). `extra_words` are kept whole. `fast`: by rjieba if it can be had. One thread at a time.
    Raises `UsageError` when the folder is not ours alone.
    """

    def __init__(self, cache_dir: Path | None, extra_words: Iterable[str] = (), *, fast: bool = True) -> None:
        folder = _private(cache_dir) if cache_dir is not None else None
        words = [word for word in sorted({clean(word).text.strip() for word in extra_words}) if _may_be_kept(word)]
        quick = rjieba(words) if fast else None
        self._cutter: Cutter = _Jieba(folder, words) if quick is None else quick
        self._known = _Known()

    def words(self, text: str) -> list[str]:
        """The words of `text` (cleaned here if it is not yet) in order, in lower case, without punctuation."""
        return self.words_of([clean(text[:MOST_CHARACTERS]).text])[0]

    def words_of(self, texts: Sequence[str]) -> list[list[str]]:
        """As `words`, for each of `texts`, which are cleaned."""
        plain = _NOISE.sub("\n", BREAK.join([text[:MOST_CHARACTERS] for text in texts]) + BREAK)
        if max(map(len, texts), default=0) > _PIECE:
            plain = BREAK.join([text if len(text) <= _PIECE else _in_pieces(text) for text in plain.split(BREAK)])
        if len(self._known) > _MOST_KNOWN:
            self._known.clear()
        words = list(map(self._known.__getitem__, self._cutter.cut(plain)))
        found, start = [], 0
        for _ in texts:
            end = words.index(BREAK, start)
            found.append(list(filter(None, words[start:end])))
            start = end + 1
        return found

    def spans(self, text: str) -> list[tuple[str, int, int]]:
        """The words of a short, cleaned `text` with their start and end, punctuation included."""
        return self._cutter.spans(text)

    def frequency(self, word: str) -> int:
        """How often the dictionary has seen `word`; 0 when it does not know it."""
        return self._cutter.frequency(word)


class _Jieba:
    """jieba behind `Cutter`, with `extra_words` kept whole."""

    def __init__(self, folder: Path | None, extra_words: Iterable[str]) -> None:
        jieba.setLogLevel(logging.CRITICAL)  # it logs a traceback when its cache cannot be kept
        self._jieba = jieba.Tokenizer()
        self._load(folder)
        for word in extra_words:
            self._jieba.add_word(word)

    def _load(self, folder: Path | None) -> None:
        if folder is None:
            self._jieba.FREQ, self._jieba.total = self._jieba.gen_pfdict(self._jieba.get_dict_file())
            self._jieba.initialized = True
            return
        before = drafts(folder)
        self._jieba.tmp_dir = str(folder)
        self._jieba.initialize()
        if not (folder / CACHE).exists():  # the disk is full: what jieba could not finish must not fill it further
            for draft in drafts(folder) - before:
                draft.unlink(missing_ok=True)

    def cut(self, text: str) -> list[str]:
        return list(self._jieba.cut(text))

    def spans(self, text: str) -> list[tuple[str, int, int]]:
        return list(self._jieba.tokenize(text))

    def frequency(self, word: str) -> int:
        return int(self._jieba.FREQ.get(word) or 0)


class _Known(dict[str, str]):
    """Word as cut → as it is told: in lower case; empty for what is none."""

    def __missing__(self, word: str) -> str:
        form = word if word == BREAK else word.lower() if _is_word(word) else ""
        self[word] = form
        return form


def _may_be_kept(word: str) -> bool:
    return len(word) > 1 and word.isalnum()


def _is_word(token: str) -> bool:
    return any(char.isalnum() for char in token)


def _in_pieces(text: str) -> str:
    return "\n".join(_pieces(text))


def _pieces(text: str) -> Iterator[str]:
    """`text` in lines, and long lines in pieces of bounded length, cut after punctuation where there is some."""
    for line in text.split("\n"):
        for sentence in re.split(r"(?<=[。!?;])", line):
            for start in range(0, len(sentence), _PIECE):
                yield sentence[start : start + _PIECE]


def dictionary() -> Path:
    """The file of words that jieba comes with."""
    return Path(jieba.__file__).with_name("dict.txt")


def drafts(folder: Path) -> set[Path]:
    """Caches that jieba began in `folder` and did not finish."""
    return set(folder.glob("tmp????????"))


def _private(folder: Path) -> Path | None:
    """`folder`, created if needed, ours alone; None where it can neither be made nor written."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        state = folder.lstat()
        if not stat.S_ISDIR(state.st_mode) or state.st_uid != os.getuid():
            raise UsageError(f"{folder}: the folder for the word list must be a plain folder of our own")
        if stat.S_IMODE(state.st_mode) != 0o700:
            folder.chmod(0o700)
    except FileExistsError:
        raise UsageError(f"{folder}: the folder for the word list must be a plain folder of our own") from None
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None
