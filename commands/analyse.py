"""`huisheng analyse`: score new posts, advance the stories."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from analysis.run import analyse
from commands.help import Command
from commands.locks import job_lock
from commands.options import config_option, database, now, settings


@click.command("analyse", cls=Command)
@config_option
@click.pass_context
def command(context: click.Context, config_path: Path) -> None:
    """Scores new posts and advances the stories. Safe to run again: without new posts nothing changes."""
    config = settings(config_path)
    with job_lock(config, "analyse") as got:
        if not got:
            return
        console = Console(stderr=True)
        with (
            database(config) as store,
            Progress(console=console, disable=not sys.stderr.isatty(), transient=True) as progress,
        ):
            task = progress.add_task("analyse", total=None)
            counts = analyse(
                store,
                config,
                now(),
                progress=lambda done, total: progress.update(task, completed=done, total=total),
            )
    click.echo("analyse: " + ", ".join(f"{key} {value}" for key, value in counts.items()))
    if counts["failed"]:
        context.exit(1)
