"""A disk that is really full (ENOSPC), and a limit on the size of files (EFBIG, SIGXFSZ), met by real processes."""

from __future__ import annotations

import resource
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.trouble.conftest import ITEMS, PROGRAM, fetched, huisheng, result, write_settings

if TYPE_CHECKING:
    from tests.trouble.conftest import Disk, Web

pytestmark = pytest.mark.slow
STAGES = ("crawl", "analyse", "alert", "digest")


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, web: Web) -> dict[str, object]:
    folder = tmp_path_factory.mktemp("calm")
    config = write_settings(folder, web.port)
    done = huisheng("cycle", "--config", config)
    assert done.returncode == 0, done.stderr
    found = result(folder / "town.db")
    assert len(found["posts"]) == ITEMS and found["alerts"] and not found["undelivered"]  # type: ignore[arg-type]
    return found


@pytest.fixture(autouse=True)
def _nothing_sent_yet(web: Web, undisturbed: dict[str, object]) -> None:
    web.sent.clear()


def check_told(done: object, what: str) -> None:
    status, text = done.returncode, done.stdout + done.stderr  # type: ignore[attr-defined]
    assert status == 1, f"{what}: {status}\n{text}"
    assert "Traceback" not in text, f"{what}:\n{text}"
    assert "磁盘" in text or "不能写入" in text, f"{what}:\n{text}"
    assert "No space left" in text or "满" in text, f"{what}:\n{text}"


def test_every_command_on_a_disk_that_was_full_from_the_start(disk: Disk, web: Web) -> None:
    config = write_settings(disk.seen, web.port)
    disk.fill()
    for command in (*STAGES, "cycle"):
        check_told(disk.huisheng(command, "--config", disk.place / config.name), command)
    assert web.sent == []
    for quiet in (["config", "check"], ["doctor"]):
        done = disk.huisheng(*quiet, "--config", disk.place / config.name)
        assert "Traceback" not in done.stderr + done.stdout and done.returncode == (quiet == ["doctor"])
    disk.free()
    done = disk.huisheng("cycle", "--config", disk.place / config.name)
    assert done.returncode == 0, done.stderr
    assert len(result(fetched(disk, disk.place.parent / "copy"))["posts"]) == ITEMS  # type: ignore[arg-type]


def test_the_disk_is_full_at_each_stage_in_turn(disk: Disk, web: Web, undisturbed: dict[str, object]) -> None:
    """The stage is told, what came before it is kept, and with room again it goes on where it was."""
    config = write_settings(disk.seen, web.port)
    where = ("--config", disk.place / config.name)
    for stage in STAGES:
        disk.fill()
        check_told(disk.huisheng(stage, *where), stage)
        left = [path for path in disk.seen.rglob("*") if "partial" in path.name or path.name.startswith("tmp")]
        assert left == [], "half-written files stay behind"
        disk.free()
        assert disk.huisheng(stage, *where).returncode == 0
    assert result(fetched(disk, disk.place.parent / "copy")) == undisturbed
    ids = [str(message["id"]) for message in web.sent if message["kind"] == "alert"]
    assert len(set(ids)) == len(ids) == len(undisturbed["alerts"])  # type: ignore[arg-type]


def test_a_full_disk_leaves_the_old_digest(disk: Disk, web: Web) -> None:
    config = write_settings(disk.seen, web.port)
    where = ("--config", disk.place / config.name)
    assert disk.huisheng("cycle", *where).returncode == 0
    assert disk.huisheng("digest", *where).returncode == 0
    digests = disk.seen / "digests"
    before = {path.name: path.read_bytes() for path in digests.iterdir()}
    disk.fill()
    done = disk.huisheng("digest", *where)
    check_told(done, "digest")
    assert {path.name: path.read_bytes() for path in digests.iterdir()} == before
    disk.free()
    assert disk.huisheng("digest", *where).returncode == 0
    assert sorted(path.name for path in digests.iterdir()) == sorted(before)


def limited(size: int) -> Callable[[], None]:
    """No file of the process may grow beyond `size` bytes."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.mark.parametrize("size", [0, 4096, 70_000, 250_000])
def test_a_limit_on_the_size_of_files(size: int, tmp_path: Path, web: Web, undisturbed: dict[str, object]) -> None:
    """Whatever file meets the limit (database, log, cache, digest): words and status 1, not a signal."""
    config = write_settings(tmp_path, web.port)
    for command in ("cycle", "digest"):
        done = huisheng(command, "--config", config, preexec_fn=limited(size))
        assert done.returncode in {0, 1}, (command, done.returncode, done.stderr)
        assert "Traceback" not in done.stderr, done.stderr
        if done.returncode:
            assert "磁盘" in done.stderr or "不能写入" in done.stderr, done.stderr
    assert not list(tmp_path.rglob("*.partial")) and not list(tmp_path.rglob("tmp????????"))
    for command in ("cycle", "digest"):
        done = huisheng(command, "--config", config)
        assert done.returncode == 0, done.stderr
    assert result(tmp_path / "town.db") == undisturbed
    ids = {str(message["id"]) for message in web.sent if message["kind"] == "alert"}
    assert len(ids) == len(undisturbed["alerts"])  # type: ignore[arg-type]


def test_a_log_file_that_is_full_stops_no_work(disk: Disk, web: Web, tmp_path: Path) -> None:
    """cron writes our output into a file on a full disk; the database lies on another one."""
    folder = tmp_path / "home"
    folder.mkdir()
    config = write_settings(folder, web.port)
    disk.fill()
    done = disk.inside("sh", "-c", f"{PROGRAM} -v cycle --config {config} >> {disk.place}/log 2>&1; echo status $?")
    assert done.stdout.strip() == "status 1", "what it had to say was lost, and the status says so"
    found = result(folder / "town.db")
    assert len(found["posts"]) == ITEMS and found["alerts"] and not found["undelivered"]  # type: ignore[arg-type]


@pytest.mark.parametrize("command", ["score", "redact"])
def test_results_that_cannot_be_written_are_told(command: str, tmp_path: Path) -> None:
    lines = tmp_path / "in.jsonl"
    lines.write_text('{"id": "1", "text": "水库有人溺水"}\n' * 400, encoding="utf-8")
    with (tmp_path / "out.jsonl").open("w", encoding="utf-8") as out:
        done = subprocess.run(
            [PROGRAM, command, lines], stdout=out, stderr=subprocess.PIPE, text=True, encoding="utf-8", check=False,
            cwd=tmp_path, timeout=120, preexec_fn=limited(5000),
        )  # fmt: skip
    assert done.returncode == 1 and "Traceback" not in done.stderr and "磁盘是否已满" in done.stderr, done.stderr
