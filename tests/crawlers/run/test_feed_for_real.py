"""A feed, read by the real child process with the real kind and the real redaction, and the command itself."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from cli import huisheng
from crawlers.fetch import fetch_once
from crawlers.kinds.base import Page, Refusal
from crawlers.voices import TMPFS, key_name
from model.config import load
from store import posts, runs
from store.database import open_store

if TYPE_CHECKING:
    from conftest import Site

NOW = datetime.now(UTC)


def rss(*texts: str) -> bytes:
    items = "".join(
        f"<item><title>{text}</title><link>/p/{n}</link><guid isPermaLink='false'>g{n}</guid>"
        f"<description>{text}</description>"
        f"<author>某人@例</author><pubDate>{format_datetime(NOW - timedelta(minutes=10 * n + 5))}</pubDate></item>"
        for n, text in enumerate(texts)
    )
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>城事</title>{items}</channel></rss>".encode()


@pytest.fixture
def settings(site: Site, tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "config.yaml"
    path.write_text(
        f"""
association: {{name: 协会, town: 永康, contact: mailto:help@xiehui.cn}}
database: town.db
crawl: {{timeout: 5s}}
sources:
  - {{name: 城事, kind: feed, url: "{site.url}/feed", allow_loopback: true, delay: 0s, every: 1s}}
  - {{name: 晚报, kind: feed, url: "{site.url}/gone", allow_loopback: true, delay: 0s}}
  - {{name: 旧报, kind: feed, url: "{site.url}/old", allow_loopback: true, delay: 0s, enabled: false}}
""",
        encoding="utf-8",
    )
    yield path
    (TMPFS / f"huisheng-{os.getuid()}" / key_name(tmp_path / "town.db")).unlink(missing_ok=True)


def run(settings: Path, *arguments: str) -> Result:
    return CliRunner().invoke(huisheng, ["crawl", "--config", str(settings), *arguments])


def test_a_feed_is_crawled_by_command(site: Site, settings: Path) -> None:
    kind = {"Content-Type": "application/rss+xml; charset=utf-8", "ETag": '"1"'}
    site.raw("/feed", rss("水库边有人落水", "电话13800001111,求证"), headers=kind)
    first = run(settings, "--source", "城事")
    assert first.exit_code == 0, first.output
    assert "读取完成：1 个来源（0 个失败），1 页，2 篇新帖，0 篇有改动，0 篇被删" in first.output
    with open_store(settings.parent / "town.db") as store:
        found = {post.key: post for post in posts.page(store)}
        assert set(found) == {"g0", "g1"}
        assert found["g0"].title == "水库边有人落水" and found["g0"].published_at is not None
        assert "13800001111" not in found["g1"].body
        assert runs.last_success(store, "crawl") is not None
    assert "0 篇新帖" in run(settings, "--source", "城事").output
    assert site.headers[-1]["if-none-match"] == '"1"'


def test_a_source_that_fails_is_exit_status_1(site: Site, settings: Path) -> None:
    site.raw("/feed", rss("一"), headers={"Content-Type": "application/rss+xml"})
    result = run(settings)
    assert result.exit_code == 1 and "2 个来源（1 个失败）" in result.output
    assert f"晚报: 网站回答 HTTP 404：{site.url}/gone" in result.stderr
    with open_store(settings.parent / "town.db") as store:
        [issue] = runs.issues_since(store, NOW - timedelta(days=1))
    assert (issue.source, issue.kind) == ("晚报", "http-status") and "HTTP 404" in issue.message


@pytest.mark.parametrize(("name", "words"), [
    ("没有", "没有叫 没有 的来源；有这些：城事, 晚报, 旧报"), ("旧报", "旧报 在 config.yaml 里停用了"),
])  # fmt: skip
def test_a_name_that_cannot_be_visited(name: str, words: str, settings: Path) -> None:
    result = run(settings, "--source", name)
    assert words in str(result.exception)
    assert not (settings.parent / "town.db").exists()


def test_one_address_for_source_try(site: Site, settings: Path) -> None:
    config = load(settings)
    body = json.dumps({"城": "事"}).encode()
    site.raw("/feed", body, headers={"Content-Type": 'Text/HTML; Charset="GBK"'})
    site.raw("/robots.txt", b"User-agent: *\nDisallow: /secret\n")
    page = fetch_once(config, config.sources[0], f"{site.url}/feed", NOW)
    assert isinstance(page, Page)
    assert (page.status, page.content_type, page.charset, page.body) == (200, "text/html", "gbk", body)
    for path, kind in (("/secret", "robots"), ("/nothing", "http-status")):
        refused = fetch_once(config, config.sources[0], site.url + path, NOW)
        assert isinstance(refused, Refusal) and refused.kind == kind
    away = fetch_once(config, config.sources[0], "http://127.0.0.1:9/x", NOW)
    assert isinstance(away, Refusal) and away.kind == "off-site"
    assert not (settings.parent / "town.db").exists()


@pytest.mark.parametrize(("name", "people"), [
    ("jsonfeed-people.json", ["苗圃", "第二位", "林间路", "/u/"]),
    ("jsonfeed10.json", ["老魏", "laowei"]),
    ("atom-full.xml", ["老许", "laoxu", "巷尾阿青", "小禾"]),
    ("atom-odd.xml", ["别处的人", "laoli", "uid=9"]),
    ("wordpress.xml", ["柳溪阿婆", "过路人"]),
])  # fmt: skip
def test_who_wrote_a_feed_is_in_no_file_and_no_output(
    name: str, people: list[str], site: Site, settings: Path
) -> None:
    feed = (Path(__file__).resolve().parents[2] / "pages/feed" / name).read_bytes()
    assert all(person.encode() in feed for person in people)
    site.raw("/feed", feed, headers={"Content-Type": "text/plain"})
    result = run(settings, "--source", "城事")
    assert result.exit_code == 0, result.output
    files = [path.read_bytes() for path in settings.parent.iterdir() if path != settings]
    assert any("town.db" in path.name for path in settings.parent.iterdir())
    kept = b"".join(files) + result.output.encode()
    assert [person for person in people if person.encode() in kept] == []
    with open_store(settings.parent / "town.db") as store:
        assert len(list(posts.page(store))) >= 4
