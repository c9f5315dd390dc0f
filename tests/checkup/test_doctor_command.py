"""`huisheng doctor` as somebody types it: its exit status, its lines, its JSON."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from rich.console import Console

from checkup import run as checks
from cli import huisheng
from commands import doctor

if TYPE_CHECKING:
    from conftest import Town

PROGRAM = Path(sys.executable).with_name("huisheng")


def run(town: Town, *more: str, **environment: str) -> subprocess.CompletedProcess[str]:
    if not town.config.exists():
        town.write(town.text)
    return subprocess.run(
        [PROGRAM, "doctor", "--config", town.config, *more], capture_output=True, text=True, encoding="utf-8",
        env={**os.environ, **environment}, check=False, timeout=120,
    )  # fmt: skip


def test_plain_lines_for_cron(town: Town) -> None:
    done = run(town)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == "" and "\x1b" not in done.stdout
    lines = done.stdout.splitlines()
    assert lines[0] == "配置" and lines[1].startswith("  ✓ ")
    assert any(line.startswith("    → ") for line in lines)
    assert lines[-1].startswith("0 处故障，")


def test_a_fault_is_one_and_unusable_settings_are_two(town: Town) -> None:
    town.database.write_text("这不是数据库" * 500, encoding="utf-8")
    assert run(town).returncode == 1
    town.write("crawl: {delai: 3s}\n")
    done = run(town)
    assert done.returncode == 2 and "delai" in done.stdout and "数据库" in done.stdout
    assert run(town, "--what").returncode == 2


def test_json_lines(town: Town) -> None:
    town.write("language: en\n")
    found = [json.loads(line) for line in run(town, "--json").stdout.splitlines()]
    assert {"group", "level", "name", "what", "where", "mend", "repair"} == set(found[0])
    assert {item["level"] for item in found} <= {"ok", "hint", "fault"}
    assert next(item for item in found if item["name"] == "database.none")["what"].startswith(
        "there is no database"
    )


def test_repair_says_what_it_did_and_twice_is_once(town: Town) -> None:
    (town.folder / "words").mkdir()
    (town.folder / "words").chmod(0o755)
    done = run(town, "--repair")
    assert done.returncode == 0, done.stdout
    assert "权限改成 0700" in done.stdout and "建好了文件夹" in done.stdout
    again = run(town, "--repair")
    assert "建好了文件夹" not in again.stdout and again.returncode == 0


@pytest.mark.parametrize("locale", ["C", "POSIX"])
def test_a_bare_locale_still_prints_chinese(town: Town, locale: str) -> None:
    done = run(town, LC_ALL=locale, LANG=locale, PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert done.returncode == 0 and "✓" in done.stdout and "配置" in done.stdout, done.stderr


def test_colours_on_a_terminal(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    town.write("")
    monkeypatch.setattr(
        doctor, "Console", lambda **more: Console(force_terminal=True, color_system="standard", **more)
    )
    done = CliRunner().invoke(huisheng, ["doctor", "--config", str(town.config)])
    assert "\x1b[32m✓" in done.output and "\x1b[1m配置" in done.output


def test_every_group_has_a_name_and_checks() -> None:
    assert len({name for name, _ in checks.GROUPS}) == len(checks.GROUPS)
    assert all(found for _, found in checks.GROUPS)
