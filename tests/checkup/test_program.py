"""The fonts and the program's own parts."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from checkup import fonts, program
from checkup.finding import Grade

if TYPE_CHECKING:
    from conftest import Town


def test_fonts_by_fontconfig_and_by_name(town: Town, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fc_list = tmp_path / "bin" / "fc-list"
    fc_list.parent.mkdir()
    fc_list.write_text("#!/bin/sh\necho 'WenQuanYi Micro Hei,文泉驿微米黑'\n", encoding="utf-8")
    fc_list.chmod(0o755)
    monkeypatch.setenv("PATH", str(fc_list.parent))
    assert town.look()["fonts.found"].where == "WenQuanYi Micro Hei"
    fc_list.unlink()
    monkeypatch.setattr(fonts, "places", lambda environment: [tmp_path / "fonts"])
    assert town.look()["fonts.none"].mend == "sudo apt install fonts-wqy-microhei"
    (tmp_path / "fonts" / "deep").mkdir(parents=True)
    (tmp_path / "fonts" / "deep" / "NotoSansCJK-Regular.ttc").touch()
    assert town.look()["fonts.found"].where.endswith("NotoSansCJK-Regular.ttc")


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
