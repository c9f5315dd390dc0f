"""What cron at three in the morning may leave us with: no home, no folder, no streams, a bare locale."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlite_utils

from store.migrations import migrations
from store.versions import ours
from tests.trouble.conftest import ITEMS, PROGRAM, huisheng, result, write_settings

if TYPE_CHECKING:
    from tests.trouble.conftest import Web

pytestmark = pytest.mark.slow
BARE = {"PATH": "/usr/bin:/bin"}


def test_nothing_but_a_path(tmp_path: Path, web: Web) -> None:
    """No HOME, no TMPDIR that exists, the C locale, umask 077, all three streams closed, and the folder is gone."""
    config = write_settings(tmp_path, web.port)
    gone = tmp_path / "gone"
    gone.mkdir()
    script = f"umask 077; cd {gone}; rmdir {gone}; exec {PROGRAM} cycle --config {config} <&- >&- 2>&-"
    environment = {**BARE, "TMPDIR": "/nonexistent", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run(["sh", "-c", script], env=environment, check=False, timeout=300)
    assert done.returncode == 0
    found = result(tmp_path / "town.db")
    assert len(found["posts"]) == ITEMS and found["alerts"] and not found["undelivered"]  # type: ignore[arg-type]
    assert stat.S_IMODE((tmp_path / "town.db").stat().st_mode) == 0o600
    assert not list(tmp_path.glob("*.md")) and not gone.exists()


def test_a_relative_configuration_in_a_folder_that_is_gone(tmp_path: Path) -> None:
    script = f"mkdir here; cd here; rmdir ../here; exec {PROGRAM} cycle"
    done = subprocess.run(
        ["sh", "-c", script], cwd=tmp_path, env=BARE, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 2 and "没有这个文件" in done.stderr and "Traceback" not in done.stderr, done.stderr


@pytest.mark.parametrize("environment", [{"LC_ALL": "C"}, {"LC_ALL": "POSIX"}, {"PYTHONIOENCODING": "latin-1"}])
def test_chinese_under_any_locale(tmp_path: Path, web: Web, environment: dict[str, str]) -> None:
    config = write_settings(tmp_path, web.port)
    done = subprocess.run(
        [PROGRAM, "config", "check", "--config", config], env={**BARE, "PYTHONUTF8": "0", **environment},
        capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0 and "可用" in done.stdout.decode("utf-8"), done.stderr


def test_a_reader_that_goes_away(tmp_path: Path) -> None:
    lines = tmp_path / "in.jsonl"
    lines.write_text('{"id": "1", "text": "水库有人溺水"}\n' * 3000, encoding="utf-8")
    done = subprocess.run(
        ["sh", "-c", f"{PROGRAM} redact {lines} | head -n 1"], capture_output=True, text=True, encoding="utf-8",
        check=False, cwd=tmp_path,
    )  # fmt: skip
    assert done.stdout.count("\n") == 1 and done.stderr == ""


def test_a_listener_of_standard_error_that_goes_away_stops_nothing(tmp_path: Path, web: Web) -> None:
    config = write_settings(tmp_path, web.port)
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run([PROGRAM, "-v", "crawl", "--config", config], stderr=writer, check=False, timeout=300)
    finally:
        os.close(writer)
    assert done.returncode == 0
    with closing(sqlite3.connect(tmp_path / "town.db")) as connection:
        assert connection.execute("SELECT count(*) FROM post").fetchone() == (ITEMS,)


KILLED = """
import os, signal, sys
from pathlib import Path
from store.database import open_store
from store.migrations import migrations
target = migrations._migrations[int(sys.argv[2])]
work = target.fn
def cut_off(db):
    work(db)
    os.kill(os.getpid(), signal.SIGKILL)
target.fn = cut_off
open_store(Path(sys.argv[1]))
"""


@pytest.mark.parametrize("at", [2, len(ours()) - 1])
def test_killed_in_the_middle_of_a_migration(tmp_path: Path, at: int) -> None:
    path = tmp_path / "town.db"
    with closing(sqlite_utils.Database(path)) as db:
        db.enable_wal()
        migrations.apply(db, stop_before=ours()[2])
        db.conn.execute(
            "INSERT INTO post (source, key, url, thread, opener, title, body, precision, fetched_at, moment)"
            " VALUES ('论坛', '1', 'https://a.cn/1', '1', 1, '旧帖', '旧内容', 'none', 1, 1)"
        )
        db.conn.commit()
    root = Path(__file__).resolve().parents[2]
    line = [PROGRAM.with_name("python"), "-c", KILLED, path, str(at)]
    killed = subprocess.run(line, cwd=root, capture_output=True, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        names = [row[0] for row in connection.execute("SELECT name FROM _sqlite_migrations ORDER BY id")]
        assert names == ours()[:2], "all of them or none"
    (tmp_path / "config.yaml").write_text(
        'association: {name: 协会, town: 永康, contact: "mailto:help@xiehui.cn"}\ndatabase: town.db\n',
        encoding="utf-8",
    )
    done = huisheng("analyse", "--config", tmp_path / "config.yaml")
    assert done.returncode == 0, done.stderr
    with closing(sqlite3.connect(path)) as connection:
        assert [row[0] for row in connection.execute("SELECT name FROM _sqlite_migrations")] == ours()
        assert connection.execute("SELECT body FROM post").fetchall() == [("旧内容",)]
        assert connection.execute("SELECT count(*) FROM scored_post").fetchone() == (1,)


@pytest.mark.parametrize("command", ["cycle", "analyse", "digest"])
def test_a_newer_database_is_refused_by_every_command(tmp_path: Path, command: str) -> None:
    path = tmp_path / "town.db"
    with closing(sqlite_utils.Database(path)) as db:
        migrations.apply(db)
        db.conn.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('huisheng', 'm999_later', '')"
        )
        db.conn.commit()
    (tmp_path / "config.yaml").write_text(
        'association: {name: a, town: b, contact: "mailto:help@xiehui.cn"}\ndatabase: town.db\nlanguage: en\n',
        encoding="utf-8",
    )
    before = path.read_bytes()
    done = huisheng(command, "--config", tmp_path / "config.yaml")
    assert done.returncode == 1 and "written by a newer release" in done.stderr and "m999_later" in done.stderr
    assert "更新的版本" not in done.stderr, "in the language of the settings only"
    assert path.read_bytes() == before
    assert not list(tmp_path.glob("*-wal")) and not list(tmp_path.glob("*-shm"))
