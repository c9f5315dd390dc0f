"""`huisheng digest`: build the day's or the week's digest, write it, and send it on request."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import click

from alerts.delivery.deliver import Sent
from alerts.digest.picture_file import write_picture
from alerts.digest.publish import publish, publish_week
from alerts.digest.send import send, send_waiting
from alerts.digest.span import late
from alerts.digest.write import write
from alerts.weekly import build as week
from alerts.weekly.write import enqueue as enqueue_week
from alerts.weekly.write import told_late
from alerts.weekly.write import write as write_week
from alerts.weekly.write import write_picture as week_picture
from analysis.signs.distress import first_person_distress
from commands.heartbeat import beating
from commands.help import Command
from commands.locks import job_lock
from commands.options import config_option, database, now, settings
from commands.stage import attempted, noted
from commands.topic_people import watchable
from model.catalogue import Catalogue
from model.config import Config
from model.errors import UsageError
from store import runs
from store.database import Store


@click.command("digest", cls=Command)
@click.option("--date", "day", metavar="D")
@click.option("--weekly", is_flag=True)
@click.option("--send", "sending", is_flag=True)
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR")
@config_option
@click.pass_context
def command(
    context: click.Context, day: str | None, weekly: bool, sending: bool, out: Path | None, config_path: Path
) -> None:
    """Builds a day's or a week's digest, writes it, and delivers it on request."""
    config = settings(config_path)
    moment = now()
    chosen = _day(day, config, moment)
    job, work = ("weekly", _weekly) if weekly else ("digest", _daily)
    watchman = config.schedule.heartbeats.weekly if weekly else config.schedule.heartbeats.digest
    heartbeat = watchman if sending and day is None else None
    with job_lock(config, job) as got:
        if not got:
            return
        with beating(config, job, heartbeat) as beat, noted(config, job), database(config) as store:
            folder = out or config.path(config.digest.folder)
            paths, fault, beat.ok = work(store, config, moment, chosen, folder, sending, day is None)
        click.echo("\n".join(map(str, paths)))
        if fault or not beat.ok:
            context.exit(1)


def _daily(
    store: Store, config: Config, moment: datetime, day: date, folder: Path, sending: bool, today: bool
) -> tuple[list[Path], bool, bool]:
    """What was written, whether a page could not be published, whether every message is delivered."""
    caught_up = sending and today and late(day, moment, config.digest.at, config.zone)
    paths = write(store, config, moment, day, folder, late=caught_up)
    # Told and written down when there is no font, but no failure: the digest itself is whole.
    drawn: dict[Path, bytes] = {}
    attempted(config, "picture", lambda: drawn.update(write_picture(store, config, day, folder)))
    paths += drawn
    # Before it is sent: the message names the page, and a chat shows the picture from there. It must not keep the
    # digest back.
    shown = {path.name: data for path, data in drawn.items()}
    fault = attempted(config, "publish", lambda: paths.extend(publish(store, config, [day], shown)))
    # Sent before anything is printed: an output that cannot be written must not keep the digest back.
    picture = next(iter(drawn.values()), b"")
    return (
        paths,
        fault,
        not sending or _sent(store, config, lambda: send(store, config, moment, day, picture=picture)),
    )


def _weekly(
    store: Store, config: Config, moment: datetime, day: date, folder: Path, sending: bool, today: bool
) -> tuple[list[Path], bool, bool]:
    """The same for the week whose digest was due last, on `day` or before."""
    due = week.due_day(day, config.digest.weekly if config.digest.weekly != "never" else "mon")
    _not_to_come(config, due, moment)
    told = told_late(store, due)  # what readers have got stays as they got it
    caught_up = sending and today and late(due, moment, config.digest.at, config.zone) if told is None else told
    config = config.model_copy(update={"topics": watchable(config)})
    found = week.build(store, config, moment, due, first_person_distress, late=caught_up)
    paths = write_week(store, config, moment, found, folder)
    drawn: dict[Path, bytes] = {}
    attempted(config, "picture", lambda: drawn.update(week_picture(config, found, folder)))
    paths += drawn
    shown = {path.name: data for path, data in drawn.items()}
    fault = attempted(config, "publish", lambda: paths.extend(publish_week(store, config, found, shown)))
    began = runs.first(store)
    if sending and began is not None and began < found.until:  # nobody waits for a week before there was a digest
        enqueue_week(store, config, moment, found, picture=next(iter(drawn.values()), b""))
    return paths, fault, not sending or _sent(store, config, lambda: send_waiting(store, config, moment))


def _not_to_come(config: Config, day: date, moment: datetime) -> None:
    today = moment.astimezone(config.zone).date()
    if day > today:
        raise UsageError(Catalogue(config.language).say("digest.command.future", day=day, today=today))


def _day(value: str | None, config: Config, moment: datetime) -> date:
    if value is None:
        return moment.astimezone(config.zone).date()
    try:
        return date.fromisoformat(value)
    except ValueError:
        words = Catalogue(config.language).say("digest.command.bad_date", value=value)
        raise UsageError(words) from None


def _sent(store: Store, config: Config, sender: Callable[[], Sent]) -> bool:
    catalogue = Catalogue(config.language)
    if not any(channel.digest for channel in config.channels):
        click.echo(catalogue.say("digest.command.no_channel"), err=True)
    found = sender()
    words = catalogue.say(
        "digest.command.sent", delivered=found.delivered, failed=found.failed, waiting=found.waiting
    )
    click.echo(words, err=True)
    return not found.failed and not found.waiting
