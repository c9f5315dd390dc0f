"""Voices: equal speakers are equal for a day, nobody can be found again, and a key others can reach is not used."""

from __future__ import annotations

import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from crawlers.voices import TMPFS, Voices, is_tmpfs, key_name, voices_of

ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)  # 12:00 in town
DATABASE = Path("town.db")


def at(moment: datetime, folder: Path, database: Path = DATABASE) -> Voices:
    return voices_of(database, moment, ZONE, folder)


def test_a_voice_counts_and_says_nothing(tmp_path: Path) -> None:
    today = at(NOON, tmp_path / "k")
    assert today.voice("论坛", "uid=7") == today.voice("论坛", "uid=7") != today.voice("论坛", "uid=8")
    assert today.voice("论坛", "uid=7") != today.voice("晚报", "uid=7")
    assert today.voice("论坛", "") is None
    voice = today.voice("论坛", "uid=7") or ""
    key_id, _, digest = voice.partition(":")
    assert key_id == today.key_id and key_id.startswith("20261120.") and len(digest) == 16
    assert today.key.hex() not in repr(today)


def test_a_key_lives_from_four_to_four(tmp_path: Path) -> None:
    folder = tmp_path / "k"
    first = at(NOON, folder)
    assert at(NOON + timedelta(hours=15), folder) == first  # 03:00 in town
    later = at(NOON + timedelta(hours=17), folder)  # 05:00
    assert later.key != first.key and later.key_id.startswith("20261121.")
    assert at(NOON, folder, Path("other.db")).key != first.key
    [kept, other] = sorted(folder.iterdir())
    assert {stat.S_IMODE(path.stat().st_mode) for path in (kept, other)} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert not any(first.key.hex() in path.read_text() for path in folder.iterdir()), "yesterday's key is gone"


@pytest.mark.parametrize(
    "spoilt", ["open folder", "open file", "linked folder", "linked file", "folder for a file"]
)
def test_a_key_that_others_can_reach_is_not_used(spoilt: str, tmp_path: Path) -> None:
    folder = tmp_path / "k"
    first = at(NOON, folder)
    [file] = folder.iterdir()
    if spoilt == "open folder":
        folder.chmod(0o755)
    elif spoilt == "open file":
        file.chmod(0o644)
    elif spoilt == "linked folder":
        folder.rename(tmp_path / "real")
        folder.symlink_to(tmp_path / "real")
    elif spoilt == "linked file":
        file.rename(tmp_path / "real")
        file.symlink_to(tmp_path / "real")
    else:
        file.unlink()
        file.mkdir(mode=0o700)
    runs = [at(NOON, folder) for _ in range(2)]
    assert len({first.key, *(run.key for run in runs)}) == 3, "a key for each run"


@pytest.mark.parametrize("text", ["", "nonsense", "20261120.abcd zz", "20261120.abcd 00ff"])
def test_a_damaged_key_is_replaced(text: str, tmp_path: Path) -> None:
    folder = tmp_path / "k"
    at(NOON, folder)
    [file] = folder.iterdir()
    file.write_text(text)
    fresh = at(NOON, folder)
    assert len(fresh.key) == 32 and at(NOON, folder) == fresh


def test_nowhere_to_keep_a_key(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert at(NOON, tmp_path / "file").key != at(NOON, tmp_path / "file").key


def test_only_memory_will_do() -> None:
    mounts = f"tmpfs {TMPFS} tmpfs rw,nosuid 0 0\n/dev/sda1 /srv ext4 rw 0 0\n"
    assert is_tmpfs(TMPFS, mounts)
    assert not is_tmpfs(Path("/srv"), mounts) and not is_tmpfs(TMPFS, f"/dev/sda1 {TMPFS} ext4 rw 0 0")


def test_a_key_that_nobody_asks_for_goes_too(tmp_path: Path) -> None:
    folder = tmp_path / "k"
    at(NOON, folder)
    [file] = folder.iterdir()
    written = datetime.fromtimestamp(file.stat().st_mtime, UTC)
    at(written + timedelta(hours=23), folder, Path("other.db"))
    assert file.exists()
    at(written + timedelta(hours=25), folder, Path("other.db"))
    assert not file.exists()


def test_our_own_folder_by_default(tmp_path: Path) -> None:
    """Where this machine has no tmpfs there is a key per run; either way a usable key."""
    database = tmp_path / "town.db"
    keys = {voices_of(database, NOON, ZONE).key for _ in range(2)}
    own = TMPFS / f"huisheng-{os.getuid()}"
    assert len(keys) == (1 if own.exists() else 2)
    (own / key_name(database)).unlink(missing_ok=True)
