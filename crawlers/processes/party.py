"""Sends child processes out to the sources of one run, and listens to them until its time is up."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from crawlers.ledger import Ledger
from crawlers.processes.job import Job, Progress, Trouble, Visited
from crawlers.processes.parent import Child
from model.catalogue import Catalogue
from model.config import Config
from model.records import Severity


@dataclass(slots=True, kw_only=True)
class Party:
    """`ends` is on the monotonic clock; `last` is the source that last reported a page."""

    config: Config
    now: datetime
    ledger: Ledger
    progress: Callable[[str, int, int], None] | None
    program: Sequence[str]
    busy_seconds: float
    ends: float
    by_hand: bool = False
    last: str = ""
    timed_out: bool = False

    def visit(self) -> None:
        """Visit all sources of the ledger with one child.

        When it dies, the sources that were left are visited again, each with a child of its own: a page that
        kills the process, or a lack of memory, must not cost the others their visit.
        """
        child = self._send(self.ledger.sources)
        if not child.fault or child.timed_out or len(self.ledger.unfinished) < 2:
            self._note_fault(child, self.ledger.unfinished)
            return
        for name in self.ledger.unfinished:
            if not self.timed_out:
                child = self._send([name])
            self._note_fault(child, [name] if name in self.ledger.unfinished else [])

    def _send(self, names: Sequence[str]) -> Child:
        job = Job(
            config=self.config, now=self.now, sources=tuple(names), busy_seconds=self.busy_seconds,
            by_hand=self.by_hand,
        )  # fmt: skip
        child = Child(job, max(1.0, self.ends - time.monotonic()), self.program)
        for event in child:
            if isinstance(event, Visited):
                self.ledger.visited(event)
            elif isinstance(event, Trouble):
                self.ledger.trouble(event)
            elif isinstance(event, Progress):
                self.last = event.source
                if self.progress is not None:
                    self.progress(event.source, event.pages, event.planned)
        self.timed_out = self.timed_out or child.timed_out
        return child

    def _note_fault(self, child: Child, names: Sequence[str]) -> None:
        kind = "run-timeout" if child.timed_out else "crashed"
        words = Catalogue(self.config.language).say(f"crawlers.trouble.{kind}", detail=child.fault, url="", when="")
        for name in names if child.fault else ():
            self.ledger.note(name, kind, words, Severity.ERROR)
