"""Invented sites on this machine for bench.crawl, in a process of their own.

Run: python -m bench.visits.site HOSTS [bombs] [forbidden]. Serves one board of invented threads in the shape of
Discuz! X, a small feed, and bombs, on 127.0.0.1, 127.0.0.2 …; prints the port that all of them share.
"""

from __future__ import annotations

import gzip
import itertools
import os
import re
import sys
import threading
import zlib
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import brotli

THREADS = 300
POSTS, _BYTES = 15, 68_000
_SAID = "听说北门桥下的路灯又坏了三盏\uff0c晚上骑车要当心\u3002有人打过热线\uff0c说下周来修\uff0c到时候再看\u3002"
# What a post says after this: many nothing that redaction looks at twice, some a number, a name or an address.
_MORE = (
    "这条路走了十几年\uff0c从来没有这么黑过\u3002",
    "昨天20:30路过\uff0c3盏都不亮\uff0c去年花了12.50万元修的\u3002",
    "@甲乙丙 你家门口那盏呢\uff1f",
    "我家在桥东新村3幢2单元301室\uff0c楼下也黑\u3002",
    "没有人管\uff0c也没有人来看\u3002",
    "要去修的人打 138-0000-5678\uff0c或者加微信 deng_2026\u3002",
    "回复 丁戊: 我在 2026-11-07 08:15 就说过了\u3002",
    "孩子放学要走这条路\uff0c老人也要走\u3002",
    "网上说 http://dengguang.example.cn/thread?id=77 有人登记过\u3002",
    "说是换 LED 的\uff0cOK 不 OK 再说吧\u3002",
)
_STEP = 5_000_000
_BOMB = 500_000_000  # bytes when unpacked; about 0.5 MB packed


def board(now: datetime) -> bytes:
    """The list of the threads."""
    rows = "".join(
        f"<tbody id='normalthread_{tid}'><tr><th class='common'><a href='forum.php?mod=viewthread&amp;tid={tid}'"
        f" class='s xst'>路灯又坏了 第{tid}处</a></th><td class='by'><em><span>{now:%Y-%m-%d}</span></em></td>"
        f"<td class='num'><a href='#' class='xi2'>{POSTS - 1}</a><em>90</em></td><td class='by'><em><a href='#'>"
        f"{now:%Y-%m-%d %H:%M}</a></em></td></tr></tbody>"
        for tid in range(1, THREADS + 1)
    )
    return _page("市民杂谈", f"<div id='threadlist'><table id='threadlisttableid'>{rows}</table></div>")


def thread(tid: int, now: datetime) -> bytes:
    """A thread of about 68 kB, most of it markup, as from a running board."""
    posts = "".join(_post(tid, floor, now - timedelta(minutes=POSTS - floor)) for floor in range(1, POSTS + 1))
    body = f"<div id='postlist'><h1><span id='thread_subject'>路灯又坏了 第{tid}处</span></h1>{posts}</div>"
    menus = "".join(f"<li><a href='forum-{n}-1.html' title='版块 {n}'>版块 {n}</a></li>" for n in range(9_999))
    missing = _BYTES - len(_page("路灯又坏了", body))
    return _page("路灯又坏了", f"<ul>{menus[: menus.rfind('<li>', 0, max(0, missing * 7 // 8))]}</ul>{body}")


def _post(tid: int, floor: int, when: datetime) -> str:
    pid = tid * 1000 + floor
    buttons = "".join(
        f"<a href='home.php?mod=spacecp&amp;ac=x{n}&amp;pid={pid}' class='xi2'>操作</a>" for n in range(20)
    )
    return (
        f"<div id='post_{pid}'><table><tr><td class='pls'><div class='authi'><a href='space-uid-{floor}.html'>甲"
        f"</a></div></td><td class='plc'><a id='postnum{pid}'><em>{floor}</em></a>"
        f"<em id='authorposton{pid}'>发表于 <span title='{when:%Y-%m-%d %H:%M:%S}'>刚刚</span></em>"
        f"<table><tr><td class='t_f' id='postmessage_{pid}'>"
        f"{_SAID}<font class='jammer'>x7 q</font><br />{_MORE[pid % len(_MORE)]}{_SAID}</td></tr></table>"
        f"<div>{buttons}</div></td></tr></table></div>"
    )


def _page(title: str, body: str) -> bytes:
    head = f"<meta http-equiv='Content-Type' content='text/html; charset=utf-8' /><title>{title} - 论坛</title>"
    return f"<html><head>{head}</head><body>{body}</body></html>".encode()


def feed(now: datetime) -> bytes:
    """Twenty invented items."""
    items = "".join(
        f"<item><guid>g{n}</guid><title>路灯 {n}</title><description>{_SAID}</description>"
        f"<pubDate>{now - timedelta(minutes=n):%a, %d %b %Y %H:%M:%S %z}</pubDate></item>"
        for n in range(20)
    )
    return f"<rss version='2.0'><channel><title>报</title>{items}</channel></rss>".encode()


def bombs() -> dict[str, tuple[bytes, str]]:
    """Path → packed body, its Content-Encoding. Noise in front, lest packing make them smaller than 0.5 MB."""
    noise = os.urandom(450_000)
    deflated, packed = zlib.compressobj(9), zlib.compressobj(9, wbits=31)
    brotli_packed = brotli.Compressor(quality=3)
    parts: list[list[bytes]] = [[], [], []]
    for piece in itertools.chain([noise], itertools.repeat(b"\0" * _STEP, _BOMB // _STEP)):
        parts[0].append(deflated.compress(piece))
        parts[1].append(packed.compress(piece))
        parts[2].append(brotli_packed.process(piece))
    gzipped = b"".join(parts[1]) + packed.flush()
    return {
        "/bomb/deflate": (b"".join(parts[0]) + deflated.flush(), "deflate"),
        "/bomb/gzip": (gzipped, "gzip"),
        "/bomb/br": (b"".join(parts[2]) + brotli_packed.finish(), "br"),
        "/bomb/gzip-gzip": (gzip.compress(gzipped), "gzip, gzip"),
    }


def main() -> None:
    """Serve until standard input ends."""
    hosts, with_bombs, forbidden = int(sys.argv[1]), "bombs" in sys.argv, "forbidden" in sys.argv
    now = datetime.now().astimezone()
    plain = {"/forum-2-1.html": board(now), "/feed": feed(now)}
    plain |= {f"/thread-{tid}-1-1.html": thread(tid, now) for tid in range(1, THREADS + 1)}
    plain |= {"/robots.txt": b"User-agent: *\nDisallow: /\n"} if forbidden else {}
    packed = bombs() if with_bombs else {}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            found = re.search(r"mod=(forumdisplay|viewthread&tid=(\d+))", self.path)
            path = (f"/thread-{found[2]}-1-1.html" if found[2] else "/forum-2-1.html") if found else self.path
            body, coding = packed.get(path, (plain.get(path, b""), ""))
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            if coding:
                self.send_header("Content-Encoding", coding)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Nothing."""

    port = 0
    for number in range(1, hosts + 1):
        server = ThreadingHTTPServer((f"127.0.0.{number}", port), Handler)
        server.daemon_threads, port = True, server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
    print(port, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
