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

from analysis.text.clean import clean
from analysis.text.lexicon import Kind, Lexicon

_LEXICON = Lexicon()
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
_THING_ENDS = frozenset("殿庙寺祠塔岩洞病症药片丸醋酱锅刀鸡鸭糕瓜果风雨雷电费假款价号")
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
        tagged = _tagged(word)
        if tagged and len(word) > 2 and listed("transcribed").issuperset(word):
            return True
        return _addressed(word, tagged) or (tagged is not False and _named(word, tagged is True))


def surely_nobody(word: str) -> bool:
    """Whether `word` may stand in a published table: in jieba's dictionary and with no look of a name.

    Strict: 安全 and 高血压 fail as well, because 安 and 高 are surnames.
    """
    if len(word) == 1:
        return True
    surname = word[0] in surnames()
    return (
        _tagged(word) is False
        and not (surname and (len(word) > 2 or _rare(word)))
        and not _named(word, False)
        and not _addressed(word, None)
    )


def _addressed(word: str, tagged: bool | None) -> bool:
    """王老师, 李某某; and, unless the dictionary knows an ordinary word, 小陈, 老李, 阿芳."""
    for length in (2, 1):
        surname, title = word[:length], word[length:]
        if title in listed("address") and (surname in listed("compound") or surname in surnames()):
            return len(title) > 1 or title == "某" or tagged is not False
        if length == 1 and len(title) > 1 and title in listed("address") and surname not in listed("no surname"):
            return _tagged(word) is None  # 渠主任, a rare surname; ordinary words such as 班主任 are in it
    if len(word) == 4 and word.endswith(_NICKNAMES):
        return tagged is not False
    if len(word) != 2 or tagged is False:
        return False
    if word[0] == "阿":
        return word[1] in listed("given")
    return word[0] in "小老" and surnames().get(word[1]) == _PLAIN


def _named(word: str, tagged: bool) -> bool:
    """Surname and given name; or, unknown to the dictionary, a given name alone."""
    if len(word) in (3, 4) and word[:2] in listed("compound"):
        return True
    surname = surnames().get(word[0])
    if surname is not None and len(word) in (2, 3):
        if not tagged and word[-1] in (_NO_NAME_ENDS if len(word) == 3 else _NO_SHORT_NAME_ENDS):
            return False
        least = _LEAST.get((surname, len(word), tagged))
        return least is not None and clearness(word) >= least
    return len(word) == 2 and not tagged and listed("given").issuperset(word)


def clearness(word: str) -> float:
    """Log odds that what follows the surname is a given name."""
    if len(word) == 2:
        return _speaks_for_a_name(word[1], 2)
    return _speaks_for_a_name(word[1], 0) + _speaks_for_a_name(word[2], 1)


def _speaks_for_a_name(char: str, place: int) -> float:
    """jieba's dictionary is of another generation: names of today such as 梓涵 are listed by hand."""
    odds = _given_names().get(char, _UNSEEN)[place]
    return max(odds, _LISTED_ODDS) if char in listed("given") else odds


def _tagged(word: str) -> bool | None:
    """Whether jieba's dictionary calls `word` a name; None when it does not know it."""
    kind = _LEXICON.kind(word)
    return None if kind is None else kind is Kind.NAME


def _rare(word: str) -> bool:
    """Whether jieba's dictionary has hardly seen this word: a name is among the likely readings."""
    return _LEXICON.frequency(word) < 100


def ends_as_a_thing(word: str) -> bool:
    """Whether an unknown word ends like a place, a shop, a dish or a thing: 胡公殿."""
    return word[-1] in (_NO_NAME_ENDS | _THING_ENDS if len(word) == 3 else _NO_SHORT_NAME_ENDS)


def nobody(word: str) -> bool:
    """Whether `word` is on the list of words that only look like names."""
    return word in _not_persons()


@cache
def surnames() -> dict[str, str]:
    """Surname of one character → "plain", or "also a word"."""
    return {char: kind for kind in (_PLAIN, _ALSO_A_WORD) for char in listed(kind)}


@cache
def listed(kind: str) -> frozenset[str]:
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
