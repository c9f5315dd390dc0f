"""What a site sees of us, and what we refuse from it, over real HTTP."""

from __future__ import annotations

import gzip
import threading
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Site, Town


def test_who_we_say_we_are(site: Site, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    site.put("/feed", follow=["/t/1"])
    site.raw("/t/1", b'{"posts": []}', headers={"Set-Cookie": "a=b; Path=/"})
    town.visit()
    town.visit(after="10m")
    assert {h["user-agent"].split("/")[0] for h in site.headers} == {"Huisheng"}
    assert all(h["user-agent"].endswith("(+mailto:help@xiehui.cn)") for h in site.headers)
    assert all(h["from"] == "help@xiehui.cn" and "zh-CN" in h["accept-language"] for h in site.headers)
    assert all(h["accept-encoding"] == "gzip" for h in site.headers)
    assert not any("cookie" in h or "referer" in h for h in site.headers)


def test_robots_forbids(site: Site, town: Town) -> None:
    site.raw("/robots.txt", b"User-agent: *\nDisallow: /\n")
    site.put("/feed", "一")
    assert not town.visit().ok
    assert site.paths() == [] and town.kinds() == ["robots"]


def test_robots_forbids_a_part(site: Site, town: Town) -> None:
    site.raw("/robots.txt", b"User-agent: Huisheng\nDisallow: /t/\n\nUser-agent: *\nAllow: /\n")
    site.put("/feed", "一", follow=["/t/1"])
    site.put("/t/1", "二")
    town.visit()
    assert site.paths() == ["/feed"] and town.column("key") == ["一"] and town.kinds() == ["robots"]


@pytest.mark.parametrize("status", [403, 429, 500])
def test_robots_that_cannot_be_read_forbids_everything(status: int, site: Site, town: Town) -> None:
    site.raw("/robots.txt", status=status)
    site.put("/feed", "一")
    assert not town.visit().ok
    assert site.paths() == [] and town.kinds() == ["robots-unreachable"]


def test_robots_that_does_not_answer_forbids_everything(site: Site, town: Town) -> None:
    over = threading.Event()
    town.crawl["timeout"] = "0.5s"
    site.hooks["/robots.txt"] = lambda: over.wait(60)
    site.put("/feed", "一")
    town.visit()
    over.set()
    assert site.paths() == [] and town.kinds() == ["robots-unreachable"]


@pytest.mark.parametrize(("path", "status", "form"), [
    ("/feed", 429, "seconds"), ("/t/1", 503, "date"), ("/robots.txt", 503, "seconds"),
])  # fmt: skip
def test_retry_after_is_kept(path: str, status: int, form: str, site: Site, town: Town) -> None:
    site.put("/feed", "一", follow=["/t/1", "/t/2"])
    site.put("/t/2", "二")
    value = "3600" if form == "seconds" else format_datetime(town.now + timedelta(hours=1), usegmt=True)
    page = site.pages.get(path)
    site.raw(path, status=status, headers={"Retry-After": value})
    assert not town.visit().ok
    assert "/t/2" not in site.paths(), "the visit ends"
    later = town.visits()["城事"].not_before
    assert later is not None and timedelta(0) <= later - town.now - timedelta(hours=1) < timedelta(minutes=1)
    site.pages.pop(path) if page is None else site.pages.update({path: page})
    assert town.visit(after="55m", only=["城事"]).counts["sources"] == 0
    assert "waiting" in town.kinds() and site.asked == []
    assert town.visit(after="10m").counts["sources"] == 1
    assert town.visits()["城事"].not_before is None


@pytest.mark.parametrize(("status", "body", "kind"), [
    (405, "<title>405</title><p>很抱歉,您的访问被阻断</p>", "firewall"),
    (521, "<script>document.cookie='v=1';location.reload()</script>", "anti-scraping"),
    (403, "<title>403 Forbidden</title>", "http-status"),
])  # fmt: skip
def test_a_firewall_that_answers_with_an_error(status: int, body: str, kind: str, site: Site, town: Town) -> None:
    site.raw("/feed", body.encode(), status=status)
    assert not town.visit().ok
    later = town.visits()["城事"].not_before
    assert town.kinds() == [kind] and (later is not None) == (kind != "http-status")


def test_redirects_inwards_are_not_followed(site: Site, other_site: Site, town: Town) -> None:
    hosts = ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0.0.0.0", "[::1]",
             "[::ffff:127.0.0.1]", "169.254.169.254", "[64:ff9b::7f00:1]"]  # fmt: skip
    for number, host in enumerate(hosts):
        target = f"http://{host}:{other_site.port}/secret"
        site.raw(f"/t/{number}", status=302, headers={"Location": target})
    site.put("/t/last", "二")
    site.put("/feed", follow=[*(f"/t/{n}" for n in range(len(hosts))), "/t/last"])
    town.visit()
    assert other_site.asked == [] and town.column("key") == ["二"]
    [issue] = town.issues()
    assert issue.kind == "redirect-off-site" and issue.message.startswith(f"{len(hosts)} 处：")


