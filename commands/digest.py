"""`huisheng digest`: build the day's digest, write it, and send it on request."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from alerts.digest.send import send
from alerts.digest.write import write
from commands.locks import job_lock
from commands.options import config_option, database, now, settings
from model.catalogue import Catalogue
from model.config import Config
from model.errors import UsageError
from store.database import Store


@click.command("digest", short_help="生成日报 / build the day's digest")
@click.option("--date", "day", metavar="D", help="哪一天,写成 2026-03-02;默认今天 / which day; default today")
@click.option(
    "--send", "sending", is_flag=True, help="发给接收日报的渠道 / deliver it to the channels that take it"
)
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="写到这个文件夹 / folder to write to")
@config_option
@click.pass_context
def command(context: click.Context, day: str | None, sending: bool, out: Path | None, config_path: Path) -> None:
    """生成一天的日报(HTML、Markdown、纯文本),写出文件名。--send 再发给接收日报的渠道,发两次也只收到一份。

    Builds a day's digest and prints the paths. Sending twice is harmless. Exit status 1 when a message still waits.
    """
    config = settings(config_path)
    moment = now()
    chosen = _day(day, config, moment)
    with job_lock(config, "digest") as got:
        if not got:
            return
        with database(config) as store:
            for path in write(store, config, moment, chosen, out or config.path(config.digest.folder)):
                click.echo(str(path))
            if sending and not _sent(store, config, moment, chosen):
                context.exit(1)


def _day(value: str | None, config: Config, moment: datetime) -> date:
    if value is None:
        return moment.astimezone(config.zone).date()
    try:
        return date.fromisoformat(value)
    except ValueError:
        words = Catalogue(config.language).say("digest.command.bad_date", value=value)
        raise UsageError(words) from None


def _sent(store: Store, config: Config, moment: datetime, day: date) -> bool:
    catalogue = Catalogue(config.language)
    if not any(channel.digest for channel in config.channels):
        click.echo(catalogue.say("digest.command.no_channel"), err=True)
    found = send(store, config, moment, day)
    words = catalogue.say(
        "digest.command.sent", delivered=found.delivered, failed=found.failed, waiting=found.waiting
    )
    click.echo(words, err=True)
    return not found.failed and not found.waiting
