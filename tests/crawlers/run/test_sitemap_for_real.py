"""A sitemap of sitemaps read over real HTTP by the command itself: what is new, once, and politely."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from cli import huisheng
from crawlers.run import crawl
from crawlers.voices import TMPFS, key_name
from model.config import load
from store import posts
from store.database import open_store

if TYPE_CHECKING:
    from conftest import Site

NOW = datetime.now(UTC).replace(microsecond=0)


class Paper:
    """A paper with an index, a packed sitemap of all articles, and one of the newest with news tags."""

    def __init__(self, site: Site, folder: Path) -> None:
        self.site, self.folder = site, folder
        self.config = folder / "config.yaml"
        self.number = 0
        self.write()

    def write(self, **more: object) -> None:
        options = "".join(f", {name}: {value}" for name, value in more.items())
        self.config.write_text(
            "association: {name: 协会, town: 永康, contact: mailto:help@xiehui.cn}\ndatabase: town.db\n"
            f'crawl: {{timeout: 5s}}\nsources:\n  - {{name: 晚报, kind: sitemap, url: "{self.site.url}/index.xml", '
            f"allow_loopback: true, delay: 0s, every: 1s{options}}}\n",
            encoding="utf-8",
        )

    def publish(self, articles: dict[str, timedelta], news: dict[str, timedelta] | None = None) -> None:
        """Serve the articles (name → age) and the sitemaps over them; the index itself never changes."""
        self.number += 1
        root = self.site.url
        tags = {"Content-Type": "application/gzip", "ETag": f'"{self.number}"'}
        self.site.raw("/all.xml.gz", gzip.compress(self._sitemap(articles)), headers=tags)
        told = "".join(
            f"<url><loc>{root}/{name}.html</loc><n:news><n:publication_date>{(NOW - age).isoformat()}"
            f"</n:publication_date><n:title>快讯:{name}</n:title></n:news></url>"
            for name, age in (news or {}).items()
        )
        xml = f"<urlset xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'>{told}</urlset>"
        self.site.raw("/news.xml", xml.encode(), headers={"ETag": f'"n{len(news or {})}"'})
        index = "".join(f"<sitemap><loc>{root}/{name}</loc></sitemap>" for name in ("news.xml", "all.xml.gz"))
        headers = {"Content-Type": "application/xml", "ETag": '"never changes"'}
        self.site.raw("/index.xml", f"<sitemapindex>{index}</sitemapindex>".encode(), headers=headers)
        for name in (*articles, *(news or {})):
            self.site.raw(f"/{name}.html", self._article(name), headers={"Content-Type": "text/html"})

    def crawl(self) -> tuple[int, str, list[str]]:
        """Exit status, what was said, and the paths asked for."""
        self.site.asked.clear()
        result = CliRunner().invoke(huisheng, ["crawl", "--config", str(self.config)])
        return result.exit_code, result.output, self.site.paths()

    def stored(self) -> dict[str, tuple[str, datetime | None]]:
        with open_store(self.folder / "town.db") as store:
            return {p.key.rpartition("/")[2]: (p.title, p.published_at) for p in posts.page(store)}

    def _sitemap(self, articles: dict[str, timedelta]) -> bytes:
        urls = "".join(
            f"<url><loc>{self.site.url}/{name}.html</loc><lastmod>{(NOW - age).isoformat()}</lastmod></url>"
            for name, age in articles.items()
        )
        return f"<urlset>{urls}</urlset>".encode()

    def _article(self, name: str) -> bytes:
        body = f"<p>{name}的路灯修好了,晚上散步的人多了起来。</p><p>街道说其余几盏下周换。</p>"
        return (
            f"<html><head><meta charset=utf-8></head><body><div class=content>{body}</div></body></html>".encode()
        )


@pytest.fixture
def paper(site: Site, tmp_path: Path) -> Iterator[Paper]:
    yield Paper(site, tmp_path)
    (TMPFS / f"huisheng-{os.getuid()}" / key_name(tmp_path / "town.db")).unlink(missing_ok=True)


HOUR = timedelta(hours=1)


def test_new_articles_are_read_once_old_ones_never_and_unchanged_sitemaps_not_sent_again(paper: Paper) -> None:
    ages = {"one": 30 * HOUR, "two": 2 * HOUR, "ancient": 4000 * HOUR}
    paper.publish(ages, news={"three": HOUR})
    status, said, asked = paper.crawl()
    assert status == 0, said
    assert asked == ["/index.xml", "/all.xml.gz", "/two.html", "/one.html", "/news.xml", "/three.html"]
    found = paper.stored()
    assert found["three.html"] == ("快讯:three", NOW - HOUR)
    assert found["one.html"] == ("", NOW - 30 * HOUR) and "ancient.html" not in found

    status, said, asked = paper.crawl()
    assert (status, asked) == (0, ["/index.xml", "/all.xml.gz", "/news.xml"])
    sent = {h.get("if-none-match") for h in paper.site.headers[-3:]}
    assert sent == {None, '"1"', '"n1"'}  # the index is asked for whole: it stays as it is when articles come

    paper.publish({**ages, "four": timedelta(minutes=3)}, news={"three": HOUR})
    status, said, asked = paper.crawl()
    assert (status, asked) == (0, ["/index.xml", "/all.xml.gz", "/four.html", "/news.xml"])
    assert set(paper.stored()) == {"one.html", "two.html", "three.html", "four.html"}


def test_what_the_budget_left_is_read_next_time_newest_first(paper: Paper) -> None:
    paper.write(max_pages=5)
    paper.publish({f"n{age}": age * HOUR for age in (5, 1, 4, 2, 3)})
    assert paper.crawl()[2] == ["/index.xml", "/all.xml.gz", "/n1.html", "/n2.html", "/n3.html"]
    assert paper.crawl()[2] == ["/index.xml", "/all.xml.gz", "/n4.html", "/n5.html", "/news.xml"]
    assert paper.crawl()[2] == ["/index.xml", "/all.xml.gz", "/news.xml"]


def test_what_robots_txt_closes_is_not_read_although_the_sitemap_names_it(paper: Paper) -> None:
    paper.site.raw("/robots.txt", b"User-agent: *\nDisallow: /two\n")
    paper.publish({"one": HOUR, "two": HOUR})
    _, said, asked = paper.crawl()
    assert "/two.html" not in asked and "/one.html" in asked
    assert "robots.txt" in said and set(paper.stored()) == {"one.html"}


def test_an_address_that_may_not_be_read_counts_as_done(paper: Paper) -> None:
    paper.site.raw("/robots.txt", b"User-agent: *\nDisallow: /news\n")
    paper.publish({"one": HOUR})
    told: list[tuple[str, int, int]] = []
    crawl(load(paper.config), NOW, progress=lambda *report: told.append(report))
    assert told[-1] == ("晚报", 4, 4)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (
            b"<html><head><title>x</title></head><body><p>\xe6\xac\xa2\xe8\xbf\x8e</p></body></html>",
            "给的不是网站地图",
        ),
        (b"<urlset><url><loc>x</loc>", "网站地图的格式坏了"),
        (b"<!DOCTYPE u [<!ENTITY a 'x'>]><urlset/>", "定义了 XML 实体"),
        (gzip.compress(b"<urlset>" + b" " * 21_000_000), "超过 20 MB"),
        (b"<urlset><url><loc>https://elsewhere.example/1</loc></url></urlset>", "都在别的网站上"),
    ],
)
def test_a_start_address_that_is_no_sitemap_fails_with_a_sentence(paper: Paper, body: bytes, words: str) -> None:
    paper.site.raw("/index.xml", body, headers={"Content-Type": "application/xml"})
    status, said, asked = paper.crawl()
    assert (status, asked) == (1, ["/index.xml"])
    assert words in said and f"{paper.site.url}/index.xml" in said


def test_an_index_that_lists_an_index_or_itself_is_not_followed_in_circles(paper: Paper) -> None:
    root = paper.site.url
    for name, other in (("index.xml", "inner.xml"), ("inner.xml", "index.xml")):
        both = "".join(f"<sitemap><loc>{root}/{one}</loc></sitemap>" for one in (name, other))
        paper.site.raw(f"/{name}", f"<sitemapindex>{both}</sitemapindex>".encode())
    status, said, asked = paper.crawl()
    assert asked == ["/index.xml", "/inner.xml"]
    assert status == 1 and "索引里又套着索引" in said
