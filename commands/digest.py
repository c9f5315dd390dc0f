"""`huisheng digest`: build the day's digest, write it, and send it on request."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from alerts.digest.publish import publish
from alerts.digest.send import send
from alerts.digest.span import late
from alerts.digest.write import write
from commands.heartbeat import beating
from commands.help import Command
from commands.locks import job_lock
from commands.options import config_option, database, now, settings
from commands.stage import attempted, noted
from model.catalogue import Catalogue
from model.config import Config
from model.errors import UsageError
from store.database import Store


@click.command("digest", cls=Command)
@click.option("--date", "day", metavar="D")
@click.option("--send", "sending", is_flag=True)
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR")
@config_option
@click.pass_context
def command(context: click.Context, day: str | None, sending: bool, out: Path | None, config_path: Path) -> None:
    """Builds a day's digest, writes it, and delivers it on request."""
    config = settings(config_path)
    moment = now()
    chosen = _day(day, config, moment)
    heartbeat = config.schedule.heartbeats.digest if sending and day is None else None
    with job_lock(config, "digest") as got:
        if not got:
            return
        with beating(config, "digest", heartbeat) as beat, noted(config, "digest"), database(config) as store:
            caught_up = sending and day is None and late(chosen, moment, config.digest.at, config.zone)
            paths = write(
                store, config, moment, chosen, out or config.path(config.digest.folder), late=caught_up
            )  # fmt: skip
            # Before it is sent: the message names the page. It must not keep the digest back.
            fault = attempted(config, "publish", lambda: paths.extend(publish(store, config, [chosen])))
            # Sent before anything is printed: an output that cannot be written must not keep the digest back.
            beat.ok = not sending or _sent(store, config, moment, chosen)
        click.echo("\n".join(map(str, paths)))
        if fault or not beat.ok:
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
