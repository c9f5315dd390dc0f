"""The fonts and the program's own parts."""

from __future__ import annotations

import shutil
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from alerts.digest import fonts
from checkup import program
from checkup.finding import Grade

if TYPE_CHECKING:
    from conftest import Town


def test_only_a_font_that_draws_chinese_counts(town: Town, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The same answer as whoever draws the pictures gets: a telling name is not enough."""
    real = fonts.chinese()
    fake = tmp_path / "fonts" / "NotoSansCJK-Regular.ttc"
    fake.parent.mkdir()
    fake.write_bytes(b"no font")
    fc_list = tmp_path / "bin" / "fc-list"
    fc_list.parent.mkdir()
    fc_list.write_text(f"#!/bin/sh\necho '{fake}: '\n", encoding="utf-8")
    fc_list.chmod(0o755)
    monkeypatch.setenv("PATH", str(fc_list.parent))
    monkeypatch.setattr(fonts, "places", lambda environment: [tmp_path / "fonts"])
    found = town.look()["fonts.none"]
    assert found.mend == "sudo apt install fonts-wqy-microhei" and "长图" in found.what
    if real is not None:
        (tmp_path / "fonts" / "deep").mkdir()
        shutil.copy(real, tmp_path / "fonts" / "deep" / real.name)
        assert town.look()["fonts.found"].where == real.name


def test_parts_that_are_missing_or_too_old(town: Town, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What the code at hand needs counts, not what was noted when an earlier one was installed."""
    assert town.look()["program.parts"].grade is Grade.OK
    project = tmp_path / "pyproject.toml"
    monkeypatch.setattr(program, "PROJECT", project)
    project.write_text(
        "[project]\nrequires-python = '>=99'\n"
        "dependencies = ['click>=999', 'no-such-part-of-ours>=1', 'rich>=1', 'none; extra == \"scale\"']\n",
        encoding="utf-8",
    )
    found = town.look()
    assert found["program.unfit"].where == "click" and found["program.unfit"].grade is Grade.FAULT
    assert found["program.missing"].where == "no-such-part-of-ours"
    assert found["program.old-python"].grade is Grade.FAULT and "program.parts" not in found


def test_an_installed_program_knows_its_parts_too(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "PROJECT", Path("/nowhere/pyproject.toml"))
    monkeypatch.setattr(metadata, "requires", lambda name: ["click>=999"])
    found = town.look()
    assert found["program.python"].grade is Grade.OK and found["program.unfit"].where == "click"