def test_redirects_that_are_no_web_pages(site: Site, town: Town) -> None:
    for number, target in enumerate(["file:///etc/hostname", "ftp://127.0.0.1/x", "data:text/plain,x"]):
        site.raw(f"/t/{number}", status=302, headers={"Location": target})
    site.put("/feed", follow=["/t/0", "/t/1", "/t/2"])
    assert not town.visit().ok
    [issue] = town.issues()
    assert issue.kind == "redirect-not-http" and issue.message.startswith("3 处：")


def test_redirects_within_the_site(site: Site, town: Town) -> None:
    site.raw("/robots.txt", b"User-agent: *\nDisallow: /private\n")
    site.put("/feed", follow=["/t/1", "/t/2", "/loop"])
    site.raw("/t/1", status=301, headers={"Location": "/t/new"})
    site.put("/t/new", "一")
    site.raw("/t/2", status=302, headers={"Location": "/private"})
    site.put("/private", "二")
    site.raw("/loop", status=302, headers={"Location": "/loop"})
    town.visit()
    assert town.column("key") == ["一"] and "/private" not in site.paths()
    assert town.kinds() == ["redirect-loop", "robots"]


def test_this_machine_is_not_read_unless_the_source_says_so(site: Site, town: Town) -> None:
    site.put("/feed", "一")
    town.source["allow_loopback"] = False
    hosts = ["127.0.0.1", "localhost", "127.1", "0.0.0.0"]
    town.sources = {f"源{n}": f"http://{host}:{site.port}/feed" for n, host in enumerate(hosts)}
    assert town.visit().counts["failed"] == 4
    assert site.asked == [] and town.kinds() == ["inner-address"] * 4


@pytest.mark.parametrize("packed", [True, False])
def test_a_page_that_is_too_large_is_cut_off(packed: bool, site: Site, town: Town) -> None:
    town.crawl["max_bytes"] = 100_000
    body = b'{"posts": []}' + b" " * 10_000_000
    headers = {"Content-Encoding": "gzip"} if packed else {}
    site.put("/feed", follow=["/t/1", "/t/2"])
    site.raw("/t/1", gzip.compress(body) if packed else body, headers=headers)
    site.put("/t/2", "二")
    town.visit()
    assert town.kinds() == ["too-large"] and town.column("key") == ["二"]


def test_a_page_that_is_cut_short(site: Site, town: Town) -> None:
    packed = gzip.compress(b'{"posts": [{"key": "a", "text": "a"}]}' + b" " * 5_000)
    for number, body in enumerate((packed, packed[:-9], b"not gzip")):
        site.raw(f"/t/{number}", body, headers={"Content-Encoding": "gzip"})
    site.put("/feed", follow=["/t/0", "/t/1", "/t/2"])
    town.visit()
    assert town.column("key") == ["a"] and town.kinds() == ["cut-short", "download-failed"]


def test_a_certificate_must_be_good(
    secure_site: Site, self_signed: Path, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    secure_site.put("/feed", "一")
    town.sources = {"城事": f"{secure_site.url}/feed"}
    assert not town.visit().ok
    assert town.kinds() == ["certificate"] and secure_site.asked == []
    monkeypatch.setenv("SSL_CERT_FILE", str(self_signed))
    assert town.visit(after="10m").ok


def test_a_site_that_is_not_there(town: Town) -> None:
    town.sources = {"城事": "http://127.0.0.1:9/feed"}
    town.crawl["timeout"] = "1s"
    assert not town.visit().ok
    assert town.kinds() == ["connection"]


def test_a_site_that_does_not_answer_in_time(site: Site, town: Town) -> None:
    over = threading.Event()
    town.crawl["timeout"] = "0.5s"
    site.hooks["/feed"] = lambda: over.wait(60)
    town.visit()
    over.set()
    assert town.kinds() == ["timeout"]
