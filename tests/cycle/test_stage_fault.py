"""A stage that breaks: the next ones still run, and what it choked on is written nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from commands import cycle as cycle_command
from model.config import Config, load
from store import runs
from store.database import open_store

TEXT = "听说水库有孩子溺水"


def test_the_text_of_a_post_reaches_neither_log_nor_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("association: {name: 协会, town: 永康, contact: mailto:help@xiehui.cn}\n", encoding="utf-8")

    def broken(config: Config) -> tuple[bool, dict[str, int]]:
        return bool(float(TEXT)), {}

    stages = [(name, broken if name == "analyse" else stage) for name, stage in cycle_command._STAGES]
    monkeypatch.setattr(cycle_command, "_STAGES", stages)
    config = load(path, {})
    assert not cycle_command.cycle(config)
    told = capsys.readouterr()
    assert "analyse: ValueError, test_stage_fault.py" in told.err and "警报：新增 0" in told.out
    assert TEXT not in told.err + told.out
    with open_store(config.path(config.database)) as store:
        [row] = store.rows("SELECT message FROM issue")
        assert TEXT not in row["message"] and runs.last_success(store, "cycle") is None
