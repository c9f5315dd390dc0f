"""Which strings in some posts about one thing are people, also those that no segmenter cuts as a word.

`Persons` judges single words. Here several posts speak together: what one calls 网红小鱼儿 is 小鱼儿 in all of
them; three characters that begin with a surname, sound like a name, and are always written together with ever
other words around them are a name, whatever jieba made of them (仝, 昕, 妤).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from functools import lru_cache

from analysis.signs import persons as rules
from analysis.signs.company import GRAMMAR, Said, free, places, whole
from analysis.signs.marked_names import names_marked
from analysis.signs.persons import Persons
from analysis.text.clean import clean
from analysis.text.lexicon import Kind, Lexicon

_HAN = r"[\u3400-\u4dbf\u4e00-\u9fff]"
_WORK = re.compile(r"《([^《》]{1,20})》")
_FOREIGN = 3  # characters at least: 托马 may be the end of 摩托马达
_FEW = 2
_LONGEST_ALIAS = 6
# How clear a name must be that only repetition speaks for, by surname and number of characters.
_LEAST = {("plain", 3): -0.8, ("also a word", 3): 0.3, ("plain", 2): -0.6, ("also a word", 2): 1.4}
_ADDRESSED = -2.5
"""Before 老师 or 校长, and behind 名叫, nearly anything behind a surname is a given name."""
_DESPITE_A_WORD = 1.5
_SURE = 2.0
_CALLED_SHORT = -0.5


class People:
    """Finds people in posts. `known` are words that are nobody: places, products, watch words."""

    def __init__(self, known: Iterable[str] = ()) -> None:
        self._known = frozenset(clean(word).text for word in known)
        self._persons = Persons(self._known)
        self.lexicon = Lexicon([*self._known, *rules.listed("called")])
        self._told = lru_cache(maxsize=20_000)(self._read)
        self._alone = lru_cache(maxsize=100_000)(self._persons.person_like)

    def person_like(self, word: str) -> bool:
        """Whether one word is most likely a person (see `Persons`)."""
        return self._alone(word)

    def named(self, texts: Sequence[str], marked: Iterable[str] = ()) -> frozenset[str]:
        """The strings that name people in `texts`, posts about one thing.

        `marked`: strings that were found to be names by other means (`names_marked`, `person_like`).
        """
        said = [self._told(text) for text in dict.fromkeys(texts)]
        works = {title for post in said for title in _WORK.findall(post.text)}
        found = {name for name in marked if len(name) > 1}
        for post in said:
            found.update(names_marked(post.text))
            found.update(self._words(post))
            found.update(self._addressed(post))
            found.update(self._clear(post))
            found.update(self._foreign(post))
        found.update(self._called(said))
        found.update(self._repeated(said))
        found.update(self._nicknames(said))
        found = {
            name for name in found if name not in works and not self._nobody(name) and not self._thing(name, said)
        }
        return frozenset(found | set(_given(found, said)))

    def _read(self, text: str) -> Said:
        plain = clean(text).text.lower()
        words = tuple(self.lexicon.cut(plain))
        starts, at = [], 0
        for word in words:
            starts.append(at)
            at += len(word)
        return Said(plain, words, tuple(starts), frozenset((*starts, at)))

    def _words(self, post: Said) -> Iterator[str]:
        return (word for word in post.words if len(word) > 1 and self._alone(word))

    def _addressed(self, post: Said) -> Iterator[str]:
        """王校长, 陈丽娟老师, 小徐医生: a surname, perhaps with a given name, directly before a form of address."""
        for i, word in enumerate(post.words):
            if word.removeprefix("副") in rules.listed("address") and i:
                end = post.starts[i] - (post.words[i - 1] == "副")
                for start in range(max(0, end - 4), end):
                    name = post.text[start:end]
                    if start in post.edges and self._surnamed(name, _ADDRESSED, single=len(word) > 1):
                        yield post.text[start : post.starts[i] + len(word)]
                        if len(name) > 1:
                            yield name
                        break

    def _clear(self, post: Said) -> Iterator[str]:
        """记者马秀佳, 校长王强; and three characters that begin, end and sound like nothing but a name."""
        roles = tuple(word for word in rules.listed("address") if len(word) > 1)
        for start in post.starts:
            called = post.text[:start].endswith(roles)
            for length in (3, 2):
                name = post.text[start : start + length]
                least = _ADDRESSED if called and length == 3 else _CALLED_SHORT if called else _SURE
                if len(name) < length or (length == 2 and not called) or start + length not in post.edges:
                    continue
                if self._surnamed(name, least, single=False) and self._nothing_else(name, post, start):
                    yield name
                    break

    def _nothing_else(self, name: str, post: Said, start: int) -> bool:
        """Whether no ordinary word is made of the given name: 张明天 may be 明天 said by Zhang."""
        return all(
            len(word) == 1 or self.lexicon.kind(word) is Kind.NAME or not self._ordinary(word)
            for word, at in zip(post.words, post.starts, strict=True)
            if start <= at < start + len(name)
        )

    def _surnamed(self, name: str, least: float, *, single: bool) -> bool:
        """Whether `name` is a surname with a given name at least so clear; a surname alone if `single`."""
        if not GRAMMAR.isdisjoint(name[1:]) or not re.fullmatch(f"{_HAN}+", name):
            return False
        if len(name) == 1:
            return single and name in rules.surnames() and name not in rules.listed("no surname")
        if name[:2] in rules.listed("compound"):
            return len(name) < 5
        if name[0] in "阿小老" and len(name) == 2:
            called = rules.listed("given") if name[0] == "阿" else rules.surnames()
            return name[1] in called and self.lexicon.kind(name) in {None, Kind.NAME}
        if name[0] not in rules.surnames() or len(name) > 3 or rules.ends_as_a_thing(name):
            return False
        if self.lexicon.kind(name) not in {None, Kind.NAME}:
            return False
        if len(name) == 3 and self._ordinary(name[:2]):  # 黄金贵, not 高温假
            return name[2] in rules.listed("given") or rules.clearness(name) >= _DESPITE_A_WORD
        return rules.clearness(name) >= least

    def _ordinary(self, word: str) -> bool:
        """Whether `word` is a word people use, and no name: 高温 in 高温假, 方便 in 方便面."""
        return self.lexicon.kind(word) not in {None, Kind.NAME} and self.lexicon.frequency(word) > 20

    def _foreign(self, post: Said) -> Iterator[str]:
        """克里斯蒂娜: a run of the characters foreign names are written with, that is no known word."""
        medicine = tuple(rules.listed("medicine"))
        for run in re.findall(f"[{''.join(sorted(rules.listed('transcribed')))}]{{{_FOREIGN},8}}", post.text):
            start = post.text.index(run)
            ordinary = any(
                start <= at < start + len(run)
                and len(word) > 1
                and self.lexicon.kind(word) in {Kind.THING, Kind.OTHER}
                for word, at in zip(post.words, post.starts, strict=True)
            )
            beginnings = [post.text[start : start + length] for length in range(2, len(run) + 3)]
            if any(self._nobody(part) or part.endswith(medicine) for part in beginnings):
                continue
            if not ordinary and start in post.edges:
                yield run

    def _thing(self, name: str, said: Sequence[Said]) -> bool:
        """Whether mostly a thing follows, as in 张小泉剪刀, or `name` begins one: 利巴韦 of 利巴韦林."""
        things = tuple(rules.listed("of things"))
        found = list(places(name, said))
        good = 0
        for post, at in found:
            longer = (post.text[at : at + len(name) + more] for more in (1, 2))
            good += post.text.startswith(things, at + len(name)) or any(self._nobody(word) for word in longer)
        return 2 * good >= len(found) > 0

    def _nobody(self, word: str) -> bool:
        return word in self._known or rules.nobody(word)

    def _called(self, said: Sequence[Said]) -> Iterator[str]:
        """网红小鱼儿: what stands behind such a word, as far as the other posts write it too."""
        called = tuple(rules.listed("called")) + _CALLED
        for post in said:
            for i in range(len(post.words) - 1):
                if post.text[: post.starts[i + 1]].endswith(called):
                    yield from self._alias(post.text[post.starts[i + 1] :], said)

    def _alias(self, rest: str, said: Sequence[Said]) -> Iterator[str]:
        run = re.match(f"{_HAN}{{0,{_LONGEST_ALIAS}}}", rest)
        string = run[0] if run else ""
        best = ""
        for length in range(2, len(string) + 1):
            part = string[:length]
            if sum(part in post.text for post in said) < _FEW:
                break
            if part[-1] not in GRAMMAR and free(part, said):
                best = part
        if best and not self._ordinary(best) and best[-1] not in _PLACE_ENDS and best[0] not in GRAMMAR:
            yield best

    def _repeated(self, said: Sequence[Said]) -> Iterator[str]:
        """Names that nothing but repetition tells: written in several posts, always whole, in changing company."""
        counts: Counter[str] = Counter()
        for post in said:
            counts.update(set(self._surname_led(post)))
        for name, posts in sorted(counts.items()):
            if posts >= max(_FEW, min(3, len(said))) and free(name, said) and whole(name, said):
                yield name

    def _surname_led(self, post: Said) -> Iterator[str]:
        for start in post.starts:
            for length in (4, 3, 2):
                name = post.text[start : start + length]
                if len(name) < length or not re.fullmatch(f"{_HAN}+", name):
                    continue
                if length == 4 and name[:2] not in rules.listed("compound"):
                    continue
                kind = rules.surnames().get(name[0], "plain")
                least = _LEAST.get((kind, length), 0.0)
                if self._surnamed(name, least, single=False) or self._given_only(name):
                    yield name

    def _given_only(self, name: str) -> bool:
        """翊宸: no surname that we know, or none at all, but sounding like a name of today."""
        rest = name[1:] if len(name) == 3 else name
        return len(rest) == 2 and self.lexicon.kind(name) is None and rules.listed("given").issuperset(rest)

    def _nicknames(self, said: Sequence[Said]) -> Iterator[str]:
        """铁头哥, 豆豆妈: written in several posts, unlike 快递小哥 or 表哥."""
        endings = tuple(rules.listed("nickname"))
        counts: Counter[str] = Counter()
        for post in said:
            found = set()
            for i, word in enumerate(post.words):
                if word in endings and i:
                    for start in {post.starts[i] - 1, post.starts[i] - 2} & post.edges:
                        before = post.text[start : post.starts[i]]
                        if self._nickname(before):
                            found.add(before + word)
            counts.update(found)
        for name, posts in sorted(counts.items()):
            if posts >= max(_FEW, min(3, len(said))) and free(name, said):
                yield name

    def _nickname(self, before: str) -> bool:
        nobody = rules.listed("nobody before")
        if not re.fullmatch(f"{_HAN}{{1,2}}", before) or before in nobody or before[-1] in nobody:
            return False
        return GRAMMAR.isdisjoint(before)


def spans(text: str, people: Set[str]) -> list[tuple[int, int]]:
    """Where `text`, as it was written, names one of `people`; in order, without overlaps."""
    if not people:
        return []
    cleaned = clean(text)
    lowered = cleaned.text.lower()
    if len(lowered) != len(cleaned.text):
        lowered = cleaned.text
    longest_first = sorted(people, key=lambda name: (-len(name), name))
    found = re.finditer("|".join(map(re.escape, longest_first)), lowered)
    return [cleaned.original(match.start(), match.end()) for match in found]


_CALLED = ("up主", "主播叫", "网红叫", "大v", "姓名:", "名叫", "名字叫")
_PLACE_ENDS = frozenset("店馆厅楼点地城街路桥园湖山海品牌款包车号群圈")


def _given(names: Set[str], said: Sequence[Said]) -> Iterator[str]:
    """The given names of full names, where a post uses them alone."""
    for name in names:
        rest = name[2:] if name[:2] in rules.listed("compound") else name[1:]
        if len(rest) == 2 and len(name) < 5 and (name[0] in rules.surnames() or len(name) == 4):
            whole = sum(1 for _ in places(name, said))
            if sum(1 for _ in places(rest, said)) > whole:
                yield rest
