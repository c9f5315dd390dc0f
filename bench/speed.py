"""What scoring costs, as ratios to SnowNLP on the same posts in the same run: python -m bench.speed [SHARED].

CPU time, the median of five rounds, each with other posts; before them the scorer has seen some, as in a long run.
The stage is `Scorer.signs`: clean, words, tone, watch topics, cues and places. Without SHARED the posts are those
of the invented demo town. Start and memory are those of processes of their own.
"""

from __future__ import annotations

import csv
import gzip
import json
import random
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from statistics import median

from analysis.score import Scorer
from analysis.text.duplicates import Duplicates
from bench.tone.sets import SHARED
from bench.towns import posts as town_posts
from demo.town.build import build
from model.config import Topic
from model.records import Post, Precision

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from snownlp import SnowNLP

_AT = datetime(2026, 3, 1, 8, tzinfo=UTC)
_ROUNDS, _POSTS, _BEFORE = 5, 500, 3_000
TOPICS = {
    "drowning": Topic(words=["溺水", "野泳"], not_words=["防溺水讲座"], near=[("孩子", "落水", 10)]),
    "bow": Topic(words=["牙签弩", "萝卜刀"]),
    "water": Topic(words=["停水", "自来水"]),
    "food": Topic(words=["食物中毒", "地沟油"]),
}
LONG: dict[str, Callable[[], str]] = {
    "words, no punctuation": lambda: "水库溺水古山镇听说" * 11_112,
    "any Han characters": lambda: "".join(chr(0x4E00 + i * i % 20_897) for i in range(100_000)),
    "combining marks": lambda: "a" + "\u0301" * 99_999,
    "letters with marks": lambda: "e\u0301\u0302" * 33_334,
    "digits": lambda: "1234567890" * 10_000,
    "one character": lambda: "啊" * 100_000,
    "emoji": lambda: "😱" * 100_000,
    "emoji in words": lambda: "跳😱楼" * 33_334,
    "a place": lambda: "夏溪村" * 33_334,
    "addresses": lambda: "https://a.b " * 8_334,
    "numbers and harm": lambda: "死一" * 50_000,
    "line breaks": lambda: "水\n" * 50_000,
}  # fmt: skip


def main() -> None:
    """Measure, print."""
    shared = Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED
    sets = list(_sets(shared))
    ways = ["jieba", *(["rjieba"] if find_spec("rjieba") else [])]
    with tempfile.TemporaryDirectory() as folder:
        words = Path(folder) / "words"
        scorers = {way: Scorer(TOPICS, cache_dir=words, fast=way == "rjieba") for way in ways}
        print(f"{'posts':<28}{'characters':>11}{'SnowNLP':>10}" + "".join(f"{w:>10}{'ratio':>7}" for w in ways))
        for name, posts in sets:
            _ratios(name, posts, scorers)
        if len(ways) > 1:
            _same(sets, scorers)
        _long(scorers)
        for way in ways:
            print(f"{way}: {_worker(words, way)}")
    if len(ways) == 1:
        print("rjieba is not installed (pip install 'huisheng[fast]'): its figures are skipped")


def _sets(shared: Path) -> Iterator[tuple[str, list[Post]]]:
    """Posts by where they come from, mixed."""
    town = list(town_posts(build(1, _AT)))
    found = {"the demo town": town}
    stream, labelled = shared.parent / "replay" / "dev-1" / "posts.jsonl.gz", shared / "sentiment"
    if stream.exists():
        with gzip.open(stream, "rt", encoding="utf-8") as file:
            lines = [json.loads(line) for line in file]
        found["a recorded stream"] = [_post(line["title"] or "", line["text"]) for line in lines]
    if labelled.is_dir():
        found["labelled posts"] = [
            _post("", row["text"])
            for name in ("smp2020_ewect", "covid_weibo_7emo", "weibo2018", "clue_emotion2020", "weibo_senti_100k")
            for row in csv.DictReader((labelled / f"{name}.csv").open(encoding="utf-8", newline=""))
        ]
    for name, posts in found.items():
        random.Random(7).shuffle(posts)  # noqa: S311 — the same at every run
        yield name, posts


def _post(title: str, text: str) -> Post:
    return Post(
        source="a", key="1", url="", thread="1", thread_url="", opener=bool(title), title=title, body=text,
        published_at=_AT, precision=Precision.MINUTE, fetched_at=_AT, id=1,
    )  # fmt: skip


def _ratios(name: str, posts: Sequence[Post], scorers: dict[str, Scorer]) -> None:
    size = min(_POSTS, len(posts) // (_ROUNDS + 1))
    rounds = [posts[i * size : (i + 1) * size] for i in range(_ROUNDS)]
    for scorer in scorers.values():
        scorer.signs(posts[_ROUNDS * size :][:_BEFORE])
    snow = median(_cost(_snow, some) for some in rounds)
    costs = {way: median(_cost(scorer.signs, some) for some in rounds) for way, scorer in scorers.items()}
    length = sum(len(post.text) for some in rounds for post in some) / (_ROUNDS * size)
    row = "".join(f"{cost:>7.0f} µs{snow / cost:>7.0f}" for cost in costs.values())
    print(f"{name:<28}{length:>11.0f}{snow:>7.0f} µs{row}", flush=True)


def _cost(work: Callable[[Sequence[Post]], object], posts: Sequence[Post]) -> float:
    """Microseconds of CPU time a post."""
    start = time.process_time()
    work(posts)
    return (time.process_time() - start) / len(posts) * 1e6


def _snow(posts: Sequence[Post]) -> None:
    for post in posts:
        if any(char.isalnum() for char in post.text):  # else it raises
            _ = SnowNLP(post.text).sentiments


def _same(sets: Sequence[tuple[str, Sequence[Post]]], scorers: dict[str, Scorer]) -> None:
    """How often both segmenters say the same words."""
    for name, posts in sets:
        some = posts[:6_000]
        by_jieba, by_rjieba = (scorers[way].signs(some)["words"] for way in ("jieba", "rjieba"))
        same = sum(a == b for a, b in zip(by_jieba, by_rjieba, strict=True))
        print(f"{name}: rjieba gives jieba's words for {same} of {len(some)} posts")


def _long(scorers: dict[str, Scorer]) -> None:
    """The whole scorer on one post of 100,000 characters."""
    for way, scorer in scorers.items():
        taken = {name: _seconds(scorer, make()[:100_000]) for name, make in LONG.items()}
        worst = max(taken, key=lambda name: taken[name])
        print(f"{way}: 100,000 characters, {len(LONG)} kinds: at most {taken[worst]:.2f} s ({worst})", flush=True)


def _seconds(scorer: Scorer, text: str) -> float:
    """CPU time of the whole scorer for one post."""
    return median(_cost(lambda posts: scorer.score(posts, Duplicates()), [_post("", text)]) for _ in range(3)) / 1e6


def _worker(words: Path, way: str) -> str:
    """Start and memory of a process that scores the demo town."""
    command = [sys.executable, "-W", "ignore", "-m", "bench.speed_worker", str(words), way]
    runs = [
        json.loads(subprocess.run(command, capture_output=True, check=True).stdout) for _ in range(_ROUNDS)
    ]  # fmt: skip
    cpu, wall, memory = (median(run[key] for run in runs) for key in ("cpu", "wall", "memory"))
    return f"ready after {cpu:.2f} s of CPU time ({wall:.2f} s by the clock); at most {memory:.0f} MB"


if __name__ == "__main__":
    main()
