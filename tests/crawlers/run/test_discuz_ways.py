"""A Discuz! board that gives no list, or its mobile template: real HTTP and the real child process."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from crawlers.run import crawl

if TYPE_CHECKING:
    from conftest import Site, Town

PAGES = Path(__file__).resolve().parents[2] / "pages" / "discuz"
BOARD, THREAD = "/forum.php?mod=forumdisplay&fid=2", "/forum.php?mod=viewthread&tid=318"
ARCHIVER, RSS = "/archiver/?fid-2.html", "/forum.php?mod=rss&fid=2"
ITEM = "/archiver/?tid-318.html"


@pytest.fixture
def board(site: Site, town: Town) -> Town:
    """The archiver has threads 318 and 305; 318 has a second page there, which is missing as 305 is."""
    town.source = {"kind": "discuz"}
    town.sources = {"城事": f"{site.url}/forum-2-1.html"}
    site.raw(ARCHIVER, (PAGES / "archiver-list.html").read_bytes())
    site.raw(ITEM, (PAGES / "archiver-thread.html").read_bytes())
    return town


def read(site: Site, town: Town) -> list[str]:
    crawl(town.config(), town.now)
    return site.paths()


def test_without_a_list_the_archiver_names_the_threads(site: Site, board: Town) -> None:
    site.raw(BOARD, status=403)
    site.raw(THREAD, (PAGES / "thread-last-page.html").read_bytes())
    assert read(site, board)[:3] == [BOARD, ARCHIVER, THREAD]
    assert board.column("thread") and set(board.column("thread")) == {"318"}
    assert "another-way" in board.kinds()


def test_robots_may_close_the_list_and_leave_the_archiver(site: Site, board: Town) -> None:
    site.raw("/robots.txt", b"User-agent: *\nDisallow: /*mod=forumdisplay\n")
    site.raw(THREAD, (PAGES / "thread-last-page.html").read_bytes())
    asked = read(site, board)
    assert BOARD not in asked and asked[:2] == [ARCHIVER, THREAD]


def test_without_an_archiver_the_feed_names_the_threads(site: Site, board: Town) -> None:
    site.raw(BOARD, status=403)
    site.raw(ARCHIVER, status=404)
    site.raw(RSS, (PAGES / "rss.xml").read_bytes().replace(b"https://bbs.wutongbu.example", site.url.encode()))
    site.raw(THREAD, (PAGES / "thread-last-page.html").read_bytes())
    assert read(site, board)[:4] == [BOARD, ARCHIVER, RSS, THREAD]
    assert board.column("key")


def test_the_mobile_template_of_a_thread_is_left_for_the_archiver(site: Site, board: Town) -> None:
    site.raw(ARCHIVER, (PAGES / "archiver-list.html").read_bytes())
    for path in (BOARD, THREAD):
        site.raw(path, (PAGES / "mobile.html").read_bytes())
    asked = read(site, board)
    assert [path for path in asked if path in {BOARD, ARCHIVER, THREAD, ITEM}] == [BOARD, ARCHIVER, THREAD, ITEM]
    assert sorted(board.column("title")) == ["", "东门桥下的路灯连着三晚不亮"]
    assert "mobile-page" in board.kinds()


@pytest.mark.parametrize("wall", ["anti-scraping.html", "too-fast.html", "puzzle.html", "login.html"])
def test_behind_a_wall_no_other_way_is_tried(site: Site, board: Town, wall: str) -> None:
    site.raw(BOARD, (PAGES / wall).read_bytes())
    assert read(site, board) == [BOARD]


def test_a_thread_that_is_gone_is_gone(site: Site, board: Town) -> None:
    """The archiver is not asked for what the board no longer has."""
    site.raw(BOARD, (PAGES / "board.html").read_bytes())
    asked = read(site, board)
    assert THREAD in asked and not [path for path in asked if "archiver" in path]
