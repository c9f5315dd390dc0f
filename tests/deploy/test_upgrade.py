"""Upgrade and roll-back, walked through as docs/install.md says it, with the commands that stand there."""

from __future__ import annotations

import re
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from tests.deploy.conftest import ROOT, Home, checkout

pytestmark = pytest.mark.slow


def copy_command(database: Path, backup: Path) -> list[str]:
    """The one-liner of both documents, for these two files."""
    found = set()
    for name in ("install.md", "安装.md"):
        text = (ROOT / "docs" / name).read_text(encoding="utf-8")
        found |= set(re.findall(r'python3 -c "(import sqlite3[^"]+)"', text))
    [code] = found
    return ["python3", "-c", code, str(database), str(backup)]


def newer(folder: Path) -> Path:
    """A release with one more migration."""
    source = checkout(folder)
    project = source / "pyproject.toml"
    project.write_text(
        project.read_text(encoding="utf-8").replace('version = "', 'version = "9.', 1), encoding="utf-8"
    )
    with (source / "store" / "migrations" / "history.py").open("a", encoding="utf-8") as file:
        file.write(
            "\n\n@migrations()\ndef m999_one_more(db: Database) -> None:\n"
            '    run(db, "CREATE TABLE one_more (id INTEGER PRIMARY KEY) STRICT")\n'
        )
    return source


def tables(database: Path) -> set[str]:
    with closing(sqlite3.connect(database)) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def test_upgrade_and_roll_back(home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert home.run("cycle").returncode == 0
    old = (home.prefix / "current").resolve()
    backup = tmp_path / "before.db"
    copied = subprocess.run(copy_command(home.database, backup), capture_output=True, text=True, check=False)
    assert (copied.returncode, copied.stdout.strip()) == (0, "ok"), copied.stderr

    assert home.install(newer(tmp_path / "newer")) == 0
    assert str(old) in capsys.readouterr().out, "it must say how to go back"
    new = (home.prefix / "current").resolve()
    assert new.name.startswith("9.") and (home.prefix / "previous").resolve() == old
    assert home.run("cycle").returncode == 0
    assert "one_more" in tables(home.database)

    current = home.prefix / "current"
    subprocess.run(["ln", "-sfn", str((home.prefix / "previous").resolve()), str(current)], check=True)
    assert current.resolve() == old
    refused = home.run("cycle")
    assert refused.returncode == 1 and "更新的版本" in refused.stderr and "Traceback" not in refused.stderr
    assert "one_more" in tables(home.database), "a refusal must not touch the database"

    restored = subprocess.run(copy_command(backup, home.database), capture_output=True, text=True, check=False)
    assert (restored.returncode, restored.stdout.strip()) == (0, "ok"), restored.stderr
    assert "one_more" not in tables(home.database)
    done = home.run("cycle")
    assert (done.returncode, done.stderr) == (0, "")
    assert home.install(tmp_path / "newer") == 0 and current.resolve() == new, "and forward again, without building"


def test_a_backup_of_nothing_is_no_backup(tmp_path: Path) -> None:
    command = copy_command(tmp_path / "no.db", tmp_path / "copy.db")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode != 0 and "unable to open" in done.stderr
    assert not (tmp_path / "copy.db").exists()
