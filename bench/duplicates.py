"""How many edited copies the near-duplicate index finds, and how often it takes other texts for a copy.

The texts are random words of jieba's dictionary between everyday phrases that many of them share; so two texts are
alike only where this program made them so. Run: python -m bench.duplicates
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jieba

from analysis.text.duplicates import Duplicates

START = datetime(2026, 3, 1, tzinfo=UTC)
POSTS, SAMPLE = 5000, 500
PHRASES = [
    "有没有人知道怎么回事",
    "孩子回来说的不知道真假",
    "大家路过的时候小心一点",
    "希望有关部门管一管",
    "物业到现在也没有回话",
    "已经是这个月第二次了",
    "求好心人帮忙看一看",
    "我自己亲眼看到的",
]
EDITS: dict[str, Callable[[random.Random, str], str]] = {
    "punctuation and emoji": lambda r, t: t.replace(",", r.choice(["!!!", " ", "😱", "。"])),
    "a call in front": lambda r, t: r.choice(["转发:", "【紧急】", "刚刚群里看到:", "真的假的?"]) + t,
    "a call behind": lambda r, t: t + r.choice(["求扩散,求转发", "大家注意了", "转自家长群,不知真假"]),
    "one word replaced": lambda r, t: t.replace(t[5:9], "某个地方"),
    "a tenth of the characters": lambda r, t: "".join("某" if r.random() < 0.1 else c for c in t),
    "a fifth of the characters": lambda r, t: "".join("某" if r.random() < 0.2 else c for c in t),
    "first two thirds": lambda r, t: t[: len(t) * 2 // 3],
    "parts turned round": lambda r, t: ",".join(reversed(t.split(","))),
    "spaces between": lambda r, t: " ".join(t),
}


def main() -> None:
    """Fill the index, ask, print."""
    chosen = random.Random(11)  # noqa: S311 — the same texts at every run
    words = _dictionary()
    originals = [_post(chosen, words) for _ in range(POSTS)]
    index, at = Duplicates(), START
    false = 0
    began = time.perf_counter()
    for i, text in enumerate(originals):
        at += timedelta(seconds=40)
        false += index.add(i, text, at) is not None
    print(
        f"{POSTS} different posts: {false} taken for a copy; {POSTS / (time.perf_counter() - began):,.0f} a second"
    )
    for name, edit in EDITS.items():
        sample = chosen.sample(range(POSTS), SAMPLE)
        found = [index.query(edit(chosen, originals[i]), at) for i in sample]
        right = sum(a == b for a, b in zip(found, sample, strict=True))
        print(f"{name:28} recall {right / SAMPLE:.3f}  precision {right / sum(f is not None for f in found):.3f}")


def _dictionary() -> list[str]:
    """Common words of two characters."""
    lines = Path(jieba.__file__).with_name("dict.txt").read_text(encoding="utf-8")
    return re.findall(r"^([\u4e00-\u9fff]{2}) [1-9]\d{3,} [nva]", lines, re.MULTILINE)


def _post(chosen: random.Random, words: list[str]) -> str:
    parts = ["".join(chosen.choices(words, k=chosen.randint(3, 8))) for _ in range(chosen.randint(2, 4))]
    parts.insert(chosen.randint(0, len(parts)), chosen.choice(PHRASES))
    return ",".join(parts)


if __name__ == "__main__":
    main()
