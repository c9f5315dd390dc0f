"""Starts the child process of a crawl, listens to it, and ends it when its time is up. Knows no Scrapy."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from crawlers.processes.job import Event, Job, read_event
from model.config import wants_browser

ROOT = Path(__file__).resolve().parent.parent.parent
# -P: the current folder of whoever calls us must not be searched for modules.
CHILD = (sys.executable, "-P", "-m", "crawlers.processes.child")

_LAST_WORDS = 10.0  # seconds


class Child:
    """One run of the child. Iterate over its events; `fault` then tells how it ended ('' when well)."""

    def __init__(self, job: Job, seconds: float, program: Sequence[str] = CHILD) -> None:
        self._job, self._seconds, self._program = job, seconds, program
        self.timed_out = False
        self.status = 0

    def __iter__(self) -> Iterator[Event]:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *_path()])}
        with _scratch(self._job) as more, subprocess.Popen(  # noqa: S603 - our own program with our own arguments
            self._program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
            errors="replace", env={**environment, **more}, start_new_session=True,
        ) as process:  # fmt: skip
            timer = threading.Timer(self._seconds, self._time_is_up, [process])
            timer.daemon = True
            timer.start()
            try:
                yield from self._events(process)
            finally:
                timer.cancel()
                _kill(process)
                self.status = process.wait()

    @property
    def fault(self) -> str:
        """``timeout``, ``signal 9``, ``status 1`` … or ''."""
        if self.timed_out:
            return "timeout"
        if self.status == 0:
            return ""
        return f"status {self.status}" if self.status > 0 else f"signal {-self.status}"

    def _events(self, process: subprocess.Popen[str]) -> Iterator[Event]:
        if process.stdin is None or process.stdout is None:
            return
        with contextlib.suppress(BrokenPipeError):
            # Left open: its end tells the child that we are gone.
            process.stdin.write(self._job.dumps() + "\n")
            process.stdin.flush()
        for line in process.stdout:
            event = read_event(line)
            if event is not None:
                yield event
        process.wait()

    def _time_is_up(self, process: subprocess.Popen[str]) -> None:
        self.timed_out = True
        _kill(process)


@contextlib.contextmanager
def _scratch(job: Job) -> Iterator[dict[str, str]]:
    """Where a browser may write while it draws pages: a folder of its own, gone afterwards however the child ended.

    Its own session keeps the browser out of the child's process group; it ends by itself when the pipe to the child
    breaks.
    """
    if not any(wants_browser(source) for source in job.config.sources if source.name in job.sources):
        yield {}
        return
    folder = tempfile.mkdtemp(prefix="huisheng-browser-")
    try:
        yield {"TMPDIR": folder}
    finally:
        _remove(Path(folder))


def _remove(folder: Path) -> None:
    """A browser ends a moment after the child that it served, and may still write meanwhile."""
    ends = time.monotonic() + _LAST_WORDS
    shutil.rmtree(folder, ignore_errors=True)
    while folder.exists() and time.monotonic() < ends:
        time.sleep(0.05)
        shutil.rmtree(folder, ignore_errors=True)


def _path() -> list[str]:
    return [part for part in os.environ.get("PYTHONPATH", "").split(os.pathsep) if part]


def _kill(process: subprocess.Popen[str]) -> None:
    """End the child and what it may have started: its own process group, nothing else."""
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
