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
from schedules import Timetable, timetable
from store import runs


@click.command("run", cls=Command)
@config_option
def command(config_path: Path) -> None:
    """Runs the timetable until stopped (Ctrl-C or SIGTERM)."""
    config = settings(config_path)
    logging.getLogger("huisheng").setLevel(logging.INFO)

    def last_success(job: str) -> datetime | None:
        with database(config) as store:
            run = runs.last_success(store, job)
            return run.started_at if run else None

    with job_lock(config, "run") as got:
        if not got:
            return
        table = Timetable(config, config_path.resolve(), last_success)
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_: table.stop())
        click.echo(f"运行中:{'、'.join(j.name for j in timetable(config))}。Ctrl-C 停止。/ running", err=True)
        table.run()
