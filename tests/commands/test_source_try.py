"""`huisheng source try`: what a source would give; nothing is stored."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli import huisheng
from model.errors import UsageError

PAGES = Path(__file__).resolve().parents[1] / "pages"
BOARD = "https://bbs.wutongbu.example/forum-2-1.html"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(huisheng, ["source", "try", *arguments])


def test_a_saved_thread_gives_redacted_posts_and_says_what_was_refused() -> None:
    result = run(
        "--kind",
        "discuz",
        "--file",
        str(PAGES / "discuz/thread.html"),
        "--url",
        BOARD.replace("forum-2", "thread-318"),
    )
    posts = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert [post["key"] for post in posts] == ["9001", "9002", "9003", "9005"]
    assert set(posts[0]) == {"key", "url", "thread", "title", "body", "published_at"}
    assert posts[0]["title"] == "东门桥下的路灯连着三晚不亮"
    assert posts[0]["published_at"] == "2026-11-23T19:48:05+08:00"
    assert "〔电话〕" in posts[1]["body"] and "13900001234" not in result.output
    assert "桥下阿贵" not in result.output and "小麦" not in result.output
    assert "hidden" in result.stderr and "no-date" in result.stderr and "empty-body" in result.stderr


def test_a_saved_list_says_what_it_leads_to() -> None:
    result = run("--file", str(PAGES / "discuz/board.html"), "--url", BOARD)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "forum.php?mod=viewthread&tid=318" in result.stderr and "mirror.elsewhere" not in result.stderr


@pytest.mark.parametrize(
    ("page", "kind", "refused"),
    [("discuz/login.html", "discuz", "login-wall"), ("feed/html.xml", "feed", "not-a-feed"),
     ("discuz/mobile.html", "discuz", "mobile-page"), ("feed/garbage.xml", "feed", "charset")],
)  # fmt: skip
def test_a_page_that_is_refused_says_why(page: str, kind: str, refused: str) -> None:
    result = run("--kind", kind, "--file", str(PAGES / page), "--url", "https://a.example/forum-2-1.html")
    assert (result.exit_code, result.stdout) == (1, "")
    assert refused in result.stderr


def test_the_kind_is_guessed_from_a_saved_page() -> None:
    feed = run("--file", str(PAGES / "feed/wordpress.xml"), "--url", "https://liuxi.example/x")
    assert len(feed.stdout.splitlines()) == 5
    assert "放进 config.yaml 以后多久来一次：每 30 分钟一次" in feed.stderr, "how often it will be visited, and why"
    article = run("--file", str(PAGES / "page/article.html"), "--url", "http://meichuan.example/a.html")
    assert json.loads(article.stdout)["title"] == "滨江步道封闭三天"


def test_a_saved_sitemap_is_known_and_says_what_it_leads_to() -> None:
    for name in ("plain.xml", "plain.xml.gz"):
        result = run("--file", str(PAGES / "sitemap" / name), "--url", "https://xibao.example/map")
        assert (result.exit_code, result.stdout) == (0, ""), result.output
        assert "帖子：https://xibao.example/a/today.html" in result.stderr
    index = run("--file", str(PAGES / "sitemap/index.xml"), "--url", "https://xibao.example/map")
    assert "指向 4 份网站地图" in index.stderr and "sitemap-2026-11.xml.gz" in index.stderr
    article = PAGES / "sitemap/article-dated.html"
    html = run("--kind", "sitemap", "--file", str(article), "--url", "https://xibao.example/sitemap.xml")
    assert html.exit_code == 1 and "not-a-sitemap" in html.stderr


def test_addresses_that_a_visit_would_not_follow_are_named(tmp_path: Path) -> None:
    links = "".join(f'<li><a href="/n/{n}.html">今天城里的消息第{n}条,请看正文</a></li>' for n in range(9))
    saved = tmp_path / "list.html"
    far = '<li><a href="/calendar/2093-05">明年五月城里有哪些热闹的活动,请看这一页日历</a></li>'
    saved.write_text(f"<html><body><ul>{links}{far}</ul></body></html>")
    result = run("--kind", "page", "--file", str(saved), "--url", "https://a.example/")
    assert "trap-calendar" in result.stderr and "/calendar/2093-05" in result.stderr, result.stderr


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["没有这个来源"], "没有这个来源"),
        (["--file", str(PAGES / "feed/empty.xml")], "--url"),
        (["--file", "no-such-file.html", "--url", "https://a.example/"], "no-such-file.html"),
        (["--file", str(PAGES / "forum/topic.html"), "--url", "https://a.example/", "--kind", "forum"], "forum"),
        (["--file", str(PAGES / "feed/empty.xml"), "--url", "ftp://a.example/"], "ftp://a.example/"),
        (["https://real.example.cn/feed"], "association.contact"),
        ([], "--file"),
    ],
)
def test_unusable_arguments_are_named(arguments: list[str], word: str) -> None:
    result = run(*arguments)
    assert isinstance(result.exception, UsageError)
    assert word in str(result.exception)


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.slow
def test_a_named_source_is_fetched_and_its_list_read_on(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    article = (PAGES / "page/article-unaided.html").read_bytes()
    for name in ("one", "two"):
        (site / f"{name}.html").write_bytes(article)
    links = "".join(f'<li><a href="/{name}.html">{name} 早餐铺子搬家</a></li>' for name in ("one", "two"))
    (site / "list.html").write_text(f"<html><body><ul class=news>{links}</ul></body></html>", encoding="utf-8")
    with served(site) as address:
        config = tmp_path / "config.yaml"
        config.write_text(
            "association: {name: 协会, town: 镇, contact: 'mailto:a@b.invalid'}\ncrawl: {delay: 0s}\nsources:\n"
            f"  - {{name: 晚报, kind: page, url: '{address}/list.html', links: ul.news a, allow_loopback: true}}\n",
            encoding="utf-8",
        )
        result = run("晚报", "--config", str(config))
    posts = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0, result.output
    assert [post["url"].rsplit("/", 1)[1] for post in posts] == ["one.html", "two.html"]
    assert result.stderr.startswith(f"正在打开 {address}/list.html\n")
    assert f"  帖子：{address}/one.html" in result.stderr
    assert result.stderr.endswith("标题、正文、时间都对，就可以真正读一次：huisheng crawl --source 晚报\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["config.yaml", "site"]


@pytest.mark.slow
def test_a_sitemap_is_tried_through_its_index_to_its_articles(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "one.html").write_bytes((PAGES / "page/article-unaided.html").read_bytes())
    with served(site) as address:
        inner = f"<urlset><url><loc>{address}/one.html</loc></url></urlset>"
        (site / "inner.xml.gz").write_bytes(gzip.compress(inner.encode()))
        index = f"<sitemapindex><sitemap><loc>{address}/inner.xml.gz</loc></sitemap></sitemapindex>"
        (site / "sitemap.xml").write_text(index, encoding="utf-8")
        config = tmp_path / "config.yaml"
        config.write_text(
            "association: {name: 协会, town: 镇, contact: 'mailto:a@b.invalid'}\ncrawl: {delay: 0s}\nsources:\n"
            f"  - {{name: 晚报, kind: sitemap, url: '{address}/sitemap.xml', allow_loopback: true}}\n",
            encoding="utf-8",
        )
        result = run("晚报", "--config", str(config))
    posts = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0, result.output
    assert [post["url"].rsplit("/", 1)[1] for post in posts] == ["one.html"]
