"""SIGTERM, as systemd sends it: `run` and `serve` end within seconds, also while a job waits for a slow site."""

from __future__ import annotations

import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from tests.deploy.conftest import Home

pytestmark = pytest.mark.slow
SECONDS = 15  # TimeoutStopSec of the units is 20


@contextmanager
def silent_site() -> Iterator[tuple[int, threading.Event]]:
    """A server that takes a connection and never answers; the event says that somebody came."""
    came = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def take() -> None:
            held = []
            try:
                while True:
                    held.append(server.accept())
                    came.set()
            except OSError:
                for connection, _ in held:
                    connection.close()

        thread = threading.Thread(target=take, daemon=True)
        thread.start()
        yield server.getsockname()[1], came
        server.shutdown(socket.SHUT_RDWR)
        thread.join(10)


def configure(home: Home, sources: str = "[]", cycle_every: str = "10m") -> None:
    (home.data / "config.yaml").write_text(
        "association: {name: 协会, town: 永康, contact: mailto:help@xiehui.cn}\nconsole: {port: 0}\n"
        f"crawl: {{timeout: 300s}}\nschedule: {{cycle_every: {cycle_every}}}\nsources: {sources}\n",
        encoding="utf-8",
    )


def descendants(pid: int) -> set[int]:
    found: set[int] = set()
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, task.read_text(encoding="ascii").split()):
            found |= {child} | descendants(child)
    return found


def wait_until_gone(pids: set[int]) -> None:
    until = time.monotonic() + SECONDS
    while time.monotonic() < until and any(_runs(pid) for pid in pids):
        pass
    assert [pid for pid in pids if _runs(pid)] == []


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_run_ends_while_a_job_waits_for_a_site(home: Home, number: signal.Signals) -> None:
    with silent_site() as (port, came):
        source = f'{{name: 慢站, kind: feed, url: "http://127.0.0.1:{port}/feed", allow_loopback: true, every: 1s}}'
        configure(home, f"[{source}]", cycle_every="1s")
        process = home.start("run")
        assert came.wait(60)
        below = descendants(process.pid)
        process.send_signal(number)
        _, told = process.communicate(timeout=SECONDS)
        assert process.returncode == 0
        assert "Traceback" not in told
        wait_until_gone(below)
    configure(home)
    done = home.run("cycle")
    assert (done.returncode, done.stderr) == (0, ""), "what was cut short must not stand in the way"


def test_serve_ends_with_an_open_connection(home: Home) -> None:
    configure(home)
    process = home.start("serve")
    assert process.stdout is not None
    port = int(process.stdout.readline().rsplit(":", 1)[1].strip().rstrip("/"))
    assert requests.get(f"http://127.0.0.1:{port}/", timeout=SECONDS).status_code == 200
    with socket.create_connection(("127.0.0.1", port)) as browser:
        browser.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n")  # never finished
        process.terminate()
        _, told = process.communicate(timeout=SECONDS)
    assert process.returncode == 0 and "Traceback" not in told


def test_a_configuration_that_cannot_be_used_ends_run_with_2(home: Home) -> None:
    (home.data / "config.yaml").write_text("association: {}\n", encoding="utf-8")
    done = home.run("run")
    assert done.returncode == 2, "RestartPreventExitStatus=2 in the unit"
    configure(home)


def test_a_second_run_steps_aside(home: Home) -> None:
    configure(home)
    first = home.start("run")
    try:
        assert first.stderr is not None
        assert "运行中" in first.stderr.readline()
        second = home.run("run")
        assert second.returncode == 0 and "已在别处运行" in second.stderr
    finally:
        first.terminate()
        first.communicate(timeout=SECONDS)
