"""A small site on loopback, scripted by each test (real HTTP), and a town that reads it."""

from __future__ import annotations

import contextlib
import ipaddress
import json
import os
import ssl
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BufferedIOBase
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from crawlers.run import CrawlResult, crawl
from crawlers.voices import TMPFS, key_name
from model.config import Config
from model.records import Issue
from store import crawling, runs
from store.crawling import SourceVisit, Validators
from store.database import open_store

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
TINY = (sys.executable, "-P", str(Path(__file__).with_name("tiny_child.py")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Site:
    """Unknown paths are 404. `hooks` run when a path is asked for, before the answer is looked up.

    A path in `trickle` sends a byte now and then, never all of them, until its event is set.
    """

    port: int = 0
    scheme: str = "http"
    pages: dict[str, Answer] = field(default_factory=dict)
    hooks: dict[str, Callable[[], object]] = field(default_factory=dict)
    trickle: dict[str, threading.Event] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}"

    def put(self, path: str, *texts: str, etag: str = "", who: str = "甲", **tree: object) -> None:
        """A page of the tiny kind: one post a text, its key the text itself. Paths in `tree` become addresses."""
        posts = [{"key": text, "text": text, "who": who} for text in texts]
        for name in ("follow", "lists"):
            paths = tree.get(name, [])
            tree[name] = [self.url + p if p.startswith("/") else p for p in paths]  # type: ignore[attr-defined]
        if "next" in tree:
            tree["next"] = f"{self.url}{tree['next']}"
        body = json.dumps({"posts": posts, **tree}).encode()
        self.raw(path, body, headers={"ETag": etag} if etag else {})

    def raw(
        self, path: str, body: bytes = b"", *, status: int = 200, headers: Mapping[str, str] | None = None
    ) -> None:
        self.pages[path] = Answer(body=body, status=status, headers=headers or {})

    def paths(self) -> list[str]:
        """What was asked for, robots.txt left out; forgets it."""
        found = [path for path in self.asked if path != "/robots.txt"]
        self.asked.clear()
        return found

    def answer(self, path: str, headers: Mapping[str, str]) -> Answer:
        self.hooks.get(path, lambda: None)()
        page = self.pages.get(path, Answer(status=404))
        same = "ETag" in page.headers and page.headers["ETag"] == headers.get("if-none-match")
        return Answer(status=304) if same else page


def drip(out: BufferedIOBase, over: threading.Event | None) -> None:
    """A byte now and then until `over` is set."""
    while over is not None and not over.wait(0.05):
        out.write(b" ")
        out.flush()


@contextlib.contextmanager
def serving(secure: ssl.SSLContext | None = None) -> Iterator[Site]:
    site = Site(scheme="https" if secure else "http")
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            with lock:
                site.asked.append(self.path)
                site.headers.append(headers)
                site.at_once += 1
                site.most_at_once = max(site.most_at_once, site.at_once)
            try:
                answer = site.answer(self.path, headers)
            finally:
                with lock:
                    site.at_once -= 1
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                self._send(answer)

        def _send(self, answer: Answer) -> None:
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if answer.status != 304:
                self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            drip(self.wfile, site.trickle.get(self.path))
            self.wfile.write(answer.body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    if secure is not None:
        server.socket = secure.wrap_socket(server.socket, server_side=True)
    site.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass(slots=True)
class Town:
    """Sources by name and address: feeds allowed on loopback, without pause, unless `source` says otherwise."""

    folder: Path
    sources: dict[str, str] = field(default_factory=dict)
    source: dict[str, object] = field(default_factory=dict)
    crawl: dict[str, object] = field(default_factory=dict)
    now: datetime = NOW

    @property
    def database(self) -> Path:
        return self.folder / "town.db"

    def config(self) -> Config:
        block = {"kind": "feed", "allow_loopback": True, "delay": "0s", "every": "10m", **self.source}
        return Config.model_validate(
            {
                "association": {"name": "协会", "town": "永康", "contact": "mailto:help@xiehui.cn"},
                "database": str(self.database),
                "crawl": {"timeout": "5s", **self.crawl},
                "sources": [{"name": name, "url": url, **block} for name, url in self.sources.items()],
            }
        )

    def visit(self, *died: str, after: str = "0m", only: Sequence[str] = ()) -> CrawlResult:
        """Crawl with the tiny child, `after` the last time ("10m"); `died` are the child's ways to die."""
        self.now += timedelta(minutes=int(after.removesuffix("m")))
        return crawl(self.config(), self.now, only=only, program=(*TINY, *died), busy_seconds=0.2)

    def column(self, name: str) -> list[str]:
        """One column of all posts, in the order of their keys."""
        with open_store(self.database) as store:
            return [row[name] for row in store.rows(f"SELECT {name} FROM post ORDER BY key, source")]

    def issues(self) -> list[Issue]:
        with open_store(self.database) as store:
            return runs.issues_since(store, NOW - timedelta(days=400))

    def kinds(self) -> list[str]:
        return sorted(issue.kind for issue in self.issues())

    def visits(self) -> dict[str, SourceVisit]:
        with open_store(self.database) as store:
            return crawling.visits(store)

    def validators(self, source: str = "城事") -> dict[str, Validators]:
        with open_store(self.database) as store:
            return crawling.validators(store, source)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as running:
        yield running


@pytest.fixture
def other_site() -> Iterator[Site]:
    with serving() as running:
        yield running


@pytest.fixture
def third_site() -> Iterator[Site]:
    with serving() as running:
        yield running


@pytest.fixture
def self_signed(tmp_path: Path) -> Path:
    """A key and a certificate for 127.0.0.1, signed by itself, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    today = datetime.now(UTC)
    place = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(today - timedelta(days=1)).not_valid_after(today + timedelta(days=1))
    certificate = builder.add_extension(place, critical=False).sign(key, hashes.SHA256())
    plain = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = tmp_path / "site.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, *plain) + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.fixture
def secure_site(self_signed: Path) -> Iterator[Site]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed)
    with serving(context) as running:
        yield running


@pytest.fixture
def town(tmp_path: Path, site: Site) -> Iterator[Town]:
    """One source, 城事, at /feed of `site`."""
    here = Town(tmp_path, {"城事": f"{site.url}/feed"})
    yield here
    (TMPFS / f"huisheng-{os.getuid()}" / key_name(here.database)).unlink(missing_ok=True)
