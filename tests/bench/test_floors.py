"""Quality figures stand above their floors; a floor is lowered only by the flag and with a line in CHANGELOG.md."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from bench.floors.__main__ import measured
from bench.floors.figure import Floors, down, load, save, up
from bench.floors.register import PROGRAMS

ROOT = Path(__file__).resolve().parents[2]


def test_no_figure_is_below_its_floor_and_every_floor_is_measured() -> None:
    assert load().below(measured()) == {}


def test_no_floor_was_lowered_silently() -> None:
    floors, changelog = load(), (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert floors.silently_lowered() == []
    assert [entry["name"] for entry in floors.lowered if entry["name"] not in changelog] == []
    assert all(entry["why"] for entry in floors.lowered)


@pytest.mark.parametrize("program", PROGRAMS)
def test_every_program_is_there(program: str) -> None:
    assert importlib.util.find_spec(program) is not None


def test_a_figure_may_rise_but_not_drop() -> None:
    floors = Floors()
    assert floors.below({"found": up(10), "wrong": down(2)}).keys() == {"found", "wrong"}
    assert floors.lift({"found": up(10), "wrong": down(2)}) == ["found", "wrong"]
    assert floors.below({"found": up(11), "wrong": down(1)}) == {}
    assert floors.below({"found": up(9), "wrong": down(3)}).keys() == {"found", "wrong"}
    assert floors.below({"found": up(10)}).keys() == {"wrong"}  # a figure that is gone is no good figure
    assert floors.lift({"found": up(9), "wrong": down(1)}) == ["wrong"]
    assert (floors.floors, floors.best) == ({"found": 10, "wrong": 1}, {"found": 10, "wrong": 1})


def test_a_floor_is_lowered_with_a_reason_only(tmp_path: Path) -> None:
    floors = Floors()
    floors.lift({"found": up(10)})
    with pytest.raises(ValueError, match="why"):
        floors.lower("found", up(9), " ")
    with pytest.raises(ValueError, match="not worse"):
        floors.lower("found", up(10), "a larger list")
    floors.lower("found", up(9), "three sentences of the list were wrong")
    assert floors.silently_lowered() == []
    save(floors, tmp_path / "floors.json")
    again = load(tmp_path / "floors.json")
    assert again.lowered == [
        {"name": "found", "from": 10, "to": 9, "why": "three sentences of the list were wrong"}
    ]
    again.floors["found"] = 8  # by hand
    assert again.silently_lowered() == ["found"]


def test_an_unknown_name_is_refused() -> None:
    command = [sys.executable, "-c", (
        "import sys; from bench.floors import __main__ as program, figure\n"
        "program.measured = lambda: {'found': figure.up(1)}\n"
        "sys.argv = ['floors', '--lower', 'nothing', '--why', 'x']\n"
        "program.main()"
    )]  # fmt: skip
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 2
    assert "nothing" in run.stderr
