"""Disk, clock, word list, key, fonts, program: each on a bad day and on a good one."""

from __future__ import annotations

import os
from collections import namedtuple
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from checkup import voices
from checkup.finding import Grade

if TYPE_CHECKING:
    from conftest import Town

from tests.checkup.conftest import DAY, HOUR

Disk = namedtuple("Disk", "f_bavail f_frsize f_files f_favail")


@pytest.mark.parametrize(
    ("room", "name", "grade"),
    [
        (Disk(10, 4096, 1000, 900_000), "disk.full", Grade.FAULT),
        (Disk(50_000, 4096, 1000, 900_000), "disk.little", Grade.HINT),
        (Disk(5_000_000, 4096, 1000, 900_000), "disk.room", Grade.OK),
        (Disk(5_000_000, 4096, 1000, 10), "disk.inodes", Grade.FAULT),
        (Disk(5_000_000, 4096, 0, 0), "disk.room", Grade.OK),  # btrfs counts no inodes
    ],
)
def test_room_on_the_disk(town: Town, monkeypatch: pytest.MonkeyPatch, room: Disk, name: str, grade: Grade) -> None:
    monkeypatch.setattr(os, "statvfs", lambda path: room)
    assert town.look()[name].grade is grade


def test_how_long_the_room_lasts(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    town.said("1", ago=10 * DAY)
    town.said("2", ago=HOUR)
    assert town.look()["disk.years"].grade is Grade.OK
    size = town.database.stat().st_size
    monkeypatch.setattr(os, "statvfs", lambda path: Disk(size, 1, 1000, 900_000))
    found = town.look()["disk.days-few"]
    assert found.grade is Grade.HINT and "只够 10 天" in found.what


def test_half_written_files_of_ours_are_swept_and_nothing_else(town: Town) -> None:
    town.write("")
    digests, words = town.folder / "digests", town.folder / "words"
    digests.mkdir()
    words.mkdir(mode=0o700)
    old = [digests / ".2026-11-19.html.4711.partial", words / "tmpab12cd_x"]
    kept = [digests / "2026-11-19.html", digests / ".2026-11-20.md.4712.partial", digests / "notes.partial"]
    for path in old + kept:
        path.write_text("x", encoding="utf-8")
    for path in [*old, kept[0], kept[2]]:
        os.utime(path, (1, 1))
    assert "2 个没写完的临时文件" in town.look()["disk.leftovers"].what
    town.repair()
    assert [path.exists() for path in old + kept] == [False, False, True, True, True]


def test_a_clock_of_1970_and_one_that_was_set_back(busy: Town) -> None:
    busy.now = datetime(1970, 1, 1, 8, tzinfo=UTC)
    found = busy.look()
    assert found["clock.past"].grade is Grade.FAULT and "timedatectl" in found["clock.past"].mend
    assert found["clock.behind"].grade is Grade.FAULT and "2026-11-20 19:55" in found["clock.behind"].what


def test_a_clock_without_the_network(town: Town, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "bin" / "timedatectl"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\necho no\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    assert town.look()["clock.alone"].grade is Grade.HINT
    program.write_text("#!/bin/sh\necho yes\n", encoding="utf-8")
    assert "clock.alone" not in town.look()
    program.write_text("#!/bin/sh\necho no such bus >&2; exit 1\n", encoding="utf-8")
    assert "clock.alone" not in town.look()


def test_the_cache_of_jieba(town: Town) -> None:
    town.write("")
    words = town.folder / "words"
    words.mkdir()
    words.chmod(0o755)
    cache = words / "jieba.cache"
    cache.write_bytes(b"planted")
    cache.chmod(0o666)
    found = town.look()
    assert found["words.open"].grade is Grade.FAULT and "0755" in found["words.open"].what
    assert found["words.foreign"].grade is Grade.FAULT
    assert {item.name: item.ok for item in town.repair()}["words"]
    found = town.look()
    assert found["words.well"].grade is Grade.OK and "words.open" not in found
    assert cache.stat().st_size > 1_000_000
    os.utime(cache, (1, 1))
    assert town.look()["words.stale"].grade is Grade.HINT


def test_a_link_in_place_of_the_cache_is_left_alone(town: Town, tmp_path: Path) -> None:
    town.write("")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "precious").write_text("x", encoding="utf-8")
    (town.folder / "words").symlink_to(elsewhere)
    assert town.look()["words.no-folder"].grade is Grade.FAULT
    town.repair()
    assert (elsewhere / "precious").exists()


def test_a_folder_that_everybody_may_write(town: Town) -> None:
    town.write("")
    (town.folder / "words").mkdir(mode=0o700)
    town.folder.chmod(0o777)
    assert town.look()["words.above"].grade is Grade.FAULT


def test_the_key_of_the_voices(town: Town, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(voices, "TMPFS", tmp_path)
    assert town.look()["voices.no-tmpfs"].grade is Grade.HINT
    mounts = tmp_path / "mounts"
    mounts.write_text(f"tmpfs {tmp_path} tmpfs rw 0 0\n", encoding="utf-8")
    monkeypatch.setattr(voices, "MOUNTS", mounts)
    assert town.look()["voices.well"].grade is Grade.OK
    folder = tmp_path / f"huisheng-{os.getuid()}"
    folder.mkdir()
    folder.chmod(0o755)
    assert town.look()["voices.open"].grade is Grade.FAULT
