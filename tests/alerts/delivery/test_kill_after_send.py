"""Killed between sending and marking: the message comes again, with the same id, and then never more."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from alerts.run import alert
from model.config import Config
from model.records import Story
from store.database import open_store

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from alerts.run import alert
from model.config import load
from store import sending
from store.database import open_store

sending.delivered = lambda *arguments: os.kill(os.getpid(), signal.SIGKILL)
config = load(Path(sys.argv[1]))
with open_store(config.path(config.database)) as store:
    alert(store, config, datetime.fromisoformat(sys.argv[2]))
"""


@pytest.mark.slow
def test_the_repeat_has_the_same_id(
    tmp_path: Path, receiver: Any, make_config: Callable[..., Config], tell: Callable[..., Story], now: datetime
) -> None:
    channel = {"name": "hook", "kind": "webhook", "url": receiver.url()}
    path = tmp_path / "config.yaml"
    path.write_text(
        f"association: {{name: 协会, town: 永康, contact: mailto:help@xiehui.cn}}\ndatabase: town.db\n"
        f"channels:\n  - {{name: hook, kind: webhook, url: '{receiver.url()}'}}\n",
        encoding="utf-8",
    )
    with open_store(tmp_path / "town.db") as store:
        tell(store)
    killed = subprocess.run([sys.executable, "-c", PROGRAM, path, now.isoformat()], cwd=ROOT, capture_output=True)
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    assert len(receiver.got) == 1
    config = make_config(tmp_path, channels=[channel])
    with open_store(tmp_path / "town.db") as store:
        assert alert(store, config, now + timedelta(minutes=1))["delivered"] == 1
        assert alert(store, config, now + timedelta(minutes=2))["delivered"] == 0
    assert len(receiver.got) == 2
    assert len({message["id"] for message in receiver.got}) == 1
