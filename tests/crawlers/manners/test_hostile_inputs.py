"""Hostile inputs, each with what becomes of it: one row each. `test_there_are_enough_rows` counts them.

The rows of ADDRESSES are tried three ways: as a link on a page, as a source's own address, and over the wire in a
crawler process without the rule for links, directly and as the target of a redirect.
"""

from __future__ import annotations

import contextlib
import gzip
import json
import socketserver
import subprocess
import sys
import threading
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import brotli
import pytest
from pydantic import TypeAdapter
from scrapy.robotstxt import ProtegoRobotParser

from crawlers.kinds import KINDS
from crawlers.kinds.base import Fetch, Outcome, Page, Visit
from crawlers.manners.guard import Site, fault_of
from crawlers.manners.identity import NAME
from crawlers.manners.retry_after import LONGEST, not_before
from crawlers.manners.robots import Rules
from model.config import Source

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
TOWN = Site(host="bbs.town.example", port=443, loopback=False)

# Hosts that lead into this machine or its network; nobody may ever connect to them.
ADDRESSES = (
    "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "017700000001", "0.0.0.0",
    "0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1", "255.255.255.255",
    "[::]", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]", "[fec0::1]", "[fe80::1]", "[fc00::1]", "[ff02::1]",
)  # fmt: skip
# Names and spellings that only a resolver turns into such an address; tried over the wire alone.
NAMES = ("localhost", "localhost.", "LOCALHOST", "ip6-localhost")

LINKS = {  # a link on a page of bbs.town.example → why it is not followed
    "file:///etc/hostname": "not-http", "data:text/html,x": "not-http", "ftp://bbs.town.example/x": "not-http",
    "gopher://bbs.town.example/": "not-http", "javascript:alert(1)": "not-http", "s3://bucket/x": "not-http",
    "view-source:https://bbs.town.example/": "not-http", "//bbs.town.example/x": "not-http", "": "not-http",
    "https://bbs.town.example:8443/": "off-site", "https://town.example/": "off-site",
    "https://bbs.town.example.evil.example/": "off-site", "https://bbs.town.example@evil.example/": "bad-address",
    "https://a:b@bbs.town.example/": "bad-address", "https://bbs.town.example:99999/": "bad-address",
    "https://[::1/": "bad-address", "https:///x": "bad-address",
    "https://bbs.town.example\\@evil.example/": "bad-address",
}  # fmt: skip

RETRY_AFTER: dict[str, timedelta | None] = {
    "120": timedelta(minutes=2), "Fri, 20 Nov 2026 12:30:00 GMT": timedelta(minutes=30),
    "Friday, 20-Nov-26 12:30:00 GMT": timedelta(minutes=30), "Fri Nov 20 12:30:00 2026": timedelta(minutes=30),
    "Fri, 20 Nov 2026 11:00:00 GMT": None, "0": None, "-5": None, "soon": None, "1.5": None, "\u00b2": None,
    "9" * 400: LONGEST, "Fri, 20 Nov 2099 12:30:00 GMT": LONGEST, "Fri, 99 Nov 2026 12:30:00 GMT": None,
}  # fmt: skip

_LONG_ROBOTS = b"# padding\n" * 49_000  # 490 kB: RFC 9309 wants the first 500 KiB to be read
ROBOTS_FILES: dict[str, tuple[bytes, bool, float]] = {  # may /t/1?a=b be read; the pause in seconds
    "nothing in it": (b"", True, 0),
    "byte order mark": (b"\xef\xbb\xbfUser-agent: *\nDisallow: /\n", False, 0),
    "carriage returns": (b"User-agent: *\rDisallow: /\r", False, 0),
    "500 kB, the rule at its end": (_LONG_ROBOTS + b"User-agent: *\nDisallow: /\n", False, 0),
    "wildcard": (b"User-agent: *\nDisallow: /*?a=\n", False, 0),
    "end of the address": (b"User-agent: *\nDisallow: /t/1$\n", True, 0),
    "many wildcards": (b"User-agent: *\nDisallow: /" + b"*a" * 2000 + b"$\n", True, 0),
    "our name in capitals": (b"User-agent: HUISHENG\nDisallow: /\n", False, 0),
    "bytes that are no text": (b"\xff\xfe\x00User-agent: *\nDisallow: /\n\x80", True, 0),
    "a web page": (b"<html><body>404</body></html>", True, 0),
    "delay in part of a second": (b"User-agent: *\nCrawl-delay: 0.25\n", True, 0.25),
    "delay with a remark": (b"User-agent: *\nCrawl-delay: 10 # seconds\n", True, 10),
    "delay below nothing": (b"User-agent: *\nCrawl-delay: -5\n", True, 0),
    "delay in words": (b"User-agent: *\nCrawl-delay: soon\n", True, 0),
    "delay that is no number": (b"User-agent: *\nCrawl-delay: nan\n", True, 0),
    "delay without end": (b"User-agent: *\nCrawl-delay: inf\n", True, 0),
}  # fmt: skip

