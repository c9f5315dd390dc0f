"""A small site on loopback, scripted by each test: real HTTP, every request remembered."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the site says to one request."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    kind: str = "text/html; charset=utf-8"


@dataclass(slots=True)
class Site:
    """`pages` maps a path to an `Answer`, or to a function of the request's headers; anything else is 404."""

    pages: dict[str, Answer | Callable[[Mapping[str, str]], Answer]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def paths(self) -> list[str]:
        """What was asked for, robots.txt left out."""
        return [path for path in self.asked if path != "/robots.txt"]

    def answer(self, path: str, headers: Mapping[str, str]) -> Answer:
        page = self.pages.get(path, Answer(status=404))
        return page if isinstance(page, Answer) else page(headers)


def rss(items: Mapping[str, str], *, newest: datetime = NOW) -> Answer:
    """An RSS feed: guid → text; each item ten minutes older than the one before."""
    parts = [
        f"<item><title>{text}</title><link>/p/{guid}</link><guid>{guid}</guid><description>{text}</description>"
        f"<pubDate>{format_datetime(newest - timedelta(minutes=10 * n + 5))}</pubDate></item>"
        for n, (guid, text) in enumerate(items.items())
    ]
    text = f"<?xml version='1.0'?><rss version='2.0'><channel><title>城事</title>{''.join(parts)}</channel></rss>"
    return Answer(body=text.encode(), kind="application/rss+xml; charset=utf-8")


@contextlib.contextmanager
def serving() -> Iterator[Site]:
    """A running site."""
    site = Site()
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            with lock:
                site.asked.append(self.path)
                site.headers.append({name.lower(): value for name, value in self.headers.items()})
                site.at_once += 1
                site.most_at_once = max(site.most_at_once, site.at_once)
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                self._send(site.answer(self.path, site.headers[-1]))
            with lock:
                site.at_once -= 1

        def _send(self, answer: Answer) -> None:
            self.send_response(answer.status)
            for name, value in {"Content-Type": answer.kind, **answer.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
