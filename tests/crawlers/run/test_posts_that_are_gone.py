"""A board on which posts and threads are deleted: what is stored says so, and analysis no longer counts them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from analysis.run import analyse
from cli import huisheng
from crawlers.voices import TMPFS, key_name
from model.config import load
from model.records import Post
from store import posts, stories
from store.database import open_store

if TYPE_CHECKING:
    from conftest import Site

NOW = datetime.now(UTC).replace(microsecond=0)
MINUTE = timedelta(minutes=1)


class Board:
    """A forum of threads; each is a list of posts (number, text)."""

    def __init__(self, site: Site, folder: Path) -> None:
        self.site, self.path = site, folder / "config.yaml"
        self.path.write_text(
            f"""
association: {{name: 协会, town: 永康, contact: mailto:help@xiehui.cn}}
database: town.db
crawl: {{timeout: 5s}}
topics:
  magnets: {{title: 磁力珠, words: [磁力珠], level: life}}
sources:
  - {{name: 论坛, kind: forum, url: "{site.url}/", allow_loopback: true, delay: 0s, every: 1s, threads: "a.t",
     post: "div.p", body: "div.b", time: "time::attr(datetime)", id: "::attr(id)", thread_next_page: "a.more"}}
""",
            encoding="utf-8",
        )

    def show(self, **threads: list[tuple[int, str]]) -> None:
        """The list, with the number of posts of each thread, and the threads, two posts a page."""
        self.site.pages.clear()
        rows = "".join(
            f"<p><a class='t' href='/{name}'>{name}的标题</a> {len(written)} 楼</p>"
            for name, written in threads.items()
        )
        self._page("/", rows)
        for name, written in threads.items():
            pages = [written[i : i + 2] for i in range(0, len(written), 2)]
            for number, part in enumerate(pages, 1):
                more = f"<a class='more' href='/{name}?page={number + 1}'>下一页</a>" if number < len(pages) else ""
                body = "".join(
                    f"<div class='p' id='{n}'><time datetime='{(NOW - 9 * MINUTE).isoformat()}'></time>"
                    f"<div class='b'>{text}</div></div>"
                    for n, text in part
                )
                self._page(f"/{name}" if number == 1 else f"/{name}?page={number}", body + more)

    def _page(self, path: str, body: str) -> None:
        self.site.raw(path, f"<html><body>{body}</body></html>".encode())

    def crawl(self) -> Result:
        done = CliRunner().invoke(huisheng, ["crawl", "--config", str(self.path), "--source", "论坛"])
        assert done.exit_code == 0, done.output
        return done

    def stored(self) -> dict[str, Post]:
        with open_store(self.path.parent / "town.db") as store:
            return {post.key: post for post in posts.page(store)}

    def gone(self) -> set[str]:
        return {key for key, post in self.stored().items() if post.gone_at is not None}


@pytest.fixture
def board(site: Site, tmp_path: Path) -> Iterator[Board]:
    here = Board(site, tmp_path)
    yield here
    (TMPFS / f"huisheng-{os.getuid()}" / key_name(tmp_path / "town.db")).unlink(missing_ok=True)


def test_a_deleted_reply_is_noted_when_its_thread_is_read_to_the_end(board: Board) -> None:
    board.show(tuan=[(1, "有人在卖吗"), (2, "看到了"), (3, "在哪")], jia=[(7, "停水")])
    board.crawl()
    board.show(tuan=[(1, "有人在卖吗"), (3, "在哪")], jia=[(7, "停水")])
    done = board.crawl()
    assert board.gone() == {"2"}
    assert "1 篇被删" in done.output
    board.show(tuan=[(1, "有人在卖吗"), (2, "看到了"), (3, "在哪"), (4, "又来了")], jia=[(7, "停水")])
    board.crawl()
    assert board.gone() == set(), "what is there again counts again"


def test_a_thread_that_answers_404_takes_its_posts_along(board: Board) -> None:
    board.show(tuan=[(1, "有人在卖吗"), (2, "看到了")])
    board.crawl()
    board.show(tuan=[(1, "有人在卖吗"), (2, "看到了"), (3, "在哪")])
    board.site.raw("/tuan", b"", status=404)
    board.crawl()
    assert board.gone() == {"1", "2"}


def test_a_thread_that_could_not_be_read_is_not_gone(board: Board) -> None:
    board.show(tuan=[(1, "有人在卖吗"), (2, "看到了")])
    board.crawl()
    board.show(tuan=[(1, "有人在卖吗"), (2, "看到了"), (3, "在哪")])
    board.site.raw("/tuan", b"", status=500)
    CliRunner().invoke(huisheng, ["crawl", "--config", str(board.path), "--source", "论坛"])
    assert board.gone() == set()


def test_an_edited_post_is_dated_and_not_gone(board: Board) -> None:
    board.show(tuan=[(1, "有人在卖吗")])
    board.crawl()
    board.show(tuan=[(1, "有人在卖吗?已解决"), (2, "好的")])
    board.crawl()
    first = board.stored()["1"]
    assert first.body == "有人在卖吗?已解决"
    assert first.edited_at is not None and first.gone_at is None


def test_what_is_gone_is_no_live_evidence(board: Board) -> None:
    board.show(tuan=[(1, "孩子吞了磁力珠,大家小心")])
    board.crawl()
    config = load(board.path)
    with open_store(board.path.parent / "town.db") as store:
        analyse(store, config, datetime.now(UTC) + 2 * MINUTE)
        assert [story.shown for story in stories.updated_after(store, NOW - timedelta(days=1))] == [True]
    board.show(tuan=[(1, "孩子吞了磁力珠,大家小心"), (2, "在哪")])
    board.site.raw("/tuan", b"", status=410)
    board.crawl()
    with open_store(board.path.parent / "town.db") as store:
        analyse(store, config, datetime.now(UTC) + 30 * MINUTE)
        (story,) = stories.updated_after(store, NOW - timedelta(days=1))
    assert (story.shown, story.threads, story.post_ids) == (False, 0, ())


def test_the_report_says_what_the_visits_cost(board: Board) -> None:
    board.show(tuan=[(1, "有人在卖吗")])
    board.site.raw("/robots.txt", b"User-agent: *\nCrawl-delay: 0.1\n")
    board.crawl()
    told = CliRunner().invoke(huisheng, ["source", "report", "--json", "--config", str(board.path)])
    cost = json.loads(told.stdout)
    assert (cost["source"], cost["visits"], cost["requests"], cost["posts_new"]) == ("论坛", 1, 3, 1)
    assert (cost["per_post"], cost["crawl_delay"]) == (3.0, 0.1), "robots.txt is a request too"
    assert cost["bytes"] == sum(len(page.body) for path, page in board.site.pages.items() if path != "/robots.txt")
    people = CliRunner().invoke(huisheng, ["source", "report", "--config", str(board.path)])
    assert "论坛" in people.stdout and "3.0" in people.stdout
    assert cost["why"] in people.stdout and "论坛：下次 " in people.stdout
    assert datetime.fromisoformat(cost["next_at"]) > datetime.now(UTC) - timedelta(minutes=10)
