"""`huisheng tip`: report a rumour heard where no crawler may read; and `alert link`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from alerts.tips.take import Taken, join, take
from alerts.tips.wording import LONGEST
from commands.help import Command
from commands.options import config_option, database, line, looking, now, settings
from commands.tip_reader import TipWords
from commands.triage import alert_number, role_of
from model.catalogue import Catalogue
from model.config import Config
from model.errors import UsageError
from model.tips import Tip
from store import tips


@click.command("tip", cls=Command)
@click.argument("text", required=False, metavar="TEXT|-")
@click.option("--list", "listing", is_flag=True)
@click.option("--json", "as_json", is_flag=True)
@config_option
def command(text: str | None, listing: bool, as_json: bool, config_path: Path) -> None:
    """Stores a tip: redacted, one unverified voice."""
    config = settings(config_path)
    catalogue = Catalogue(config.language)
    if listing:
        _list(config, catalogue, as_json=as_json)
        return
    if text is None:
        raise UsageError(catalogue.say("tips.command.nothing"))
    said = sys.stdin.read(LONGEST + 1) if text == "-" else text
    with database(config) as store:
        taken = take(store, said, now(), TipWords(config).reader())
    if isinstance(taken, str):
        raise UsageError(catalogue.say(f"tips.refused.{taken}", most=LONGEST))
    if as_json:
        line({**_values(taken.tip, config), "topics": list(taken.topics)})
    else:
        click.echo("\n".join(_told(taken, config, catalogue)))


def _told(taken: Taken, config: Config, catalogue: Catalogue) -> list[str]:
    if taken.earlier is not None:
        return [catalogue.say("tips.command.again", id=taken.tip.id, first=taken.tip.same_as)]
    titles = [config.topics[key].title or key for key in taken.topics]
    topics = catalogue.say("alerts.list_separator").join(titles)
    return [
        catalogue.say("tips.command.stored", id=taken.tip.id),
        f"  {taken.tip.text}" if taken.tip.text else f"  {taken.tip.link}",
        *([catalogue.say("tips.command.topics", topics=topics)] if topics else []),
    ]


def _list(config: Config, catalogue: Catalogue, *, as_json: bool) -> None:
    with looking(config) as store:
        found = tips.newest(store)
    for tip in found:
        if as_json:
            line(_values(tip, config))
        else:
            when = f"{tip.at.astimezone(config.zone):%m-%d %H:%M}"
            alert = catalogue.say("tips.command.joined", alert=tip.alert_id) if tip.alert_id else ""
            click.echo(catalogue.say("tips.command.row", id=tip.id, when=when, text=tip.text or tip.link) + alert)
    if not found and not as_json:
        click.echo(catalogue.say("tips.command.none"))


def _values(tip: Tip, config: Config) -> dict[str, object]:
    return {
        "id": tip.id, "at": tip.at.astimezone(config.zone).isoformat(timespec="seconds"), "text": tip.text,
        "link": tip.link, "same_as": tip.same_as, "alert": tip.alert_id, "unverified": True,
    }  # fmt: skip


@click.command("link", cls=Command)
@click.argument("alert_name", metavar="ALERT")
@click.argument("tip_number", metavar="TIP", type=click.IntRange(1))
@click.option("--by", "code", envvar="HUISHENG_CODE")
@click.option("--json", "as_json", is_flag=True)
@config_option
def link(alert_name: str, tip_number: int, code: str | None, as_json: bool, config_path: Path) -> None:
    """Links a tip with an alert."""
    config = settings(config_path)
    catalogue = Catalogue(config.language)
    role = role_of(code, config)
    with database(config) as store:
        number = alert_number(store, alert_name, config)
        found = join(store, config, number, tip_number, now(), role)
    if isinstance(found, str):
        raise UsageError(catalogue.say(f"tips.refused.{found}", tip=tip_number, alert=number))
    if as_json:
        line({"alert": found.id, "tip": tip_number, "tips": found.tips})
    else:
        click.echo(catalogue.say("tips.command.linked", tip=tip_number, alert=found.id, n=found.tips))
