"""The program under test, used as a volunteer uses it: a config.yaml, the command, what it leaves in its folder."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from model.records import Issue, Post
from store import posts, runs
from store.database import open_store

PROGRAM = Path(sys.executable).parent / "huisheng"
LOG = "crawl.log"
CONFIG = """\
association:
  name: 岚溪志愿者协会
  town: 岚溪
  contact: mailto:volunteers@lanxi.invalid
database: huisheng.db
crawl:
  delay: 0s
sources:
  - name: 岚溪在线
    kind: feed
    url: {feed}
    every: 0s
    allow_loopback: true
  - name: 岚溪论坛
    kind: forum
    url: {forum}
    every: 0s
    allow_loopback: true
    threads: "a.topic__link"
    next_page: "ul.paginator a:has(i.fa-chevron-right)"
    thread_next_page: "ul.paginator a:has(i.fa-chevron-right)"
    title: "h1.headline"
    post: "div.comments_list__comment"
    body: "div.comment__text"
    time: "ul.comment__info__date > li[title]::attr(title)"
    id: "::attr(data-pk)"
    drop: "blockquote"
"""
FEED, FORUM = "岚溪在线", "岚溪论坛"
REST, GBK, WRONG = "岚溪在线接口", "岚溪旧站", "岚溪老站"
MORE = """\
  - name: {REST}
    kind: wordpress
    url: {site}
    every: 0s
    allow_loopback: true
"""
_FORUM = re.compile(r"  - name: 岚溪论坛\n    kind: forum\n    url: \{forum\}\n(?P<rest>.*)", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Crawler:
    """One folder with its config.yaml, database and log."""

    folder: Path

    def configure(self, feed: str, forum: str) -> None:
        """Write config.yaml with one source of each kind."""
        self.folder.mkdir()
        (self.folder / "config.yaml").write_text(CONFIG.format(feed=feed, forum=forum), encoding="utf-8")

    def add(self, site: str, fronts: Mapping[str, str]) -> None:
        """Add the same WordPress by its interface, and the same forum behind each of `fronts` (name: address)."""
        found = _FORUM.search(CONFIG)
        rest = found["rest"] if found else ""
        blocks = [f"  - name: {name}\n    kind: forum\n    url: {url}\n{rest}" for name, url in fronts.items()]
        with (self.folder / "config.yaml").open("a", encoding="utf-8") as file:
            file.write(MORE.format(REST=REST, site=site) + "".join(blocks))

    def run(self, *command: str) -> int:
        """Run `huisheng COMMAND --config …`, keep all it says in the log; returns its exit status."""
        called: list[str | Path] = [PROGRAM, "-v", *command, "--config", self.folder / "config.yaml"]
        with (self.folder / LOG).open("ab") as log:
            log.write(f"$ huisheng {' '.join(command)}\n".encode())
            log.flush()
            return subprocess.run(called, cwd=self.folder, stdout=log, stderr=log, check=False).returncode

    def posts(self, source: str) -> list[Post]:
        """What is stored of a source, oldest id first."""
        with open_store(self.folder / "huisheng.db") as store:
            return [post for post in posts.after_id(store, 0, 100_000) if post.source == source]

    def issues(self, after: datetime) -> list[Issue]:
        """What was written down since."""
        with open_store(self.folder / "huisheng.db") as store:
            return runs.issues_since(store, after)

    def finds(self, phrase: str) -> bool:
        """Whether the full-text search knows the phrase."""
        with open_store(self.folder / "huisheng.db") as store:
            return bool(posts.search(store, phrase, limit=1))

    def traces(self, phrases: list[str]) -> Iterator[str]:
        """`phrase in file` for each phrase found in the bytes of any file left in the folder."""
        for file in sorted(self.folder.rglob("*")):
            written = file.read_bytes() if file.is_file() else b""
            for phrase in phrases:
                if phrase.encode() in written or phrase.encode("utf-16-le") in written:
                    yield f"{phrase} in {file.name}"


def now() -> datetime:
    """This second, as the store keeps time."""
    return datetime.now(UTC).replace(microsecond=0)
