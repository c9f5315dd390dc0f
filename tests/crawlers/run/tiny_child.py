"""A child process of the crawl with a tiny kind (JSON pages) and ways to die; started by tests, never imported.

Arguments: ``pid FILE`` writes its process id; ``die-in N`` is killed inside the transaction of the N-th commit,
after the posts and before the validators; ``die-after N`` right after the N-th commit.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path

from crawlers.kinds.base import NOTHING, Fetch, Outcome, Page, Read, Refusal, Visit
from crawlers.processes.serve import serve
from crawlers.visits.sink import StoreSink
from model.config import Source
from model.records import Post, Precision
from store import crawling
from store.crawling import Batch, Saved


class Tiny:
    """A JSON object with any of posts, follow, next, lists, undated, refuse, blocked, crash."""

    def start(self, source: Source, markers: Mapping[str, str] = NOTHING) -> Fetch:
        return Fetch(url=source.url, role="list")

    def parse(self, source: Source, fetch: Fetch, page: Page, visit: Visit) -> Outcome | Refusal:
        tree = json.loads(page.body)
        if tree.get("kills"):
            die()
        if "crash" in tree:
            raise ValueError(tree["crash"])
        if "refuse" in tree:
            return Refusal(kind=tree["refuse"], message="试", url=page.url, blocked=tree.get("blocked", False))
        follow = [
            Fetch(url=url, role="item", thread=url, marker="1")
            for url in tree.get("follow", ())
            if url not in visit.markers
        ] + [Fetch(url=url, role="list", page=2) for url in tree.get("lists", ())]
        if "next" in tree:
            follow = [Fetch(url=tree["next"], role="item", page=fetch.page + 1, thread=fetch.thread, marker="1")]
        read_out = fetch.role == "item" and "next" not in tree
        return Outcome(
            reads=tuple(self._read(source, page, post) for post in tree.get("posts", ())),
            follow=tuple(follow),
            markers={fetch.thread: fetch.marker} if read_out else {},
            refusals=tuple(
                Refusal(kind="no-date", message="没有时间", url=page.url) for _ in range(tree.get("undated", 0))
            ),
        )

    def _read(self, source: Source, page: Page, post: dict[str, str]) -> Read:
        record = Post(
            source=source.name, key=post["key"], url=page.url, thread=post["key"], thread_url=page.url, opener=True,
            title=post["text"], body=post["text"], published_at=None, precision=Precision.NONE,
            fetched_at=page.fetched_at,
        )  # fmt: skip
        return Read(post=record, speaker=post.get("who", ""))


class Doomed(StoreSink):
    """Dies at a chosen commit."""

    def __init__(self, sink: StoreSink, how: str, number: int) -> None:
        super().__init__(sink.store, sink._clock)
        self.how, self.left = how, number

    def commit(self, batch: Batch) -> Saved:
        self.left -= 1
        if self.left == 0 and self.how == "die-in":
            crawling._save_validators = lambda *_: die()
        saved = super().commit(batch)
        if self.left == 0:
            die()
        return saved


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    how, value = [*sys.argv, "", ""][1:3]
    if how == "pid":
        Path(value).write_text(str(os.getpid()))
    doomed = how.startswith("die")
    serve(
        {"feed": Tiny()},
        lambda text: text.replace("13800000000", "[手机]"),
        (lambda sink: Doomed(sink, how, int(value))) if doomed else (lambda sink: sink),
    )


main()
