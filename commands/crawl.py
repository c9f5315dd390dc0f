"""`huisheng crawl`: visit the sources that are due, or the named ones."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

import click

from commands.help import Command
from commands.locks import job_lock
from commands.options import config_option, now, settings
from commands.progress import Report, progress
from crawlers.run import CrawlResult, crawl
from model.catalogue import Catalogue
from model.config import Config

MOST_LINES = 50  # of trouble; all of it is in the database


@click.command("crawl", cls=Command)
@config_option
@click.option("--source", "only", multiple=True, metavar="NAME")
@click.pass_context
def command(context: click.Context, config_path: Path, only: tuple[str, ...]) -> None:
    """Visits the sources that are due, or the named ones."""
    config = settings(config_path)
    with job_lock(config, "crawl") as got:
        if not got:
            return
        with crawl_progress(config) as report:
            result = crawl(config, now(), only=only, progress=report)
    tell_issues(result)
    click.echo(_summary(config, result))
    if not result.ok:
        context.exit(1)


def tell_issues(result: CrawlResult) -> None:
    """What went wrong where, a line each on standard error, so that cron's mail says it."""
    for issue in result.issues[:MOST_LINES]:
        click.echo(f"{issue.source or 'crawl'}: {issue.message}", err=True)


def _summary(config: Config, result: CrawlResult) -> str:
    return Catalogue(config.language).say("crawlers.done", **result.counts)


def crawl_progress(config: Config) -> AbstractContextManager[Report]:
    """A bar a source."""
    catalogue = Catalogue(config.language)
    return progress(
        catalogue, every=100, name=lambda source: catalogue.say("commands.progress.crawl", source=source)
    )
