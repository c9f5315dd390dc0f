"""`huisheng crawl`: visit the sources that are due, or the named ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from commands.help import Command
from commands.locks import job_lock
from commands.options import config_option, now, settings
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
        with _progress(config) as report:
            result = crawl(config, now(), only=only, progress=report)
    tell_issues(result)
    click.echo(_summary(config, result))
    if not result.ok:
        context.exit(1)


def tell_issues(result: CrawlResult) -> None:
    """What went wrong where, a line each on standard error, so that cron's mail says it."""
    for issue in result.issues[:MOST_LINES]:
        click.echo(f"{issue.source}: {issue.message}", err=True)


def _summary(config: Config, result: CrawlResult) -> str:
    return Catalogue(config.language).say("crawlers.done", **result.counts)


@contextmanager
def _progress(config: Config) -> Iterator[Callable[[str, int, int], None]]:
    """One bar a source on a terminal; elsewhere a plain line for every hundredth page, on standard error."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda source, pages, planned: _plain(config, source, pages, planned)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    tasks: dict[str, TaskID] = {}
    with Progress(*columns, console=console) as bars:

        def report(source: str, pages: int, planned: int) -> None:
            if source not in tasks:
                tasks[source] = bars.add_task(source, total=planned)
            bars.update(tasks[source], completed=pages, total=planned)

        yield report


def _plain(config: Config, source: str, pages: int, planned: int) -> None:
    if pages == 1 or pages % 100 == 0:
        words = Catalogue(config.language).say("crawlers.page", source=source, pages=pages, planned=planned)
        click.echo(words, err=True)
