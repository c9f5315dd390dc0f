"""kill -9 during delivery, again and again, with lost acknowledgements besides: real processes, real HTTP on
loopback.

0 missing; what comes twice has the same id, and there is never more of it than kills and lost acknowledgements. Six
kills by default; ``make trust`` asks for 200.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from store import outbox
from store.database import open_store

ROOT = Path(__file__).resolve().parents[3]
KILLS = int(os.environ.get("HUISHENG_KILLS", "6"))
# Loads the program once, then forks: a process of its own for each run, without seconds of imports for each.
PROGRAM = """
import os, sys
from datetime import datetime
from pathlib import Path
from alerts.run import alert
from model.config import load
from store.database import open_store


def deliver(path, at):
    config = load(Path(path))
    with open_store(config.path(config.database)) as store:
        alert(store, config, datetime.fromisoformat(at))


for line in sys.stdin:
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        status = 1
        try:
            os.read(reading, 1)
            deliver(*line.rstrip("\\n").split("\\t"))
            status = 0
        finally:
            os._exit(status)
    print(child, flush=True)
    sys.stdin.readline()  # whoever may kill it knows it now
    os.write(writing, b"!")
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
    os.close(reading), os.close(writing)
"""
STEP = timedelta(minutes=10)


class Murderer:
    """Kills the process that is delivering, before or after its request was answered, as the seed has it."""

    def __init__(self, chance: random.Random) -> None:
        self.chance, self.kills, self.lost, self.accepted = chance, 0, 0, Counter[tuple[str, str]]()
        self.victim: int | None = None
        self.requests_to_go, self.after_answer = 0, False

    def plan(self) -> None:
        self.requests_to_go, self.after_answer = self.chance.randint(1, 6), self.chance.random() < 0.5

    def kill(self, victim: int) -> None:
        """Only while it is being waited for: a number of before may be somebody else's by now."""
        if self.victim == victim:
            with contextlib.suppress(ProcessLookupError):
                os.kill(victim, signal.SIGKILL)

    def answer(self, request: Any) -> tuple[int, object] | None:
        number, _, _ = request.text.partition("\n")
        self.accepted[(request.text.split("消息编号 ")[-1][:8], number if number.startswith("(") else "")] += 1
        self.requests_to_go -= 1
        if self.requests_to_go == 0 and self.victim is not None:
            if self.after_answer:
                victim = self.victim
                threading.Timer(
                    self.chance.random() / 100, lambda: self.kill(victim)
                ).start()  # it runs on a little
                return 200, {"errcode": 0}
            self.kill(self.victim)
            return None
        if self.chance.random() < 0.1:
            self.lost += 1
            return None
        return 200, {"errcode": 0}


@pytest.fixture
def nursery(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    with (tmp_path / "said").open("w") as said:
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said,
            text=True,
        )  # fmt: skip
        yield process
        process.communicate()


def run(nursery: subprocess.Popen[str], config: Path, at: datetime, murderer: Murderer | None = None) -> int:
    """One process that delivers; its exit status."""
    assert nursery.stdin is not None and nursery.stdout is not None
    nursery.stdin.write(f"{config}\t{at.isoformat()}\n")
    nursery.stdin.flush()
    victim = int(nursery.stdout.readline())
    if murderer is not None:
        murderer.victim = victim
    nursery.stdin.write("\n")
    nursery.stdin.flush()
    status = int(nursery.stdout.readline())
    if murderer is not None:
        murderer.victim = None
        murderer.kills += status == -signal.SIGKILL  # one that ended by itself meanwhile was not killed
    return status


@pytest.mark.slow
def test_nothing_missing_and_repeats_are_accounted_for(
    tmp_path: Path, chat: Any, nursery: subprocess.Popen[str], now: datetime
) -> None:
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
            for _ in range(2):  # the first of every second round is so long that it goes in parts
                body = {"text": "水库边有人落水。" * (300 if told % 4 == 0 else 2)}
                for channel in "ab":
                    outbox.enqueue(
                        store, channel=channel, kind="alert", ref=str(told), subject="题", body=body, at=at
                    )
                told += 1
        murderer.plan()
        run(nursery, path, at, murderer)
        at += STEP
    waiting = 1
    for _ in range(50 + KILLS):  # what the kills have left behind takes a run for about every fourth of them
        with open_store(tmp_path / "town.db") as store:
            waiting = sum(outbox.waiting(store, ["a", "b"]).values())
        if not waiting:
            break
        assert run(nursery, path, at) == 0
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
