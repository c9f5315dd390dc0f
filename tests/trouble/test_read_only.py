"""Everything is read-only: what stores nothing works, what stores says so and changes nothing."""

from __future__ import annotations

import re
import shutil
import signal
import sqlite3
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import requests

from tests.trouble.conftest import ITEMS, PROGRAM, huisheng, write_settings

if TYPE_CHECKING:
    from tests.trouble.conftest import Elsewhere, Web

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory, web: Web) -> Path:
    """A town that has read its feed, opened an alert and written a digest."""
    folder = tmp_path_factory.mktemp("town")
    config = write_settings(folder, web.port)
    for command in ("cycle", "digest"):
        done = huisheng(command, "--config", config)
        assert done.returncode == 0, done.stderr
    (folder / "posts.jsonl").write_text('{"id": "1", "text": "水库有人溺水,电话13800138000"}\n', encoding="utf-8")
    (folder / "stream.jsonl").write_text(
        '{"id": "1", "source": "a", "thread": "1", "published_at": null,'
        ' "fetched_at": "2026-03-02T08:00:00+08:00", "title": "", "text": "水库有人溺水"}\n',
        encoding="utf-8",
    )
    return config


def state(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("command", ["crawl", "analyse", "alert", "digest", "cycle", "run"])
def test_what_must_write_says_that_it_cannot(command: str, prepared: Path, read_only: Elsewhere) -> None:
    before = state(prepared.parent)
    done = read_only.huisheng(command, "--config", prepared)
    text = done.stdout + done.stderr
    assert done.returncode == 1 and "Traceback" not in text, text
    assert "不能写入" in text and str(prepared.parent) in text, text
    assert state(prepared.parent) == before


def test_what_stores_nothing_works(prepared: Path, read_only: Elsewhere) -> None:
    where, folder = ("--config", prepared), prepared.parent
    for line, expected in (
        (("config", "check"), "可用"),
        (("score", folder / "posts.jsonl"), '"topic": "drowning"'),
        (("redact", folder / "posts.jsonl"), '"kind": "mobile"'),
        (("replay", folder / "stream.jsonl"), ""),
        (("alert", "list"), "溺水"),
        (("alert", "show", "1"), "溺水"),
        (("alert", "list", "--all", "--json"), "drowning"),
    ):
        done = read_only.huisheng(*line, *where)
        assert done.returncode == 0 and expected in done.stdout, (line, done.stdout, done.stderr)
    done = read_only.huisheng("doctor", *where)
    assert done.returncode == 1 and "Traceback" not in done.stdout + done.stderr
    assert "不能写入" in done.stdout and "出错" not in done.stdout and "完好" in done.stdout, done.stdout
    assert read_only.huisheng("doctor", "--repair", *where).returncode == 1


def test_the_console_can_be_read(prepared: Path, read_only: Elsewhere) -> None:
    line = read_only.line(PROGRAM, "serve", "--port", "0", "--config", prepared)
    with subprocess.Popen(
        line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        try:
            assert process.stdout is not None
            found = re.search(r"http://127\.0\.0\.1:\d+/", process.stdout.readline())
            assert found is not None
            for path, words in (("", "溺水"), ("digest", "日报"), ("sources", "城事")):
                page = requests.get(found[0] + path, timeout=20)
                assert page.status_code == 200 and words in page.text, page.text
        finally:
            process.send_signal(signal.SIGTERM)


def test_a_log_that_nobody_can_merge_is_told(prepared: Path, read_only: Elsewhere, tmp_path: Path) -> None:
    """The machine went down, and came up with the disk read-only: the newest posts stand in the log."""
    config = tmp_path / "config.yaml"
    shutil.copy(prepared, config)
    with sqlite3.connect(prepared.parent / "town.db") as writer:
        writer.execute(
            "INSERT INTO cursor (name, value) VALUES ('x', 1) ON CONFLICT DO UPDATE SET value = value + 1"
        )
        writer.commit()
        for name in ("town.db", "town.db-wal"):
            shutil.copy(prepared.parent / name, tmp_path / name)
    writer.close()
    assert (tmp_path / "town.db-wal").stat().st_size
    done = read_only.huisheng("alert", "list", "--config", config)
    assert done.returncode == 1 and "-wal" in done.stderr and "复制到可写的地方" in done.stderr, done.stderr
    assert huisheng("alert", "list", "--config", config).returncode == 0


def test_a_folder_of_another_user_can_be_read(prepared: Path, tmp_path: Path) -> None:
    """The console under its own account, the jobs under another."""
    folder = tmp_path / "town"
    shutil.copytree(prepared.parent, folder)
    for path in (folder, *folder.parents[:4]):
        path.chmod(path.stat().st_mode | 0o055)
    line = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", PROGRAM]
    where = ["--config", folder / "config.yaml"]
    if subprocess.run([*line, "--help"], capture_output=True, check=False).returncode:
        pytest.skip("another user cannot reach the program here")
    listed = subprocess.run([*line, "alert", "list", *where], capture_output=True, text=True, encoding="utf-8")
    assert listed.returncode == 0 and "溺水" in listed.stdout, listed.stderr
    refused = subprocess.run([*line, "crawl", *where], capture_output=True, text=True, encoding="utf-8")
    assert refused.returncode == 1 and "不能写入" in refused.stderr and "Traceback" not in refused.stderr


def test_all_items_are_there(prepared: Path) -> None:
    with sqlite3.connect(prepared.parent / "town.db") as connection:
        assert connection.execute("SELECT count(*) FROM post").fetchone() == (ITEMS,)
    connection.close()
