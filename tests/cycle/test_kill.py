"""kill -9 in the middle of `huisheng cycle`, at every stage: nothing is lost, nothing is there twice.

Real processes, real HTTP on loopback, a real SIGKILL to the whole process group as soon as the database (or the
site) shows that a stage has begun; then the command is run again, as cron would, and the result must be that of a
town where nobody pulled the plug.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

PROGRAM = Path(sys.executable).with_name("huisheng")
NOW = datetime.now(UTC)
ARTICLES = 12
pytestmark = pytest.mark.slow


@dataclass
class Town:
    """A feed, a news list and a message receiver on one loopback server; remembers what was asked and sent."""

    asked: list[str] = field(default_factory=list)
    sent: list[dict[str, object]] = field(default_factory=list)
    on_request: Callable[[str], None] = lambda path: None
    port: int = 0

    def feed(self) -> str:
        items = "".join(
            f"<item><title>第{n}条</title><link>http://127.0.0.1:{self.port}/p/{n}</link><guid>g{n}</guid>"
            f"<description>{'听说水库有孩子溺水,是真的吗' if n % 5 == 0 else f'今天说说第{n}件小事'}</description>"
            f"<pubDate>{format_datetime(NOW - timedelta(minutes=10 * n + 5))}</pubDate></item>"
            for n in range(10)
        )
        return f"<?xml version='1.0'?><rss version='2.0'><channel><title>城事</title>{items}</channel></rss>"

    def article(self, number: int) -> str:
        when = (NOW - timedelta(minutes=7 * number + 3)).isoformat()
        return (
            f"<html><head><meta charset='utf-8'><title>新闻{number}</title></head><body>"
            f"<article><h1>新闻{number}</h1>"
            f"<time datetime='{when}'>{when}</time><div class='text'><p>市民公园第{number}期改造完成,"
            f"路灯和座椅都换了新的。</p></div></article></body></html>"
        )

    def reply(self, path: str) -> tuple[str, str]:
        if path == "/feed":
            return "application/rss+xml; charset=utf-8", self.feed()
        if path == "/list":
            links = "".join(f"<li><a class='news' href='/news/{n}.html'>新闻{n}</a></li>" for n in range(ARTICLES))
            return "text/html; charset=utf-8", f"<html><body><ul>{links}</ul></body></html>"
        if path.startswith("/news/"):
            return "text/html; charset=utf-8", self.article(int(path.split("/")[2].removesuffix(".html")))
        return "", ""


@pytest.fixture(scope="module")
def town() -> Iterator[Town]:
    here = Town()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            here.asked.append(self.path)
            here.on_request(self.path)
            kind, text = here.reply(self.path)
            body = text.encode()
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                self.send_response(200 if kind else 404)
                self.send_header("Content-Type", kind or "text/plain")
                self.send_header("ETag", f'"{hash(text) & 0xFFFF:x}"')
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        def do_POST(self) -> None:
            here.sent.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    here.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield here
    server.shutdown()
    server.server_close()
    thread.join()


def settings(folder: Path, port: int) -> Path:
    path = folder / "config.yaml"
    path.write_text(
        f"""
association: {{name: 协会, town: 永康, contact: mailto:help@xiehui.cn}}
database: town.db
sources:
  - {{name: 城事, kind: feed, url: "http://127.0.0.1:{port}/feed", allow_loopback: true, delay: 0s, every: 1s}}
  - {{name: 晚报, kind: page, url: "http://127.0.0.1:{port}/list", allow_loopback: true, delay: 0s, every: 1s,
     links: a.news, body: div.text, time: "time::attr(datetime)", title: h1}}
topics:
  drowning: {{words: [溺水], level: life}}
channels:
  - {{name: hook, kind: webhook, url: "http://127.0.0.1:{port}/hook"}}
""",
        encoding="utf-8",
    )
    return path


def start(config: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([PROGRAM, "cycle", "--config", config], start_new_session=True, cwd=config.parent)


def kill(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def count(database: Path, table: str) -> int:
    try:
        with contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=5)) as connection:
            return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def result(database: Path) -> dict[str, object]:
    """What must be the same whether or not somebody pulled the plug."""
    with contextlib.closing(sqlite3.connect(database)) as connection:
        ask = lambda sql: sorted(connection.execute(sql).fetchall())  # noqa: E731 - four queries, one line each
        return {
            "posts": ask("SELECT source, key, title, body FROM post"),
            "scored": ask("SELECT source, key FROM post JOIN scored_post ON scored_post.post_id = post.id"),
            "alerts": ask("SELECT level, state, json_extract(snapshot, '$.title') FROM alert"),
            "undelivered": ask("SELECT short_id FROM message WHERE delivered_at IS NULL"),
        }


def settle(config: Path) -> None:
    """Run as cron would until everything is done; the second run must find nothing new."""
    for _ in range(2):
        done = subprocess.run([PROGRAM, "cycle", "--config", config], cwd=config.parent, capture_output=True)
        assert done.returncode == 0, done.stderr.decode()


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, town: Town) -> dict[str, object]:
    folder = tmp_path_factory.mktemp("calm")
    settle(settings(folder, town.port))
    found = result(folder / "town.db")
    assert len(found["posts"]) == 10 + ARTICLES  # type: ignore[arg-type]
    assert found["alerts"] and not found["undelivered"]
    return found


@pytest.mark.parametrize("moment", ["feed", "article 5", "post", "scored_post", "alert", "message"])
def test_nothing_lost_nothing_twice(
    moment: str, tmp_path: Path, town: Town, undisturbed: dict[str, object]
) -> None:
    config = settings(tmp_path, town.port)
    town.sent.clear()
    process = start(config)
    if moment in {"feed", "article 5"}:
        path = "/feed" if moment == "feed" else "/news/5.html"
        reached = threading.Event()
        town.on_request = lambda asked: (kill(process), reached.set()) if asked == path else None  # type: ignore[assignment,func-returns-value]
        assert reached.wait(60)
    else:
        while process.poll() is None and not count(tmp_path / "town.db", moment):
            pass
        kill(process)
    process.wait()
    town.on_request = lambda path: None
    settle(config)
    assert result(tmp_path / "town.db") == undisturbed
    alerts = [message for message in town.sent if message.get("kind") == "alert"]
    assert {str(message["id"]) for message in alerts}, "the alert must have reached the receiver"
    # A repeat is allowed only under the same id: one id per alert and channel.
    assert len({str(message["id"]) for message in alerts}) == len(undisturbed["alerts"])  # type: ignore[arg-type]
