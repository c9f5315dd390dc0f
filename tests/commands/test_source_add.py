"""`huisheng source add` over real HTTP: what a site is, its block, and config.yaml with every comment in place."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli import huisheng
from crawlers.voices import TMPFS, key_name
from model.config import load
from model.errors import UsageError

NOW = datetime.now(UTC).replace(microsecond=0)
CONFIG = """\
# 我们的协会
association: {name: 协会, town: 永康, contact: mailto:help@xiehui.cn}   # 联系方式
database: town.db
crawl: {timeout: 5s, delay: 0s}
sources: []   # 还没有
# 话题
topics: {}
"""


class Board:
    """Pages by path."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.pages: dict[str, bytes] = {}
        self.asked: list[str] = []


@contextmanager
def running() -> Iterator[Board]:
    class Handler(BaseHTTPRequestHandler):
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            board.asked.append(self.path)
            body = board.pages.get(self.path)
            self.send_response(200 if body is not None else 404)
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    board = Board(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield board
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def site() -> Iterator[Board]:
    with running() as board:
        yield board


@pytest.fixture
def config(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "config.yaml"
    path.write_text(CONFIG, encoding="utf-8")
    yield path
    (TMPFS / f"huisheng-{os.getuid()}" / key_name(tmp_path / "town.db")).unlink(missing_ok=True)


def add(config: Path, url: str, *more: str) -> Result:
    return CliRunner().invoke(
        huisheng, ["source", "add", url, "--allow-loopback", "--config", str(config), *more], catch_exceptions=False
    )


def feed(*titles: str, gap: timedelta = timedelta(minutes=10)) -> bytes:
    entries = "".join(
        f"<entry><title>{title}</title><id>e{n}</id><link href='/p/{n}'/>"
        f"<updated>{(NOW - n * gap).isoformat()}</updated><content>{title}</content></entry>"
        for n, title in enumerate(titles)
    )
    return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>t</title>{entries}</feed>".encode()


def html(title: str, body: str, head: str = "") -> bytes:
    return f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>".encode()


LINK = '<link rel="alternate" type="application/atom+xml" href="/feed">'


def test_a_page_that_names_its_feed(site: Board, config: Path) -> None:
    site.pages["/"] = html("首页 - 柳溪在线", "<p>欢迎</p>", LINK)
    site.pages["/feed"] = feed(*(f"城东停水第{n}天" for n in range(9)))
    done = add(config, f"{site.url}/", "--yes")
    assert done.exit_code == 0, done.output
    source = load(config).sources[0]
    assert (source.kind, source.name, source.url) == ("feed", "柳溪在线", f"{site.url}/feed")
    assert source.every == timedelta(minutes=15), "a post every ten minutes"
    text = config.read_text(encoding="utf-8")
    for line in CONFIG.splitlines():
        assert line.replace("sources: []   # 还没有", "# 还没有") in text
    assert "\n# 话题\ntopics: {}\n" in text


def test_without_anybody_to_ask_nothing_is_written(site: Board, config: Path) -> None:
    site.pages["/feed"] = feed("城东停水", gap=timedelta(days=3))
    done = add(config, f"{site.url}/feed")
    assert done.exit_code == 0
    assert f"    url: {site.url}/feed" in done.stdout
    assert config.read_text(encoding="utf-8") == CONFIG


def test_the_boards_of_a_forum_are_listed(site: Board, config: Path) -> None:
    boards = '<a href="forum.php?mod=forumdisplay&fid=2">家长里短</a><a href="forum-36-1.html">二手</a>'
    site.pages["/"] = html("论坛首页", f"{boards}<p>Powered by Discuz! X3.5</p>")
    done = add(config, f"{site.url}/", "--yes")
    assert done.exit_code == 1, "the board itself is not there"
    assert f"1. discuz  家长里短  {site.url}/forum.php?mod=forumdisplay&fid=2" in done.stderr
    assert f"2. discuz  二手  {site.url}/forum.php?mod=forumdisplay&fid=36" in done.stderr
    assert config.read_text(encoding="utf-8") == CONFIG


def test_a_hot_list_is_guessed(site: Board, config: Path) -> None:
    items = [{"id": n, "word": f"热搜{n}", "ts": int(NOW.timestamp()) - 60} for n in range(5)]
    site.pages["/api"] = json.dumps({"code": 0, "tags": [{"a": 1}], "data": {"list": items}}).encode()
    done = add(config, f"{site.url}/api", "--yes", "--name", "热榜")
    assert done.exit_code == 0, done.output
    source = load(config).sources[0]
    assert source.kind == "json_list"
    assert (source.items, source.title, source.time, source.id) == ("data.list[]", "word", "ts", "id")


def test_a_second_one_goes_below_the_first_and_the_same_one_is_known(site: Board, config: Path) -> None:
    site.pages["/feed"] = feed("城东停水")
    site.pages["/other"] = feed("另一条")
    assert add(config, f"{site.url}/feed", "--yes", "--name", "城事").exit_code == 0
    assert add(config, f"{site.url}/other", "--yes", "--name", "城事").exit_code == 0
    assert [source.name for source in load(config).sources] == ["城事", "城事-2"]
    before = config.read_text(encoding="utf-8")
    again = add(config, f"{site.url}/feed", "--yes")
    assert again.exit_code == 0
    assert "已经有这个地址" in again.stderr
    assert config.read_text(encoding="utf-8") == before


def test_sources_in_brackets_are_left_to_a_person(site: Board, config: Path) -> None:
    site.pages["/feed"] = feed("城东停水")
    text = CONFIG.replace(
        "sources: []   # 还没有", "sources: [{name: a, kind: feed, url: 'https://a.example.net/'}]"
    )
    config.write_text(text, encoding="utf-8")
    done = add(config, f"{site.url}/feed", "--yes")
    assert done.exit_code == 1
    assert "不敢改" in done.stderr
    assert config.read_text(encoding="utf-8") == text


def test_a_site_that_cannot_be_read_is_told_and_not_written(site: Board, config: Path) -> None:
    done = add(config, f"{site.url}/nothing", "--yes")
    assert done.exit_code == 1
    assert "HTTP 404" in done.stderr
    assert config.read_text(encoding="utf-8") == CONFIG


def test_robots_names_a_sitemap(site: Board, config: Path) -> None:
    site.pages["/robots.txt"] = f"User-agent: *\nDisallow: /x\nSitemap: {site.url}/map.xml\n".encode()
    site.pages["/"] = html("晚报", "<p>你好</p>")
    done = add(config, f"{site.url}/", "--kind", "sitemap", "--yes")
    assert f"1. sitemap  晚报  {site.url}/map.xml" in done.stderr
    assert done.exit_code == 1


def test_a_route_of_the_catalogue_is_read_through_an_rsshub(site: Board, config: Path) -> None:
    site.pages["/piyao/jrpy"] = feed("隔夜菜的说法")
    with pytest.raises(UsageError, match="--rsshub"):
        add(config, "rsshub-piyao", "--yes")
    done = add(config, "rsshub-piyao", "--rsshub", site.url, "--yes")
    assert done.exit_code == 0, done.output
    assert "还没有在真实网站上核对过" in done.stderr
    source = load(config).sources[0]
    assert (source.name, source.url, source.every) == ("今日辟谣", f"{site.url}/piyao/jrpy", timedelta(hours=1))


def test_a_key_that_the_catalogue_lacks(config: Path) -> None:
    with pytest.raises(UsageError, match="piyao-today"):
        add(config, "piyao", "--yes")


def test_the_catalogue_is_listed(config: Path) -> None:
    done = CliRunner().invoke(huisheng, ["source", "catalogue", "--config", str(config)])
    assert done.exit_code == 0
    assert "recall-goods" in done.stdout and "found in" not in done.stdout
    found = CliRunner().invoke(huisheng, ["source", "catalogue", "--json", "--config", str(config)])
    assert all(json.loads(row)["checked_live"] is False for row in found.stdout.splitlines())
