"""The town's sites show what real ones of their kind show, and their robots.txt means what it says."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import lxml.etree
import lxml.html
import pytest
import requests

from demo.records import Town
from demo.sources import Sites, served
from demo.town.build import build

ATOM = "{http://www.w3.org/2005/Atom}"
LOC = re.compile("<loc>(.+?)</loc>")
END = datetime(2026, 5, 20, 6, 41, tzinfo=UTC)


@pytest.fixture(scope="module")
def town() -> Town:
    return build(1, END)


@pytest.fixture(scope="module")
def sites(town: Town) -> Iterator[Sites]:
    with served(town) as found:
        yield found


def get(url: str, **headers: str) -> requests.Response:
    with requests.Session() as session:
        session.trust_env = False
        return session.get(url, headers=headers, timeout=10)


def url_of(sites: Sites, board: str) -> str:
    return str(next(outlet.settings["url"] for outlet in sites.outlets if outlet.board == board))


def page(reply: requests.Response) -> lxml.html.HtmlElement:
    return lxml.html.fromstring(reply.content.decode(reply.encoding or "utf-8"))


def test_every_site_is_on_loopback_with_a_port_of_its_own(sites: Sites) -> None:
    roots = {server.root for server in sites.servers}
    assert len(roots) == len(sites.servers) == 7
    assert all(root.startswith("http://127.0.0.1:") for root in roots)


def test_a_board_list_has_the_documented_rows(sites: Sites) -> None:
    tree = page(get(url_of(sites, "city")))
    rows = tree.xpath("//tbody[starts-with(@id, 'normalthread_')]")
    assert len(rows) == 50
    assert len(tree.xpath("//tbody[starts-with(@id, 'stickthread_')]")) == 1
    row = rows[0]
    assert row.xpath(".//a[contains(@class, 'xst')]")[0].get("href").startswith("forum.php?mod=viewthread&tid=")
    assert row.xpath(".//td[@class='num']/a")[0].text.isdecimal()
    created, last = row.xpath(".//td[@class='by']")
    assert created.xpath("em/span")[0].text == "2026-5-20"
    assert last.xpath("em/a/span")[0].get("title").startswith("2026-5-20 ")
    assert tree.xpath("//a[@class='nxt']")


def test_a_page_past_the_end_shows_the_last_page_without_a_next_link(sites: Sites) -> None:
    url = url_of(sites, "city")
    past = page(get(f"{url}&page=999"))
    assert past.xpath("//a[@class='nxt']") == []
    assert past.xpath("//tbody[starts-with(@id, 'stickthread_')]") == []
    number = past.xpath("//div[@class='pg']/strong")[0].text
    same = page(get(f"{url}&page={number}"))
    assert [r.get("id") for r in same.xpath("//tbody")] == [r.get("id") for r in past.xpath("//tbody")]


def test_old_replies_are_listed_as_bare_text(sites: Sites) -> None:
    last = page(get(f"{url_of(sites, 'city')}&page=999")).xpath("//tbody")[-1].xpath(".//td[@class='by']")[1]
    assert last.xpath("em/a/span") == []
    assert last.xpath("em/a")[0].text.startswith("2026-4-")


def test_a_thread_shows_names_as_a_real_board_does(sites: Sites, town: Town) -> None:
    thread = next(t for t in town.threads if t.planted == "talk")
    root = url_of(sites, "south").split("/forum.php")[0]
    tree = page(get(f"{root}/forum.php?mod=viewthread&tid={thread.key}"))
    posts = tree.xpath("//div[@id='postlist']/div[starts-with(@id, 'post_')]")
    assert len(posts) == 20
    first = thread.entries[0]
    assert tree.xpath(f"//td[@id='postmessage_{first.key}']")
    assert "发表于" in tree.xpath(f"//em[@id='authorposton{first.key}']")[0].text
    assert first.speaker.name in lxml.html.tostring(posts[0], encoding="unicode")
    assert tree.xpath("//span[@id='thread_subject']")[0].text == thread.title
    assert page(get(f"{root}/forum.php?mod=viewthread&tid={thread.key}&page=4")).xpath("//a[@class='nxt']") == []


def test_hidden_scraps_and_quotes_are_there_to_be_dropped(sites: Sites, town: Town) -> None:
    thread = next(t for t in town.threads if t.planted == "talk")
    root = url_of(sites, "south").split("/forum.php")[0]
    text = "".join(get(f"{root}/forum.php?mod=viewthread&tid={thread.key}&page={n}").text for n in range(1, 5))
    for scrap in ('class="jammer"', "display:none", 'class="quote"', 'class="pstatus"'):
        assert scrap in text


def test_a_missing_thread_is_404_with_a_message(sites: Sites) -> None:
    root = url_of(sites, "city").split("/forum.php")[0]
    reply = get(f"{root}/forum.php?mod=viewthread&tid=1")
    assert reply.status_code == 404
    assert page(reply).xpath("//div[@id='messagetext' and @class='alert_error']")


def test_the_feed_shows_its_newest_twenty_and_keeps_its_validators(sites: Sites, town: Town) -> None:
    url = url_of(sites, "blog")
    reply = get(url)
    assert reply.text.count("<item>") == 20
    newest = max(town.on("blog"), key=lambda thread: thread.opened_at)
    assert newest.title in reply.text
    again = get(url, **{"If-None-Match": reply.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_wordpress_feed_is_as_wordpress_writes_it(sites: Sites, town: Town) -> None:
    url = url_of(sites, "kitchen")
    reply = get(url)
    newest = sorted(town.on("kitchen"), key=lambda thread: thread.opened_at)[-10:]
    assert [title for title in re.findall("<title>(.+)</title>", reply.text)[1:]] == [t.title for t in newest[::-1]]
    assert reply.text.count("<content:encoded><![CDATA[") == 10
    assert f"<dc:creator><![CDATA[{newest[-1].entries[0].speaker.name}]]>" in reply.text
    assert re.search(r'<img src="https://s\.w\.org/[^"]+\.png" alt="[^"a-z]+" class="wp-smiley"', reply.text)
    assert "+0000</pubDate>" in reply.text
    for held in ({"If-None-Match": reply.headers["ETag"]}, {"If-Modified-Since": reply.headers["Last-Modified"]}):
        again = get(url, **held)
        assert (again.status_code, again.content) == (304, b"")
    assert get(url, **{"If-None-Match": '"old"', "If-Modified-Since": reply.headers["Last-Modified"]}).content


def test_the_notices_are_atom_with_xhtml_and_an_xml_base(sites: Sites) -> None:
    tree = lxml.etree.fromstring(get(url_of(sites, "notices")).content)
    entries = tree.findall(f"{ATOM}entry")
    assert len(entries) == 30 and tree.get("{http://www.w3.org/XML/1998/namespace}base")
    for entry in entries:
        assert entry.find(f"{ATOM}content").get("type") == "xhtml"
        assert entry.find(f"{ATOM}author/{ATOM}name").text
        assert entry.find(f"{ATOM}link").get("href").startswith("/notice/")
    assert {entry.find(f"{ATOM}published") is not None for entry in entries} == {True, False}


def test_the_broadcaster_has_an_index_packed_months_and_news_of_two_days(sites: Sites, town: Town) -> None:
    url = url_of(sites, "radio")
    root = url.removesuffix("/sitemap.xml")
    assert f"Sitemap: {url}" in get(f"{root}/robots.txt").text
    listed = LOC.findall(get(url).text)
    assert [one.removeprefix(root) for one in listed] == [
        "/sitemap-news.xml", "/sitemap-2026-05.xml.gz", "/sitemap-2026-04.xml.gz", "/author-sitemap.xml",
    ]  # fmt: skip
    packed = get(listed[1])
    assert packed.headers["Content-Type"] == "application/gzip"
    assert b"/xinwen/2026-05-" in gzip.decompress(packed.content)
    assert get(packed.url, **{"If-None-Match": packed.headers["ETag"]}).status_code == 304
    news = get(listed[0]).text
    fresh = [t for t in town.on("radio") if town.end - t.opened_at < timedelta(days=2)]
    assert news.count("<news:title>") == len(fresh) >= 4
    pages = [get(address).text for address in LOC.findall(news) if "/xinwen/" in address]
    assert all("记者" in text and "/author/" in text for text in pages)


def test_some_pages_of_the_broadcaster_show_no_time(sites: Sites) -> None:
    months = gzip.decompress(get(url_of(sites, "radio").replace(".xml", "-2026-05.xml.gz")).content).decode()
    pages = [get(address).text for address in LOC.findall(months) if "/xinwen/" in address]
    assert {"<time" in page for page in pages} == {True, False}


def test_the_paper_is_gbk_bytes_with_pages_and_a_time(sites: Sites) -> None:
    reply = get(url_of(sites, "news"))
    assert reply.headers["Content-Type"] == "text/html; charset=gbk"
    with pytest.raises(UnicodeDecodeError):
        reply.content.decode("utf-8")
    tree = page(reply)
    assert tree.xpath("//a[@class='next']")[0].get("href") == "/news/index_2.html"
    root = url_of(sites, "news").split("/news/")[0]
    article = page(get(root + tree.xpath("//ul[@class='news']/li/a")[0].get("href")))
    assert article.xpath("//time")[0].text.startswith("2026-05-20 ")


def test_robots_close_what_they_close_and_trespass_is_noticed(town: Town) -> None:
    with served(town) as sites:
        for server in sites.servers:
            assert "Disallow:" in get(f"{server.root}/robots.txt").text
        assert sites.trespasses == []
        get(url_of(sites, "news").replace("index.html", "draft/1.html"))
        assert sites.trespasses == ["/news/draft/1.html"]
