"""What ran last, and whether it is still running: quiet is information only while somebody listens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from console.desk import Desk
from model.config import Config
from model.records import Run
from store import console as queries

JOBS = ("crawl", "analyse", "alert", "digest")
_LEAST_WAIT = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The last finished run of each job. `overdue` when nothing was read for much longer than planned."""

    runs: dict[str, Run]
    overdue: bool
    sources: int

    @property
    def last(self) -> Run | None:
        """The newest of all runs."""
        return max(self.runs.values(), key=lambda run: (run.finished_at or run.started_at, run.id), default=None)


def status(desk: Desk) -> Status:
    """How the jobs stand at the moment of this request."""
    runs = queries.last_runs(desk.store, JOBS)
    enabled = sum(source.enabled for source in desk.config.sources)
    return Status(runs=runs, overdue=is_overdue(desk.config, runs.get("crawl"), desk.view.now), sources=enabled)


def is_overdue(config: Config, crawl: Run | None, now: datetime) -> bool:
    """Whether the last crawl is older than three planned rounds, and than an hour."""
    if crawl is None:
        return False
    wait = max(_LEAST_WAIT, 3 * config.schedule.cycle_every + config.crawl.run_timeout)
    return now - (crawl.finished_at or crawl.started_at) > wait
