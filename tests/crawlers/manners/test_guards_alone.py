"""The resolver and robots.txt, each alone and under pressure, over real HTTP."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest


@dataclass(slots=True)
class Host:
    """Answers 200 to everything; `robots` is its robots.txt, `moved` maps paths to redirect targets."""

    port: int = 0
    robots: bytes = b""
    moved: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)


@contextlib.contextmanager
def serving() -> Iterator[Host]:
    host = Host()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host.asked.append(self.path)
            target = host.moved.get(self.path)
            body = host.robots if self.path == "/robots.txt" else b"ok"
            self.send_response(302 if target else 200)
            if target:
                self.send_header("Location", target)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    host.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def host() -> Iterator[Host]:
    with serving() as running:
        yield running


@pytest.fixture
def secret() -> Iterator[Host]:
    with serving() as running:
        yield running


def probe(host: Host, urls: list[str], *, robots: bool, at_once: int = 1) -> dict[str, Any]:
    order = {"urls": urls, "loopback": [["127.0.0.1", host.port]], "robots": robots, "at_once": at_once}
    line = [sys.executable, str(Path(__file__).with_name("probe.py")), json.dumps(order)]
    root = str(Path(__file__).parents[3])
    done = subprocess.run(line, capture_output=True, text=True, cwd=root, env={"PYTHONPATH": root}, check=True)
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def test_the_resolver_alone_stops_every_disguise(host: Host, secret: Host) -> None:
    forms = ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0.0.0.0", "[::1]",
             "[::ffff:127.0.0.1]"]  # fmt: skip
    here = f"http://127.0.0.1:{host.port}"
    direct = [f"http://{form}:{secret.port}/s" for form in forms]
    host.moved = {f"/{n}": f"{url}?moved" for n, url in enumerate(direct)}
    result = probe(host, [f"{here}/ok", *direct, *(here + path for path in host.moved)], robots=False)
    assert result["answered"] == [f"{here}/ok"]
    assert secret.asked == []
    assert set(result["failed"].values()) == {"inner-address"} and len(result["failed"]) == 2 * len(forms)


@pytest.mark.parametrize("run", range(5))  # bench/crawl.py does it fifty times
def test_no_request_slips_past_robots_at_the_start(run: int, host: Host) -> None:
    host.robots = b"User-agent: *\nDisallow: /\n"
    urls = [f"http://127.0.0.1:{host.port}/{n}" for n in range(20)]
    result = probe(host, urls, robots=True, at_once=20)
    assert host.asked == ["/robots.txt"]
    assert result["failed"] == dict.fromkeys(urls, "robots")


def test_crawl_delay_becomes_the_pause_of_the_host(host: Host) -> None:
    host.robots = b"User-agent: *\nCrawl-delay: 0.25\n"
    urls = [f"http://127.0.0.1:{host.port}/{n}" for n in range(3)]
    result = probe(host, urls, robots=True, at_once=20)
    assert sorted(result["answered"]) == urls
    assert result["pauses"] == {"127.0.0.1": 0.25}
