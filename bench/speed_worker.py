"""One scoring process, for `bench.speed`: python -m bench.speed_worker WORDS jieba|rjieba → a line of JSON."""

from __future__ import annotations

import time

_CPU, _WALL = time.process_time(), time.perf_counter()

import json  # noqa: E402 — the clock starts before anything is imported
import resource  # noqa: E402
import sys  # noqa: E402
from datetime import UTC, datetime  # noqa: E402
from pathlib import Path  # noqa: E402

from analysis.score import Scorer  # noqa: E402
from model.config import Topic  # noqa: E402
from model.records import Post, Precision  # noqa: E402

_AT = datetime(2026, 3, 1, 8, tzinfo=UTC)


def main() -> None:
    """Get ready, score batches of invented posts, print."""
    words, way = sys.argv[1:]
    topics = {"drowning": Topic(words=["溺水", "野泳"]), "water": Topic(words=["停水", "自来水"])}
    scorer = Scorer(topics, cache_dir=Path(words), fast=way == "rjieba")
    ready = {"cpu": time.process_time() - _CPU, "wall": time.perf_counter() - _WALL}
    for batch in range(20):
        scorer.score([_post(500 * batch + i) for i in range(500)])
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**ready, "memory": memory}))


def _post(number: int) -> Post:
    body = f"听说古山镇第{number}号水库那边出事了,{chr(0x4E00 + number)}{chr(0x5E00 + number)}是真的吗?求扩散" * 3
    return Post(
        source="a", key=str(number), url="", thread="1", thread_url="", opener=True, title="停水", body=body,
        published_at=_AT, precision=Precision.MINUTE, fetched_at=_AT, id=number,
    )  # fmt: skip


if __name__ == "__main__":
    main()