_ZEROS = b"\0" * 20_000_000  # over the limit for one page, 5 MB
_DEFLATED = zlib.compress(_ZEROS, 9)


def _http(body: bytes = b"ok", status: str = "200 OK", *headers: str, length: int | None = None) -> bytes:
    size = f"Content-Length: {len(body) if length is None else length}"
    return "\r\n".join((f"HTTP/1.1 {status}", size, "Connection: close", *headers, "", "")).encode() + body


REPLIES: dict[str, tuple[bytes, str]] = {  # what the server sends → answered, or the kind of failure
    "an ordinary page": (_http(), "answered"),
    "gzip bomb": (_http(gzip.compress(_ZEROS), "200 OK", "Content-Encoding: gzip"), "too-large"),
    "gzip bomb in gzip": (
        _http(gzip.compress(gzip.compress(_ZEROS)), "200 OK", "Content-Encoding: gzip, gzip"), "too-large"),
    "brotli bomb, not asked for": (_http(brotli.compress(_ZEROS), "200 OK", "Content-Encoding: br"), "too-large"),
    "deflate bomb, not asked for": (_http(_DEFLATED, "200 OK", "Content-Encoding: deflate"), "too-large"),
    "larger than it may be": (_http(_ZEROS[:6_000_000]), "too-large"),
    "says that it is 9 TB": (_http(length=9 * 10**12), "too-large"),
    "cut short": (_http(length=1000), "cut-short"),
    "gzip cut short": (
        _http(gzip.compress(b"x" * 9999)[:-9], "200 OK", "Content-Encoding: gzip"), "cut-short"),
    "gzip that is none": (_http(b"not gzip", "200 OK", "Content-Encoding: gzip"), "download-failed"),
    "chunks without an end": (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n5\r\nhello\r\n", "cut-short"),
    "header of 1 MB": (_http(b"ok", "200 OK", "X-Long: " + "x" * 1_000_000), "connection"),
    "no HTTP at all": (b"\x16\x03\x01" * 30 + b"\r\n\r\n", "connection"),
    "hangs up": (b"", "connection"),
    "redirects to itself": (_http(b"", "302 Found", "Location: /redirects%20to%20itself"), "redirect-loop"),
    "redirects to a file": (_http(b"", "302 Found", "Location: file:///etc/hostname"), "redirect-not-http"),
    "redirects to another port": (_http(b"", "302 Found", "Location: http://127.0.0.1:9/"), "redirect-off-site"),
    "redirects to a user": (_http(b"", "302 Found", "Location: http://u@127.0.0.1:9/"), "redirect-bad-address"),
    "comes drop by drop": (b"drip", "timeout"),
}  # fmt: skip

ROBOTS_ANSWERS: dict[str, tuple[bytes, str]] = {  # what /robots.txt is → what becomes of a page of the site
    "404": (_http(b"", "404 Not Found"), "answered"), "410": (_http(b"", "410 Gone"), "answered"),
    "401": (_http(b"", "401 Unauthorized"), "robots-unreachable"),
    "403": (_http(b"", "403 Forbidden"), "robots-unreachable"),
    "429": (_http(b"", "429 Too Many"), "robots-unreachable"),
    "500": (_http(b"", "500 Oops"), "robots-unreachable"), "503": (_http(b"", "503 Busy"), "robots-unreachable"),
    "redirect loop": (_http(b"", "302 Found", "Location: /robots.txt"), "robots-unreachable"),
    "drop by drop": (b"drip", "robots-unreachable"), "cut short": (_http(length=99), "robots-unreachable"),
    "bomb": (_http(gzip.compress(_ZEROS), "200 OK", "Content-Encoding: gzip"), "robots-unreachable"),
    "delay of an hour": (_http(b"User-agent: *\nCrawl-delay: 3600\n"), "crawl-delay"),
    "everything forbidden": (_http(b"User-agent: *\nDisallow: /\n"), "robots"),
}  # fmt: skip

_RSS = "<rss version='2.0'><channel><item><guid>1</guid><title>{}</title></item></channel></rss>"
_LAUGHS = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 8))
_TITLE = "水库边上的围栏坏了"
FEEDS: dict[str, tuple[bytes, str, str]] = {  # body, charset of the header → the title read, or why none is
    "a billion laughs": (
        f"<!DOCTYPE a [<!ENTITY a0 'ha'>{_LAUGHS}]>{_RSS.format('&a7;')}".encode(), "", "entities"),
    "one long entity": (
        f"<!DOCTYPE a [<!ENTITY b '{'x' * 99}'>]>{_RSS.format('&b;' * 999)}".encode(), "", "entities"),
    "a file as entity": (
        f"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/hostname'>]>{_RSS}".encode(), "", "entities"),
    "GBK said to be UTF-8": (_RSS.format(_TITLE).encode("gbk"), "utf-8", _TITLE),
    "GBK said to be Western": (_RSS.format(_TITLE).encode("gbk"), "iso-8859-1", _TITLE),
    "UTF-8 said to be GBK": (_RSS.format(_TITLE).encode(), "gbk", _TITLE),
    "a charset that is none": (_RSS.format(_TITLE).encode(), "zlib", _TITLE),
    "bytes of no charset": (bytes(range(128, 256)) * 20, "", "charset"),
    "cut within a character": (_RSS.format(_TITLE).encode()[:60], "", "charset"),
    "a path of this machine": (b"/etc/hostname", "", "not-a-feed"),
    "lists in lists": (b"[" * 100_000, "", "broken-json"),
    "nothing": (b"", "", "empty-feed"),
}  # fmt: skip
SOURCE: TypeAdapter[Source] = TypeAdapter(Source)


