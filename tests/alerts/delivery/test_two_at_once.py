"""Two real processes deliver the same outbox at once: each message goes once, and none waits for a lock."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from store import outbox, sending
from store.database import Store, open_store

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = """
import sys
from datetime import datetime
from pathlib import Path
from alerts.run import alert
from model.config import load
from store.database import open_store

config = load(Path(sys.argv[1]))
with open_store(config.path(config.database)) as store:
    print("ready", flush=True)
    sys.stdin.readline()
    alert(store, config, datetime.fromisoformat(sys.argv[2]))
"""
MESSAGES = 40


@pytest.mark.slow
def test_each_message_goes_once(tmp_path: Path, chat: Any, now: datetime) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(
        "association: {name: 协会, town: 永康, contact: mailto:help@xiehui.cn}\ndatabase: town.db\n"
        f"channels: [{{name: a, kind: webhook, url: '{chat.url('/a')}'}}]\n",
        encoding="utf-8",
    )
    with open_store(tmp_path / "town.db") as store:
        for number in range(MESSAGES):
            body = {"text": str(number)}
            outbox.enqueue(store, channel="a", kind="alert", ref=str(number), subject="题", body=body, at=now)
    line = [sys.executable, "-c", PROGRAM, path, now.isoformat()]
    both = [
        subprocess.Popen(line, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    for process in both:
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
    for process in both:  # both are told before either is waited for
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in both:
        process.communicate(timeout=120)
        assert process.returncode == 0
    received = Counter(request.content["id"] for request in chat.got)
    assert len(received) == MESSAGES and set(received.values()) == {1}
    assert not any(request.content["repeat"] for request in chat.got)


def test_a_worker_that_waited_for_the_lock_takes_no_message_of_another(store: Store, now: datetime) -> None:
    """Its clock was read before the other's, its turn to write came after."""
    outbox.enqueue(store, channel="wecom", kind="alert", ref="1", subject="题", body={"text": "文"}, at=now)
    assert sending.claim(store, "wecom", "1-aaaaaaaa", now, at=now + timedelta(seconds=2)) is not None
    assert sending.claim(store, "wecom", "2-bbbbbbbb", now, at=now) is None
