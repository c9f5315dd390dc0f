"""WordPress sites that close one way of reading them, over real HTTP with the real child process."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner, Result

from cli import huisheng
from crawlers.kinds.wordpress import WordPress
from crawlers.voices import TMPFS, key_name
from model.config import load
from model.records import Issue, Post
from store import posts, runs
from store.database import open_store

if TYPE_CHECKING:
    from conftest import Site

NOW = datetime.now(UTC).replace(microsecond=0)
MINUTE = timedelta(minutes=1)


class Paper:
    """A WordPress site and the town that reads it."""

    def __init__(self, site: Site, folder: Path) -> None:
        self.site, self.path = site, folder / "config.yaml"
        self.path.write_text(
            "association: {name: 协会, town: 永康, contact: mailto:help@xiehui.cn}\ndatabase: town.db\n"
            f'crawl: {{timeout: 5s}}\nsources:\n  - {{name: 晚报, kind: wordpress, url: "{site.url}", '
            "allow_loopback: true, delay: 0s, every: 1s}\n",
            encoding="utf-8",
        )
        self.source = load(self.path).sources[0]

    def address(self, way: str, what: str = "posts") -> str:
        """The path that the kind asks for."""
        parts = urlsplit(WordPress().start(self.source, {"#way": way}).url)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        if what == "posts":
            return path
        return path.replace("/wp/v2/posts", "/wp/v2/comments").replace(
            "id,link,date_gmt,modified_gmt,title.rendered,content.rendered&orderby=modified",
            "id,post,link,date_gmt,content&orderby=date_gmt",
        )

    def articles(self, way: str, *titles: str) -> None:
        self.site.raw(
            self.address(way), json.dumps([self._article(n, t) for n, t in enumerate(titles, 1)]).encode()
        )

    def comments(self, way: str, *texts: str) -> None:
        found = [{**self._article(n, ""), "post": 1, "content": {"rendered": t}} for n, t in enumerate(texts, 1)]
        self.site.raw(self.address(way, "comments"), json.dumps(found).encode())

    def feed(self, *titles: str) -> None:
        root = self.site.url
        items = "".join(
            f"<item><title>{title}</title><link>{root}/{n}/</link><guid isPermaLink='false'>{root}/?p={n}</guid>"
            f"<pubDate>{format_datetime(NOW - n * MINUTE)}</pubDate></item>"
            for n, title in enumerate(titles, 1)
        )
        self.site.raw(self.address("feed"), f"<rss version='2.0'><channel>{items}</channel></rss>".encode())

    def crawl(self) -> Result:
        return CliRunner().invoke(huisheng, ["crawl", "--config", str(self.path), "--source", "晚报"])

    def stored(self) -> list[Post]:
        with open_store(self.path.parent / "town.db") as store:
            return posts.page(store)

    def issues(self) -> list[Issue]:
        with open_store(self.path.parent / "town.db") as store:
            return runs.issues_since(store, NOW - timedelta(days=1))

    def _article(self, number: int, title: str) -> dict[str, object]:
        when = f"{NOW - number * MINUTE:%Y-%m-%dT%H:%M:%S}"
        return {
            "id": number, "link": f"{self.site.url}/{number}/", "date_gmt": when, "modified_gmt": when,
            "title": {"rendered": title}, "content": {"rendered": f"<p>{title}</p>"},
        }  # fmt: skip


@pytest.fixture
def paper(site: Site, tmp_path: Path) -> Iterator[Paper]:
    here = Paper(site, tmp_path)
    yield here
    (TMPFS / f"huisheng-{os.getuid()}" / key_name(tmp_path / "town.db")).unlink(missing_ok=True)


def test_articles_and_comments_come_through_the_interface(paper: Paper) -> None:
    paper.articles("rest", "城东停水", "小学门口的牙签弩")
    paper.comments("rest", "我家也停了")
    assert paper.crawl().exit_code == 0
    stored = {post.key.removeprefix(paper.site.url): post for post in paper.stored()}
    assert set(stored) == {"/?p=1", "/?p=1#comment-1", "/?p=2"}
    assert stored["/?p=1#comment-1"].thread == stored["/?p=1"].thread
    assert not stored["/?p=1#comment-1"].opener
    assert paper.issues() == []


def test_closed_comments_are_asked_for_once_a_week(paper: Paper) -> None:
    paper.articles("rest", "城东停水")
    assert paper.crawl().exit_code == 0
    assert paper.address("rest", "comments") in paper.site.paths()
    assert [post.title for post in paper.stored()] == ["城东停水"]
    assert [issue.kind for issue in paper.issues()] == ["another-way"]
    assert paper.crawl().exit_code == 0
    assert paper.site.paths() == [paper.address("rest")]


def test_without_pretty_addresses_the_interface_has_another_one(paper: Paper) -> None:
    paper.articles("route", "城东停水")
    paper.comments("route", "几点来水")
    assert paper.crawl().exit_code == 0
    assert len(paper.stored()) == 2
    paper.site.paths()
    paper.crawl()
    assert paper.site.paths()[0] == paper.address("route"), "what was found out is remembered"


def test_a_closed_interface_leaves_the_feed(paper: Paper) -> None:
    robots = b"User-agent: *\nDisallow: /wp-json/\n"
    paper.site.raw("/robots.txt", robots)
    paper.site.raw(paper.address("route"), b'{"code": "rest_forbidden"}', status=401)
    paper.feed("城东停水")
    assert paper.crawl().exit_code == 0
    assert paper.address("rest") not in paper.site.asked, "robots.txt is obeyed"
    assert [(post.title, post.key) for post in paper.stored()] == [("城东停水", f"{paper.site.url}/?p=1")]
    paper.site.paths()
    paper.crawl()
    assert paper.site.paths() == [paper.address("feed")]


def test_a_site_that_gives_nothing_has_failed(paper: Paper) -> None:
    assert paper.crawl().exit_code == 1
    assert paper.site.paths() == [paper.address("rest"), paper.address("route"), paper.address("feed")]
    assert {issue.kind for issue in paper.issues()} == {"another-way", "http-status"}


def test_trying_a_site_tells_which_way_it_is_read(paper: Paper) -> None:
    paper.feed("城东停水")
    found = CliRunner().invoke(huisheng, ["source", "try", "晚报", "--config", str(paper.path)])
    assert found.exit_code == 0, found.output
    assert json.loads(found.stdout)["title"] == "城东停水"
