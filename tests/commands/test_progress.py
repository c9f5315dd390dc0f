"""Progress: bars on a terminal, few plain lines in a log, never on standard output."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from commands.progress import counted, progress
from model.catalogue import Catalogue

ROOT = Path(__file__).resolve().parents[2]
ZH = Catalogue("zh")


def test_off_a_terminal_a_line_is_written_at_every_multiple(capsys: pytest.CaptureFixture[str]) -> None:
    with progress(ZH, every=100, name=lambda task: f"《{task}》") as report:
        for done in (1, 99, 150, 199, 205, 205):
            report("晚报", done, 300)
        report("论坛", 100, 0)
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == [
        "《晚报》：已完成 150，共约 300",
        "《晚报》：已完成 205，共约 300",
        "《论坛》：已完成 100",
    ]


def test_where_asked_for_a_task_is_named_when_it_begins(capsys: pytest.CaptureFixture[str]) -> None:
    with progress(ZH, every=100, begin=True) as report:
        for done in (0, 1, 100):
            report("晚报", done, 1)
        report("论坛", 250, 300)
    assert capsys.readouterr().err.splitlines() == [
        "晚报",
        "晚报：已完成 100，共约 1",
        "论坛",
        "论坛：已完成 250，共约 300",
    ]


def test_counting_changes_nothing_about_the_items(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(counted(iter("abc"), ZH, "行", every=2)) == ["a", "b", "c"]
    assert capsys.readouterr().err == "行：已完成 2\n"


def on_terminal(arguments: list[str], text: str) -> tuple[str, str]:
    """What a program writes: (standard output, into a pipe; standard error, on a terminal)."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "cli", *arguments], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=theirs, env={**os.environ, "TERM": "xterm", "COLUMNS": "80"},
    )  # fmt: skip
    os.close(theirs)
    out, _ = process.communicate(text.encode())
    shown = b""
    while True:
        try:
            chunk = os.read(ours, 65536)
        except OSError:  # the other end is closed
            break
        if not chunk:
            break
        shown += chunk
    os.close(ours)
    assert process.returncode == 0, shown.decode()
    return out.decode(), shown.decode()


@pytest.mark.parametrize("command", ["redact", "score"])
def test_a_bar_on_a_terminal_while_results_go_elsewhere(command: str) -> None:
    lines = "".join(json.dumps({"id": str(i), "text": "今天天气不错"}) + "\n" for i in range(3))
    out, shown = on_terminal([command], lines)
    assert [json.loads(line)["id"] for line in out.splitlines()] == ["0", "1", "2"]
    assert "\x1b[" in shown and "3/" in shown
    assert "今天" not in shown