def test_there_are_enough_rows() -> None:
    tables = (ADDRESSES, NAMES, LINKS, RETRY_AFTER, ROBOTS_FILES, REPLIES, ROBOTS_ANSWERS, FEEDS)
    assert sum(len(table) for table in tables) >= 85


@pytest.mark.parametrize("host", ADDRESSES)
def test_an_address_inside(host: str) -> None:
    assert fault_of(f"http://{host}/", TOWN) == "off-site"
    own = Site(host=host.strip("[]"), port=80, loopback=False)
    assert fault_of(f"http://{host}/", own) == "inner-address"


@pytest.mark.parametrize(("link", "fault"), LINKS.items())
def test_a_link(link: str, fault: str) -> None:
    assert fault_of(link, TOWN) == fault


@pytest.mark.parametrize(("value", "wait"), RETRY_AFTER.items())
def test_retry_after(value: str, wait: timedelta | None) -> None:
    assert not_before(value, NOW) == (None if wait is None else NOW + wait)


@pytest.mark.parametrize("name", ROBOTS_FILES)
def test_a_robots_file(name: str) -> None:
    body, may_read, pause = ROBOTS_FILES[name]
    parser = ProtegoRobotParser(body, None)
    assert parser.allowed("https://bbs.town.example/t/1?a=b", NAME) is may_read
    assert Rules(parser=parser).pause == pause


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed(name: str) -> None:
    body, charset, expected = FEEDS[name]
    source = SOURCE.validate_python({"name": "甲", "kind": "feed", "url": "https://bbs.town.example/rss"})
    page = Page(url=source.url, status=200, content_type="", charset=charset, body=body, fetched_at=NOW)
    visit = Visit(markers={}, oldest=NOW - timedelta(days=30), zone=ZoneInfo("Asia/Shanghai"))
    outcome = KINDS["feed"].parse(source, Fetch(url=source.url, role="list"), page, visit)
    found = outcome.reads[0].post.title if isinstance(outcome, Outcome) and outcome.reads else outcome
    assert (found if isinstance(found, str) else getattr(found, "kind", found)) == expected


