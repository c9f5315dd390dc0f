"""The labelled posts behind the tone: which sets, which labels mean a direction, and which texts say the same.

A folder holds the sets as CSV files with `text`, `label` and sometimes `domain`. Nothing of them is copied here.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from analysis.text.clean import clean

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
POSITIVE, NEGATIVE, NEUTRAL = 1, 0, 2

# File → label → direction. Labels without one (surprise) are left out.
POSTS: dict[str, dict[str, int]] = {
    "smp2020_ewect": {"happy": 1, "angry": 0, "sad": 0, "fear": 0, "neutral": 2},
    "covid_weibo_7emo": {"optimism": 1, "gratitude": 1, "anger": 0, "disgust": 0, "sadness": 0, "fear": 0},
    "weibo_senti_100k": {"1": 1, "0": 0},
    "weibo2018": {"1": 1, "0": 0},
    "osm2022_weibo_comments": {"positive": 1, "weak_negative": 0, "anger": 0, "anxiety": 0},
    "clue_emotion2020": {"happiness": 1, "like": 1, "sadness": 0, "disgust": 0, "anger": 0, "fear": 0},
}
REVIEWS: dict[str, dict[str, int]] = {
    name: {"1": 1, "0": 0} for name in ("waimai_10k", "chnsenticorp_htl", "online_shopping_10_cats")
}
# Its labels are its emoticons, so a model that saw them would only read the answer.
WITHOUT_EMOTICONS = {"weibo_senti_100k"}
EMOTICON = re.compile(r"\[([^\[\]]{1,12})\]")
BY_EMOTICON = "by_emoticon"

_GLAD = """哈哈 嘻嘻 鼓掌 爱你 太开心 可爱 亲亲 抱抱 耶 赞 给力 good 蛋糕 笑哈哈 威武 礼物 太阳 握手 心 憧憬 笑cry
兔子 干杯 鲜花 愉快 玫瑰 加油 酷 ok 花心 偷乐 得意地笑 互粉 拳头"""
_GRIEVED = """泪 抓狂 衰 怒 失望 悲伤 怒骂 伤心 蜡烛 鄙视 弱 生病 委屈 吐 可怜 哼 黑线 打脸 崩溃 泪流满面
晕 骷髅 快哭了 愤怒 大哭 囧 感冒 闭嘴 拜拜"""
_MOST_BY_EMOTICON, _SHORTEST = 15_000, 5


@dataclass(frozen=True, slots=True)
class Labelled:
    """A post of a set with its direction: 1 positive, 0 negative, 2 neutral."""

    set: str
    text: str
    label: int


def labelled(folder: Path) -> Iterator[Labelled]:
    """Every post with a known label, set by set. `folder` holds the CSV files."""
    for name, directions in (POSTS | REVIEWS).items():
        path = folder / f"{name}.csv"
        if not path.exists():
            continue
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                direction = directions.get(row["label"])
                if direction is not None:
                    text = EMOTICON.sub("", row["text"]) if name in WITHOUT_EMOTICONS else row["text"]
                    yield Labelled(f"{name} {row['domain']}" if row.get("domain") else name, text, direction)


def by_emoticon(shared: Path, known: Iterable[Labelled]) -> list[Labelled]:
    """Unlabelled posts whose emoticons, taken out of the text, all point one way (Go et al. 2009), balanced.

    The label of a text among `known` is never guessed.
    """
    glads, griefs = frozenset(_GLAD.split()), frozenset(_GRIEVED.split())
    seen = {_letters(post.text) for post in known}
    found: dict[int, list[str]] = {POSITIVE: [], NEGATIVE: []}
    for text in _unlabelled(shared):
        marks = EMOTICON.findall(text)
        glad, grieved = not glads.isdisjoint(marks), not griefs.isdisjoint(marks)
        rest = EMOTICON.sub("", text)
        letters = _letters(rest)
        if glad != grieved and len(letters) >= _SHORTEST and letters not in seen:
            seen.add(letters)
            found[POSITIVE if glad else NEGATIVE].append(rest)
    number = min(_MOST_BY_EMOTICON, *map(len, found.values()))
    return [
        Labelled(BY_EMOTICON, text, label)
        for label, texts in found.items()
        for text in sorted(texts, key=lambda text: zlib.crc32(text.encode("utf-8", "replace")))[:number]
    ]


def _letters(text: str) -> str:
    return re.sub(r"\W", "", EMOTICON.sub("", clean(text).text))


def _unlabelled(shared: Path) -> Iterator[str]:
    for name in ("rumour/ced_reposts.csv.gz", "streams/covid_weibo_daily_sample.csv.gz"):
        with gzip.open(shared / name, "rt", encoding="utf-8", newline="") as file:
            yield from (row["text"] for row in csv.DictReader(file))
    for name in ("ced", "weibo_mm17", "checked_covid"):
        with (shared / "rumour" / f"{name}.jsonl").open(encoding="utf-8") as file:
            yield from (json.loads(line).get("text") or "" for line in file)
