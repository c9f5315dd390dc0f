"""`huisheng analyse`: score new posts, advance the stories."""

from __future__ import annotations

from pathlib import Path

import click

from analysis.run import analyse
from analysis.topics import PEOPLE
from commands.help import Command
from commands.locks import job_lock
from commands.options import config_option, database, now, settings
from commands.progress import progress
from commands.stage import noted
from model.catalogue import Catalogue
from model.config import Config


@click.command("analyse", cls=Command)
@config_option
@click.pass_context
def command(context: click.Context, config_path: Path) -> None:
    """Scores new posts and advances the stories. Safe to run again: without new posts nothing changes."""
    config = settings(config_path)
    with job_lock(config, "analyse") as got:
        if not got:
            return
        with noted(config, "analyse"):
            counts = analysed(config)
    say = Catalogue(config.language).say
    click.echo(say("commands.analysed", **counts))
    if left_out := counts.get(PEOPLE):
        click.echo(say("commands.people_left_out", n=left_out), err=True)
    if counts["failed"]:
        context.exit(1)


def analysed(config: Config) -> dict[str, int]:
    """One run of the analysis, with its progress told; the counts."""
    catalogue = Catalogue(config.language)
    task = catalogue.say("commands.progress.analyse")
    with database(config) as store, progress(catalogue, every=5000) as report:
        return analyse(store, config, now(), progress=lambda done, total: report(task, done, total))
