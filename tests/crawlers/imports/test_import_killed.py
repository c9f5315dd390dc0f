"""kill -9 in the middle of a batch: the same file again makes the store that an undisturbed import makes."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = """
import os, signal, sys
from cli import main
from store import imports

saved, calls = imports.post_store.save, iter(range(10**9))
stop = int(sys.argv.pop(1))
def save(*arguments):
    if next(calls) == stop:
        os.kill(os.getpid(), signal.SIGKILL)
    return saved(*arguments)
imports.post_store.save = save
main()
"""


@pytest.mark.slow
@pytest.mark.parametrize("stop", [0, 700])
def test_the_same_file_again_ends_in_the_same_store(stop: int, town, head, row, tmp_path: Path) -> None:
    text = head + "".join(row(str(n), title=f"标题{n}") for n in range(1200))
    town.run(text)
    undisturbed = town.dump()
    for name in ("town.db", "town.db-wal", "town.db-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    command = [sys.executable, "-c", PROGRAM, str(stop), "import", tmp_path / "posts.csv", "--config"]
    killed = subprocess.run([*command, tmp_path / "config.yaml"], cwd=ROOT, capture_output=True)
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    assert len(town.posts()) == stop // 500 * 500
    assert "新增" in town.run(text).stdout
    assert town.dump() == undisturbed
