"""The texts that are edited: public posts where they are at hand, else invented ones."""

from __future__ import annotations

import csv
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

import jieba

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
RUMOURS = ("ced", "weibo_mm17", "checked_covid")
POSTS = ("smp2020_ewect", "osm2022_weibo_comments", "covid_weibo_7emo", "clue_emotion2020", "weibo2018")
FEWEST_HAN = 24
"""Of an original: so that half of it can still be told from other texts."""

_PHRASES = (
    "有没有人知道怎么回事", "孩子回来说的不知道真假", "大家路过的时候小心一点", "希望有关部门管一管",
    "物业到现在也没有回话", "已经是这个月第二次了", "求好心人帮忙看一看", "我自己亲眼看到的",
)  # fmt: skip
_HAN = re.compile(r"[\u4e00-\u9fff]")


def han(text: str) -> int:
    """How many Han characters `text` has."""
    return len(_HAN.findall(text))


def public(folder: Path) -> Iterator[str]:
    """The posts of the public sets in `folder` that are long enough; nothing of them is copied here."""
    for name in RUMOURS:
        for line in (folder / "rumour" / f"{name}.jsonl").open(encoding="utf-8"):
            yield str(json.loads(line).get("text", ""))
    for name in POSTS:
        with (folder / "sentiment" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as rows:
            yield from (row["text"] for row in csv.DictReader(rows))


def invented(count: int, chosen: random.Random) -> Iterator[str]:
    """Common words of jieba's dictionary between everyday phrases that many of the texts share."""
    lines = Path(jieba.__file__).with_name("dict.txt").read_text(encoding="utf-8")
    words = re.findall(r"^([\u4e00-\u9fff]{2}) [1-9]\d{3,} [nva]", lines, re.MULTILINE)
    for _ in range(count):
        parts = ["".join(chosen.choices(words, k=chosen.randint(3, 8))) for _ in range(chosen.randint(3, 5))]
        parts.insert(chosen.randint(0, len(parts)), chosen.choice(_PHRASES))
        yield "\uff0c".join(parts) + chosen.choice("\u3002!\uff01")
