"""`huisheng run`: the timetable of config.yaml, until stopped."""

from __future__ import annotations

import logging
import signal
from datetime import datetime
from pathlib import Path

import click

from commands.help import Command
from commands.locks import job_lock
from commands.options import config_option, database, settings
from model.catalogue import Catalogue
from model.errors import StoreError
from schedules import Timetable, timetable
from store import runs

log = logging.getLogger("huisheng.run")


@click.command("run", cls=Command)
@config_option
def command(config_path: Path) -> None:
    """Runs the timetable until stopped (Ctrl-C or SIGTERM)."""
    config = settings(config_path)
    logging.getLogger("huisheng").setLevel(logging.INFO)

    def last_success(job: str) -> datetime | None:
        try:
            with database(config) as store:
                run = runs.last_success(store, job)
        except StoreError as error:  # the timetable stays; the job itself will say what is wrong
            log.warning("%s", error.said(Catalogue(config.language)))
            return None
        return run.started_at if run else None

    with job_lock(config, "run") as got:
        if not got:
            return
        table = Timetable(config, config_path.resolve(), last_success)
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_: table.stop())
        jobs = ", ".join(job.name for job in timetable(config))
        click.echo(Catalogue(config.language).say("commands.running", jobs=jobs), err=True)
        table.run()
