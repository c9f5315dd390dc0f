"""Which words are people: such a word never becomes a term, a title or a reason (topics, never people).

jieba's dictionary tags 79,000 words as names (``nr``), among them 蓝鲸, 毛巾 and 胡萝卜; most names of ordinary
people it does not know at all. So the tag is only one sign: the surname, the form of address and how well the
other characters serve as a given name (bench/export_given_names.py) decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import jieba

from analysis.text.clean import clean

_FOLDER = Path(__file__).resolve().parents[2] / "data" / "lexicons"
# How clear a name must be, by surname and by whether jieba's dictionary calls it a name or does not know it.
_PLAIN, _ALSO_A_WORD = "plain", "also a word"
_LEAST = {
    (_PLAIN, 3, True): -1.0,
    (_PLAIN, 3, False): -1.0,
    (_PLAIN, 2, True): 1.0,
    (_PLAIN, 2, False): -2.1,
    (_ALSO_A_WORD, 3, True): 1.0,
    (_ALSO_A_WORD, 3, False): 0.5,
    (_ALSO_A_WORD, 2, False): 1.5,
}  # two characters, an ambiguous surname and in the dictionary (石柱, 白雪): never
# An unknown word that ends like this is a place, a shop, a dish or a thing.
_NO_NAME_ENDS = frozenset("县州市镇乡村路街巷店汤汁粉面饼茶鱼厂馆院楼区们的了吗呢吧匠肉菜饭酒氏姓家剧饺糕罐票率表")
_NO_SHORT_NAME_ENDS = _NO_NAME_ENDS | frozenset("江河湖山水桥城刀花树族后上下里外中舅")
# Somebody known by a nickname, as 月亮姐姐.
_NICKNAMES = ("姐姐", "哥哥", "叔叔", "妹妹")
_LISTED_ODDS = 1.5
_UNSEEN = (-2.0, -2.0, -2.0)


class Persons:
    """Tells words that are people. `known` are words that are not: place names, products, watch words.

    Built once; needs jieba's dictionary file, not its segmenter.
    """

    def __init__(self, known: Iterable[str] = ()) -> None:
        self._known = _not_persons() | {clean(word).text for word in known}
        self._tags = _dictionary()

    def person_like(self, word: str) -> bool:
        """Whether `word`, one word as cut by the segmenter, is most likely a person's name or form of address."""
        word = clean(word).text.strip()
        if word.startswith("@"):
            return len(word) > 1
        if word in self._known:
            return False
        if re.fullmatch(r"[\u4e00-\u9fff]+(?:·[\u4e00-\u9fff]+)+", word):
            return True
        if not re.fullmatch(r"[\u4e00-\u9fff]{2,5}", word):
            return False
        tagged = self._tags.get(word)
        if tagged and len(word) > 2 and _listed("transcribed").issuperset(word):
            return True
        return _addressed(word, tagged) or (tagged is not False and _named(word, tagged is True))


def surely_nobody(word: str) -> bool:
    """Whether `word` may stand in a published table: in jieba's dictionary and with no look of a name.

    Strict: 安全 and 高血压 fail as well, because 安 and 高 are surnames.
    """
    if len(word) == 1:
        return True
    surname = word[0] in _surnames()
    return (
        _dictionary().get(word) is False
        and not (surname and (len(word) > 2 or word in _rare()))
        and not _named(word, False)
        and not _addressed(word, None)
    )


def _addressed(word: str, tagged: bool | None) -> bool:
    """王老师, 李某某; and, unless the dictionary knows an ordinary word, 小陈, 老李, 阿芳."""
    for length in (2, 1):
        surname, title = word[:length], word[length:]
        if title in _listed("address") and (surname in _listed("compound") or surname in _surnames()):
            return len(title) > 1 or title == "某" or tagged is not False
        if length == 1 and len(title) > 1 and title in _listed("address") and surname not in _listed("no surname"):
            return word not in _dictionary()  # 渠主任, a rare surname; ordinary words such as 班主任 are in it
    if len(word) == 4 and word.endswith(_NICKNAMES):
        return bool(tagged) or word not in _dictionary()
    if len(word) != 2 or tagged is False:
        return False
    if word[0] == "阿":
        return word[1] in _listed("given")
    return word[0] in "小老" and _surnames().get(word[1]) == _PLAIN


def _named(word: str, tagged: bool) -> bool:
    """Surname and given name; or, unknown to the dictionary, a given name alone."""
    if len(word) in (3, 4) and word[:2] in _listed("compound"):
        return True
    surname = _surnames().get(word[0])
    if surname is not None and len(word) in (2, 3):
        if not tagged and word[-1] in (_NO_NAME_ENDS if len(word) == 3 else _NO_SHORT_NAME_ENDS):
            return False
        least = _LEAST.get((surname, len(word), tagged))
        return least is not None and _clearness(word) >= least
    return len(word) == 2 and not tagged and _listed("given").issuperset(word)


def _clearness(word: str) -> float:
    """Log odds that what follows the surname is a given name."""
    if len(word) == 2:
        return _speaks_for_a_name(word[1], 2)
    return _speaks_for_a_name(word[1], 0) + _speaks_for_a_name(word[2], 1)


def _speaks_for_a_name(char: str, place: int) -> float:
    """jieba's dictionary is of another generation: names of today such as 梓涵 are listed by hand."""
    odds = _given_names().get(char, _UNSEEN)[place]
    return max(odds, _LISTED_ODDS) if char in _listed("given") else odds


@cache
def _dictionary() -> dict[str, bool]:
    """The short words of jieba's dictionary → whether it tags them as names of people."""
    with jieba.get_dict_file() as file:
        entries = re.findall(rb"^(\S{6,15}) \d+ (\S+)$", file.read(), re.MULTILINE)
    return {word.decode(): tag.startswith(b"nr") for word, tag in entries}


@cache
def _rare() -> frozenset[str]:
    """Words of two characters that jieba's dictionary has hardly seen: a name is among the likely readings."""
    with jieba.get_dict_file() as file:
        return frozenset(word.decode() for word in re.findall(rb"^(\S{6}) \d{1,2} ", file.read(), re.MULTILINE))


@cache
def _surnames() -> dict[str, str]:
    """Surname of one character → "plain", or "also a word"."""
    return {char: kind for kind in (_PLAIN, _ALSO_A_WORD) for char in _listed(kind)}


@cache
def _listed(kind: str) -> frozenset[str]:
    """One list of names.txt: words where it has spaces, else characters."""
    values = next(line.split(":")[1].strip() for line in _lines("names.txt") if line.startswith(f"{kind}:"))
    return frozenset(values.split() if " " in values else values)


@cache
def _given_names() -> dict[str, tuple[float, float, float]]:
    """Character → log odds for its place in a name: second of three, third of three, second of two."""
    rows = (line.split("\t") for line in _lines("given_names.tsv"))
    return {char: (float(a), float(b), float(c)) for char, a, b, c in rows}


@cache
def _not_persons() -> frozenset[str]:
    return frozenset(word for line in _lines("not_persons.txt") for word in line.split())


def _lines(name: str) -> list[str]:
    text = (_FOLDER / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
