"""kill -9 during delivery, again and again, with lost acknowledgements besides: real processes, real HTTP on
loopback.

0 missing; what comes twice has the same id, and there is never more of it than kills and lost acknowledgements. Six
kills by default; ``make trust`` asks for 200.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from store import outbox
from store.database import open_store

ROOT = Path(__file__).resolve().parents[3]
KILLS = int(os.environ.get("HUISHENG_KILLS", "6"))
PROGRAM = """
import sys
from datetime import datetime
from pathlib import Path
from alerts.run import alert
from model.config import load
from store.database import open_store

config = load(Path(sys.argv[1]))
with open_store(config.path(config.database)) as store:
    alert(store, config, datetime.fromisoformat(sys.argv[2]))
"""
STEP = timedelta(minutes=10)


class Murderer:
    """Kills the process that is delivering, before or after its request was answered, as the seed has it."""

    def __init__(self, chance: random.Random) -> None:
        self.chance, self.kills, self.lost, self.accepted = chance, 0, 0, Counter[tuple[str, str]]()
        self.process: subprocess.Popen[bytes] | None = None
        self.requests_to_go, self.after_answer = 0, False

    def plan(self) -> None:
        self.requests_to_go, self.after_answer = self.chance.randint(1, 6), self.chance.random() < 0.5

    def answer(self, request: Any) -> tuple[int, object] | None:
        number, _, _ = request.text.partition("\n")
        self.accepted[(request.text.split("消息编号 ")[-1][:8], number if number.startswith("(") else "")] += 1
        self.requests_to_go -= 1
        if self.requests_to_go == 0 and self.process is not None:
            self.kills += 1
            if self.after_answer:
                process = self.process
                request_answered = (200, {"errcode": 0})
                time.sleep(self.chance.random() / 100)  # of this thread; the victim runs on a little
                process.send_signal(signal.SIGKILL)
                return request_answered
            self.process.send_signal(signal.SIGKILL)
            return None
        if self.chance.random() < 0.1:
            self.lost += 1
            return None
        return 200, {"errcode": 0}


def start(config: Path, at: datetime) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, config, at.isoformat()], cwd=ROOT, stderr=subprocess.PIPE
    )


@pytest.mark.slow
def test_nothing_missing_and_repeats_are_accounted_for(tmp_path: Path, chat: Any, now: datetime) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(
        "association: {name: 协会, town: 永康, contact: mailto:help@xiehui.cn}\ndatabase: town.db\nchannels:\n"
        + "".join(f"  - {{name: {name}, kind: wecom, url: '{chat.url(f'/{name}?key=1')}'}}\n" for name in "ab"),
        encoding="utf-8",
    )
    murderer = Murderer(random.Random(20260302))
    chat.answer = murderer.answer
    at, told = now, 0
    while murderer.kills < KILLS:
        with open_store(tmp_path / "town.db") as store:
            for _ in range(4):  # the first of a round is so long that it goes in parts
                body = {"text": "水库边有人落水。" * (300 if told % 4 == 0 else 2)}
                for channel in "ab":
                    outbox.enqueue(
                        store, channel=channel, kind="alert", ref=str(told), subject="题", body=body, at=at
                    )
                told += 1
        murderer.plan()
        murderer.process = start(path, at)
        murderer.process.communicate(timeout=120)
        at += STEP
    murderer.process = None
    waiting = 1
    for _ in range(200):
        with open_store(tmp_path / "town.db") as store:
            waiting = sum(outbox.waiting(store, ["a", "b"]).values())
        if not waiting:
            break
        done = start(path, at)
        done.communicate(timeout=120)
        assert done.returncode == 0
        at += STEP
    assert waiting == 0
    with open_store(tmp_path / "town.db") as store:
        queued = {message.short_id for message in outbox.page(store, limit=100_000)}
    assert {number for number, _ in murderer.accepted} == queued and len(queued) == 2 * told, "0 missing"
    repeats = sum(murderer.accepted.values()) - len(murderer.accepted)
    assert repeats <= murderer.kills + murderer.lost
    for number in queued:
        parts = {part for found, part in murderer.accepted if found == number}
        of = next(iter(parts)).rpartition("/")[2].rstrip(")") if "" not in parts else "1"
        assert len(parts) == int(of), "every part arrived"
    print(f"kills {murderer.kills}, lost acknowledgements {murderer.lost}, messages {2 * told}, repeats {repeats}")
    assert not list(tmp_path.glob("*.sender-*.lock")), "no lock file of a dead worker is left"
