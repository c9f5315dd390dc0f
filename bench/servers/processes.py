"""Server processes of this program: started, waited for, and ended by their own process id."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

STOP_SECONDS = 20
START_SECONDS = 60


class SetupError(Exception):
    """A server could not be brought up; the message says which and shows the end of its log."""


def free_port() -> int:
    """A port of 127.0.0.1 that is free at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def running(
    name: str,
    command: Sequence[str | Path],
    log: Path,
    ready: Callable[[], bool],
    *,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """Start `command` with its output in `log`, wait until `ready`, and end exactly this process on leaving."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=folder, env=environment
        )
    try:
        _wait(name, process, ready, log)
        yield process
    finally:
        stop(process)


def _wait(name: str, process: subprocess.Popen[bytes], ready: Callable[[], bool], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not ready():
        if process.poll() is not None or time.monotonic() > deadline:
            raise SetupError(f"{name} did not start:\n{tail(log)}")
        time.sleep(0.1)


def stop(process: subprocess.Popen[bytes]) -> None:
    """End exactly this process, gently if it lets us."""
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def answers(port: int) -> bool:
    """Whether something listens on this port of 127.0.0.1."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def asked(log: Path) -> list[str]:
    """The requests that a server noted in its log, as `200 GET /feed/ | user agent`, oldest first."""
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return [line.removeprefix("asked: ") for line in lines if line.startswith("asked: ")]


def must(
    command: Sequence[str | Path],
    *,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
    given: str = "",
) -> str:
    """Run to the end and return standard output; SetupError with what it said when it fails."""
    done = subprocess.run(
        command, cwd=folder, env=environment, input=given, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = (done.stdout + done.stderr)[-2000:]
        raise SetupError(f"{' '.join(map(str, command[:4]))} … failed ({done.returncode}):\n{said}")
    return done.stdout


def tail(log: Path) -> str:
    """The last lines of a log."""
    return log.read_text(encoding="utf-8", errors="replace")[-2000:] if log.exists() else "(no log)"