@contextlib.contextmanager
def serving(replies: dict[str, bytes]) -> Iterator[tuple[int, list[str]]]:
    """A server that sends these bytes for a path, and anything else; yields its port and what was asked for."""
    asked: list[str] = []
    over = threading.Event()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            path = self.rfile.readline().decode().split(" ")[1]
            while self.rfile.readline().strip():
                pass
            asked.append(path)
            with contextlib.suppress(OSError):
                reply = replies.get(path, _http())
                if reply == b"drip":
                    self.wfile.write(_http(length=1000)[:-2])
                    while not over.wait(0.1):
                        self.wfile.write(b".")
                self.wfile.write(reply)

    socketserver.ThreadingTCPServer.allow_reuse_address = True
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads, server.block_on_close = True, False
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server.server_address[1], asked
        over.set()
        server.shutdown()


def probe(urls: list[str], ports: list[int], **order: object) -> dict[str, Any]:
    loopback = [["127.0.0.1", port] for port in ports]
    whole = json.dumps({"urls": urls, "loopback": loopback, "robots": False, "at_once": 16, **order})
    root = str(Path(__file__).parents[3])
    line = [sys.executable, str(Path(__file__).with_name("probe.py")), whole]
    done = subprocess.run(line, capture_output=True, text=True, cwd=root, env={"PYTHONPATH": root}, check=True)
    result: dict[str, Any] = json.loads(done.stdout)
    return {**dict.fromkeys(result["answered"], "answered"), **result["failed"]}


def test_no_address_inside_is_reached_over_the_wire_or_by_a_redirect() -> None:
    with serving({}) as (secret, asked):
        inside = [f"http://{host}:{secret}/" for host in (*ADDRESSES, *NAMES)]
        moved = {f"/{n}": _http(b"", "302 Found", f"Location: {url}") for n, url in enumerate(inside)}
        with serving(moved) as (here, _):
            redirects = [f"http://127.0.0.1:{here}{path}" for path in moved]
            found = probe([f"http://127.0.0.1:{here}/ok", *inside, *redirects], [here])
            assert found.pop(f"http://127.0.0.1:{here}/ok") == "answered"
        assert asked == []
        assert len(found) == 2 * len(inside) and "answered" not in found.values()
        assert set(found.values()) <= {"inner-address", "dns"}


def test_replies_over_the_wire() -> None:
    with serving({f"/{name.replace(' ', '%20')}": reply for name, (reply, _) in REPLIES.items()}) as (port, _):
        urls = {name: f"http://127.0.0.1:{port}/{name.replace(' ', '%20')}" for name in REPLIES}
        found = probe(list(urls.values()), [port], site=["127.0.0.1", port], timeout="4s")
    assert {name: found[url] for name, url in urls.items()} == {name: kind for name, (_, kind) in REPLIES.items()}


def test_answers_for_robots_over_the_wire() -> None:
    with contextlib.ExitStack() as stack:
        sites = {
            name: stack.enter_context(serving({"/robots.txt": reply}))
            for name, (reply, _) in ROBOTS_ANSWERS.items()
        }
        urls = {name: f"http://127.0.0.1:{port}/t/1" for name, (port, _) in sites.items()}
        ports = [port for port, _ in sites.values()]
        found = probe(list(urls.values()), ports, robots=True, timeout="4s")
        expected = {name: kind for name, (_, kind) in ROBOTS_ANSWERS.items()}
        assert {name: found[url] for name, url in urls.items()} == expected
        read = {name for name, (_, asked) in sites.items() if "/t/1" in asked}
        assert read == {name for name, kind in expected.items() if kind == "answered"}
