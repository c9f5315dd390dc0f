"""What lies in the log: one plain line each, with time and zone, nothing of a post, and little of it."""

from __future__ import annotations

import contextlib
import re
import sqlite3
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.deploy.conftest import Home

pytestmark = pytest.mark.slow
LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4} (cycle|digest): \S.*")
TEXT = "听说城西水库有孩子溺水,大家都在传"


@pytest.fixture(scope="module")
def site() -> Iterator[int]:
    """A feed of ten posts on loopback; everything else is not there."""
    now = datetime.now(UTC)
    items = "".join(
        f"<item><title>第{n}条消息</title><link>http://127.0.0.1/p/{n}</link><guid>g{n}</guid>"
        f"<description>{TEXT}</description><pubDate>{format_datetime(now - timedelta(minutes=n))}</pubDate></item>"
        for n in range(10)
    )
    feed = f"<?xml version='1.0'?><rss version='2.0'><channel><title>城事</title>{items}</channel></rss>".encode()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = feed if self.path == "/feed" else b"<rss><unclosed " if self.path == "/broken" else b""
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                self.send_response(200 if body else 404)
                self.send_header("Content-Type", "application/rss+xml; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield int(server.server_address[1])
        server.shutdown()
        thread.join()


@pytest.fixture
def town(home: Home, site: int) -> Home:
    """A good source, one whose page is broken, and one whose site is down."""
    (home.data / "config.yaml").write_text(
        "association: {name: 协会, town: 永康, contact: mailto:help@xiehui.cn}\n"
        "topics: {drowning: {words: [溺水], level: life}}\nsources:\n"
        + "".join(
            f"  - {{name: {name}, kind: feed, url: 'http://127.0.0.1:{port}/{path}', allow_loopback: true,"
            " delay: 0s, every: 1s}\n"
            for name, port, path in (("好站", site, "feed"), ("坏页", site, "broken"), ("停机", 9, "feed"))
        ),
        encoding="utf-8",
    )
    return home


def test_the_log_of_jobs(town: Home) -> None:
    failed = town.run("cycle", program="huisheng-job")
    assert failed.returncode == 1 and "停机" in failed.stdout, "a failed job is said, for cron's mail"
    done = town.run("digest", program="huisheng-job")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    lines = town.log.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not LINE.fullmatch(line)] == []
    assert [line.split(": ", 1)[1] for line in lines if "status" in line] == ["status 1", "status 0"]
    with contextlib.closing(sqlite3.connect(town.database)) as connection:
        posts = connection.execute("SELECT title, body FROM post").fetchall()
    assert len(posts) == 10
    written = "\n".join(lines)
    for title, body in posts:
        assert (title or "第") not in written and body not in written and "溺水" not in written


def test_a_site_that_is_down_for_a_month_fills_no_disk(town: Home) -> None:
    town.run("cycle", program="huisheng-job")
    before = town.log.stat().st_size
    town.run("cycle", program="huisheng-job")
    grown = town.log.stat().st_size - before
    assert 0 < grown * 6 * 24 * 30 < 10_000_000, f"{grown} bytes a cycle"


def test_the_log_of_run(town: Home) -> None:
    process = town.start("run")
    assert process.stderr is not None
    lines = []
    for line in process.stderr:
        lines.append(line.rstrip("\n"))
        if "cycle：这一次" in line:
            break
    process.terminate()
    lines += process.communicate(timeout=20)[1].splitlines()
    written = "\n".join(lines)
    assert "Traceback" not in written and "溺水" not in written and "大家都在传" not in written
    logged = [line for line in lines if "huisheng.schedules" in line]
    assert len(logged) >= 3
    for line in logged:
        assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4} (INFO|WARNING) huisheng\.schedules: ", line)
    assert len(lines) <= 12
