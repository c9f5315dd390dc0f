"""The timetable of `huisheng run`: APScheduler decides when, each job is a process of its own.

Jobs are rebuilt from config.yaml at every start; what was missed is read from the last successful `Run`, so no
pickled job store is needed. A job that is late runs once (`coalesce`), within `schedule.grace`. A job in a
process of its own cannot take the timetable down with it, and its memory is given back.
"""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from model.catalogue import Catalogue
from model.config import Config

log = logging.getLogger("huisheng.schedules")

PROGRAM = Path(__file__).with_name("cli.py")
# A wall clock that moved by more than this against the monotonic one was set by somebody; see `Timetable.watch`.
CLOCK_STEP = timedelta(seconds=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One line of the timetable. `name` is both the command and the job of its `Run` rows."""

    name: str
    arguments: tuple[str, ...]
    trigger: BaseTrigger
    catch_up: bool  # after a stop, run what was missed as soon as we are back
    grace: timedelta | None = None  # how late it may still run; None: as the configuration says for all


# A weekly digest is of use until the next one is due.
WEEKLY_GRACE = timedelta(days=6)


def timetable(config: Config) -> list[Job]:
    """What runs when. One more job is one more line."""
    hour, minute = config.digest.at.split(":")
    jobs = _regular(config, int(hour), int(minute))
    return jobs if config.digest.weekly == "never" else [*jobs, _weekly(config, int(hour), int(minute))]


def _weekly(config: Config, hour: int, minute: int) -> Job:
    return Job(
        name="weekly",
        arguments=("digest", "--weekly", "--send"),
        # Weekday names only: APScheduler counts from Monday = 0, cron from Sunday = 0.
        trigger=CronTrigger(day_of_week=config.digest.weekly, hour=hour, minute=minute, timezone=config.zone),
        catch_up=True,
        grace=WEEKLY_GRACE,
    )


def _regular(config: Config, hour: int, minute: int) -> list[Job]:
    return [
        Job(
            name="cycle",
            arguments=("cycle",),
            trigger=IntervalTrigger(
                seconds=int(config.schedule.cycle_every.total_seconds()),
                start_date=datetime(2026, 1, 1, tzinfo=UTC),
                timezone=config.zone,
            ),
            catch_up=True,
        ),
        Job(
            name="digest",
            arguments=("digest", "--send"),
            trigger=CronTrigger(hour=hour, minute=minute, timezone=config.zone),
            catch_up=True,
        ),
    ]


def first_run(job: Job, last_success: datetime | None, now: datetime, grace: timedelta) -> datetime:
    """When `job` runs next: at once when its last due time passed unserved within `grace`, else when due."""
    upcoming = job.trigger.get_next_fire_time(None, now)
    if job.catch_up:
        missed = _last_due(job.trigger, now - grace, now)
        # A success "in the future" comes from a clock that was set back; it must not silence the job.
        served = last_success is not None and missed is not None and missed <= last_success <= now
        if missed is not None and not served:
            return now
    return upcoming if isinstance(upcoming, datetime) else now


def _last_due(trigger: BaseTrigger, start: datetime, now: datetime) -> datetime | None:
    """The latest fire time of `trigger` in [start, now]."""
    found: datetime | None = None
    moment = trigger.get_next_fire_time(None, start)
    while moment is not None and moment <= now:
        found = moment
        moment = trigger.get_next_fire_time(moment, moment + timedelta(seconds=1))
    return found


class Timetable:
    """Runs the jobs of `config` until `stop` is called.

    `last_success` tells when a job last ended well; `clock` and `monotonic` are arguments for tests.
    """

    def __init__(
        self,
        config: Config,
        config_path: Path,
        last_success: Callable[[str], datetime | None],
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._config, self._config_path, self._last_success = config, config_path, last_success
        self._clock, self._monotonic = clock, monotonic
        self._stopping = threading.Event()
        self._children: set[subprocess.Popen[bytes]] = set()
        self._offset = self._drift()
        self.scheduler = BackgroundScheduler(
            timezone=config.zone,
            job_defaults={
                "coalesce": True,
                "max_instances": 1,
                "misfire_grace_time": int(config.schedule.grace.total_seconds()),
            },
        )

    def build(self) -> None:
        """Put every job of the configuration into the scheduler, replacing what was there."""
        now = self._clock()
        for job in timetable(self._config):
            grace = job.grace or self._config.schedule.grace
            start = first_run(job, self._last_success(job.name), now, grace)
            self.scheduler.add_job(
                self._run, job.trigger, args=[job], id=job.name, replace_existing=True, next_run_time=start,
                misfire_grace_time=int(grace.total_seconds()),
            )  # fmt: skip
            local = start.astimezone(self._config.zone)
            log.info("%s", self._say("next", job=job.name, at=f"{local:%m-%d %H:%M}"))

    def run(self) -> None:
        """Start, and return when `stop` was called and the running jobs have been ended."""
        self.build()
        self.scheduler.start()
        while not self._stopping.wait(30):
            self.watch()
        self.scheduler.shutdown(wait=True)

    def watch(self) -> bool:
        """Rebuild the timetable when the wall clock was set; True when it was.

        APScheduler keeps wall-clock due times: after a step of −1 h its jobs would be silent for an hour.
        """
        if abs(self._drift() - self._offset) <= CLOCK_STEP.total_seconds():
            return False
        self._offset = self._drift()
        log.warning("%s", self._say("clock_set"))
        self.build()
        return True

    def stop(self) -> None:
        """End the running jobs (each can be killed at any moment without loss) and the timetable."""
        self._stopping.set()
        for child in list(self._children):
            child.terminate()

    def _drift(self) -> float:
        return self._clock().timestamp() - self._monotonic()

    def _run(self, job: Job) -> None:
        if self._stopping.is_set():
            return
        line = [sys.executable, str(PROGRAM), *job.arguments, "--config", str(self._config_path)]
        with subprocess.Popen(line) as child:  # noqa: S603 - our own program with our own arguments
            self._children.add(child)
            if self._stopping.is_set():  # `stop` came between the two and could not see this child
                child.terminate()
            status = child.wait()
        self._children.discard(child)
        if status == 0:
            log.info("%s", self._say("ended", job=job.name))
        else:
            log.warning("%s", self._say("trouble", job=job.name, status=status))

    def _say(self, key: str, **values: object) -> str:
        return Catalogue(self._config.language).say(f"schedules.{key}", **values)
