"""What a crawl costs and what it bears, over real HTTP on this machine: python -m bench.crawl [--starts N].

1. CPU time a page of our crawler process (every guard on, posts stored) beside plain Scrapy's on the same invented
   pages of about 68 kB, in processes of their own that take turns, less what a start and the list alone take. Of
   the rounds the cheapest counts: other programs on the machine add to a process's CPU time and never take away.
2. Memory of one crawler process that polls 100 sources.
3. Memory of one that meets bombs (500 MB packed into about 0.5 MB, four ways) while other sources go on.
4. Pages fetched against robots.txt in N runs of 20 requests at once.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

from bench.visits.site import POSTS, THREADS, board, thread
from crawlers.run import crawl
from model.config import Config
from store.database import open_store

ROOT = Path(__file__).resolve().parents[1]
_ROUNDS, _SOURCES = 5, 100
_PROBE = ROOT / "tests" / "crawlers" / "manners" / "probe.py"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """CPU seconds and the largest memory of a child process; posts stored, kinds of trouble by source."""

    cpu: float
    mb: float
    posts: int = 0
    trouble: tuple[tuple[str, str], ...] = ()


def main() -> None:
    """Measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--starts", type=int, default=50)
    given = parser.parse_args()
    with serving(1) as port:
        _pages(port)
    with serving(_SOURCES) as port:
        cost = _alone(_feeds(port, range(1, _SOURCES + 1)))
    print(
        f"{_SOURCES} sources in one process: {cost.mb:.0f} MB (aim 300), {cost.posts} posts, {cost.cpu:.1f} s CPU"
    )
    _bombs()
    _starts(given.starts)


@contextlib.contextmanager
def serving(hosts: int, *what: str) -> Iterator[int]:
    """The invented sites; yields their port."""
    line = [sys.executable, "-m", "bench.visits.site", str(hosts), *what]
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as site:
        if site.stdout is None or site.stdin is None:
            raise OSError("no pipe")
        yield int(site.stdout.readline())
        site.stdin.close()


def _pages(port: int) -> None:
    now = datetime.now(UTC)
    print(f"{THREADS} thread pages of {len(thread(1, now)):,} bytes and a list of {len(board(now)):,}", flush=True)
    url = f"http://127.0.0.1:{port}"
    rounds = [_round(url) for _ in range(_ROUNDS)]
    whole, start, whole_plain, start_plain = (min(column) for column in zip(*rounds, strict=True))
    ours, plain = ((a - b) / THREADS * 1000 for a, b in ((whole, start), (whole_plain, start_plain)))
    ratios = ", ".join(f"{ratio:.2f}" for ratio in sorted((a - b) / (c - d) for a, b, c, d in rounds))
    print(
        f"CPU a page: ours {ours:.1f} ms, plain Scrapy {plain:.1f} ms, ratio {ours / plain:.2f} (aim 1.3;"
        f" single rounds {ratios}); a start: {start:.1f} s and {start_plain:.1f} s",
        flush=True,
    )


def _round(url: str) -> tuple[float, float, float, float]:
    """CPU seconds: ours with all threads, with the list alone; plain Scrapy's with all, with the list alone."""
    whole, whole_plain = _alone([_board(url, THREADS + 1)]), _plain(url, THREADS)
    start, start_plain = _alone([_board(url, 1)]), _plain(url, 0)
    if whole.posts != THREADS * POSTS or start.posts:
        raise AssertionError(f"{whole.posts} posts of {THREADS} threads, {start.posts} of none")
    return whole.cpu, start.cpu, whole_plain, start_plain


def _board(url: str, pages: int) -> dict[str, object]:
    return {"name": "board", "kind": "discuz", "url": f"{url}/forum-2-1.html", "max_pages": pages}


def _feeds(port: int, numbers: range) -> list[dict[str, object]]:
    return [{"name": f"s{n}", "kind": "feed", "url": f"http://127.0.0.{n}:{port}/feed"} for n in numbers]


def _bombs() -> None:
    with serving(20, "bombs") as port:
        good = _feeds(port, range(1, 13))
        quiet = _alone(good)
        for number, name in enumerate(("gzip", "br", "gzip-gzip", "deflate"), 13):
            bomb = {"name": name, "kind": "feed", "url": f"http://127.0.0.{number}:{port}/bomb/{name}"}
            cost = _alone([*good, bomb])
            kinds = ", ".join(kind for source, kind in cost.trouble if source == name) or "nothing said"
            others = sorted({source for source, _ in cost.trouble} - {name})
            print(
                f"bomb {name}: {cost.mb - quiet.mb:+.0f} MB (aim under 50) to {quiet.mb:.0f} MB; it: {kinds};"
                f" the others: {cost.posts} of {quiet.posts} posts, trouble in {others or 'none'}",
                flush=True,
            )


def _alone(sources: list[dict[str, object]]) -> Cost:
    """Crawl from a process that has no other child, so that what its child took is known."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_crawled, sources).result()


def _crawled(sources: list[dict[str, object]]) -> Cost:
    with tempfile.TemporaryDirectory() as folder:
        config = Config.model_validate(
            {
                "association": {"name": "a", "town": "b", "contact": "mailto:help@xiehui.cn"},
                "database": f"{folder}/town.db",
                "sources": [{"allow_loopback": True, "delay": "0s", **source} for source in sources],
            }
        )
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        result = crawl(config, datetime.now(UTC))
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        with open_store(config.path(config.database)) as store:
            [row] = store.rows("SELECT count(*) AS posts FROM post")
    return Cost(
        cpu=used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime, mb=used.ru_maxrss / 1024,
        posts=row["posts"], trouble=tuple((issue.source or "", issue.kind) for issue in result.issues),
    )  # fmt: skip


def _plain(url: str, threads: int) -> float:
    line = [sys.executable, "-m", "bench.visits.plain", f"{url}/forum-2-1.html", str(threads)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(line, check=True, cwd=ROOT)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime


def _starts(runs: int) -> None:
    """A host that forbids everything, asked for 20 pages at once by a crawler without the rule of one at a time."""
    wrong = refused = 0
    with serving(1, "forbidden") as port:
        urls = [f"http://127.0.0.1:{port}/thread-{n}-1-1.html" for n in range(1, 21)]
        order = json.dumps({"urls": urls, "loopback": [["127.0.0.1", port]], "robots": True, "at_once": 20})
        for _ in range(runs):
            line = [sys.executable, str(_PROBE), order]
            done = subprocess.run(line, capture_output=True, check=True, cwd=ROOT, env={"PYTHONPATH": str(ROOT)})
            found = json.loads(done.stdout)
            wrong += len(found["answered"])
            refused += sum(kind == "robots" for kind in found["failed"].values())
    print(f"robots.txt: {wrong} forbidden pages fetched in {runs} runs of 20 at once ({refused} refused)")


if __name__ == "__main__":
    main()
