"""A town on a machine in trouble: real processes, a site and a receiver on loopback, full and read-only disks.

The disks are file systems in memory inside a mount name space of their own, so that nothing outside sees them.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from tests.loopback import Handler, served

PROGRAM = Path(sys.executable).with_name("huisheng")
ITEMS = 12


@dataclass
class Web:
    """A feed whose every third item is about drowning, and a receiver of messages."""

    port: int = 0
    sent: list[dict[str, object]] = field(default_factory=list)
    more: str = ""  # further items

    def feed(self) -> str:
        now = datetime.now(UTC)
        items = "".join(
            f"<item><title>第{n}条</title><link>http://127.0.0.1:{self.port}/p/{n}</link><guid>g{n}</guid>"
            f"<description>{'听说水库有孩子溺水,是真的吗' if n % 3 == 0 else f'今天说说第{n}件小事'}"
            "</description>"
            f"<pubDate>{format_datetime(now - timedelta(minutes=10 * n + 5))}</pubDate></item>"
            for n in range(ITEMS)
        )
        return f"<rss version='2.0'><channel><title>城事</title>{items}{self.more}</channel></rss>"


@pytest.fixture(scope="module")
def web() -> Iterator[Web]:
    here = Web()

    class Town(Handler):
        def do_GET(self) -> None:
            body = here.feed().encode() if self.path == "/feed" else b""
            self.reply(200 if body else 404, body, content_type="application/rss+xml; charset=utf-8")

        def do_POST(self) -> None:
            here.sent.append(json.loads(self.body()))
            self.reply(200)

    with served(Town) as here.port:
        yield here


def write_settings(folder: Path, port: int, database: str = "town.db") -> Path:
    path = folder / "config.yaml"
    path.write_text(
        f"""\
association: {{name: 协会, town: 永康, contact: "mailto:help@xiehui.cn"}}
database: {database}
digest: {{folder: digests}}
sources:
  - {{name: 城事, kind: feed, url: "http://127.0.0.1:{port}/feed", allow_loopback: true, delay: 0s, every: 1s}}
topics:
  drowning: {{words: [溺水], level: life}}
channels:
  - {{name: 群, kind: webhook, url: "http://127.0.0.1:{port}/hook"}}
""",
        encoding="utf-8",
    )
    return path


def fetched(disk: Disk, folder: Path) -> Path:
    """A copy of the database on `disk`. SQLite would follow the link in /proc out of the name space again."""
    folder.mkdir(exist_ok=True)
    for name in ("town.db", "town.db-wal"):
        if (disk.seen / name).exists():
            shutil.copy(disk.seen / name, folder / name)
    return folder / "town.db"


def result(database: Path) -> dict[str, object]:
    """What must be the same whether or not the disk was full meanwhile."""
    with contextlib.closing(sqlite3.connect(database)) as connection:
        ask = lambda sql: sorted(connection.execute(sql).fetchall())  # noqa: E731 - four queries, one line each
        assert ask("PRAGMA integrity_check") == [("ok",)]
        return {
            "posts": ask("SELECT source, key, title, body FROM post"),
            "scored": ask("SELECT key FROM post JOIN scored_post ON scored_post.post_id = post.id"),
            "alerts": ask("SELECT level, state, json_extract(snapshot, '$.title') FROM alert"),
            "undelivered": ask("SELECT short_id FROM message WHERE delivered_at IS NULL"),
        }


def huisheng(*line: object, **more: object) -> subprocess.CompletedProcess[str]:
    """Run the program; its output as text."""
    return subprocess.run(
        [PROGRAM, *map(str, line)], capture_output=True, text=True, encoding="utf-8", errors="replace", check=False,
        timeout=300, **more,  # type: ignore[call-overload]
    )  # fmt: skip


class Elsewhere:
    """A mount name space of its own, prepared by `script` (a line of sh; its arguments are `values`)."""

    def __init__(self, script: str, *values: object) -> None:
        line = f"mount --make-rprivate / && {script} && echo there && exec cat"
        self._holder = subprocess.Popen(
            ["unshare", "--mount", "sh", "-c", line, "sh", *map(str, values)], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self._holder.stdout is not None and self._holder.stderr is not None
        if self._holder.stdout.readline().strip() != "there":
            fault = self._holder.stderr.read().strip()
            self.close()
            pytest.skip(f"this machine lets nobody change what is mounted: {fault}")

    def close(self) -> None:
        self._holder.kill()
        self._holder.communicate()

    @property
    def root(self) -> Path:
        """The file system as processes inside see it."""
        return Path(f"/proc/{self._holder.pid}/root")

    def line(self, *line: object) -> list[str]:
        """The command line that runs `line` inside."""
        return ["nsenter", f"--target={self._holder.pid}", "--mount", "--", *map(str, line)]

    def inside(self, *line: object, **more: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.line(*line), capture_output=True, text=True, encoding="utf-8", errors="replace", check=False,
            timeout=300, **more,  # type: ignore[call-overload]
        )  # fmt: skip

    def huisheng(self, *line: object, **more: object) -> subprocess.CompletedProcess[str]:
        return self.inside(PROGRAM, *line, **more)


class Disk(Elsewhere):
    """A file system in memory at `place`."""

    def __init__(self, place: Path, options: str) -> None:
        self.place = place
        place.mkdir(parents=True)
        super().__init__('mount -t tmpfs -o "$2" none "$1"', place, options)

    @property
    def seen(self) -> Path:
        """The place as this process can reach it."""
        return self.root / str(self.place).lstrip("/")

    def fill(self) -> None:
        """Use up what is left."""
        self.inside("dd", "if=/dev/zero", f"of={self.place}/ballast", "bs=4k")

    def free(self) -> None:
        (self.seen / "ballast").unlink()


def as_root() -> None:
    if os.geteuid() != 0:
        pytest.skip("only root may mount a file system")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """A disk of 8 MB."""
    as_root()
    made = Disk(tmp_path / "disk", "size=8m,mode=755")
    yield made
    made.close()


@pytest.fixture
def read_only() -> Iterator[Elsewhere]:
    """The same machine with everything read-only: home, temporary folders, the database."""
    as_root()
    made = Elsewhere("mount -o remount,bind,ro /")
    yield made
    made.close()
