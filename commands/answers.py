"""`huisheng alert approve|publish|card|pages`: from a written answer to a public one."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from alerts.answers import kit, site
from alerts.answers.card import card as drawn
from alerts.answers.doubts import told
from alerts.answers.kit import doubtful
from alerts.digest import fonts
from alerts.digest.files import replace_all
from alerts.triage.decisions import Wish
from commands.help import Command
from commands.options import config_option, database, looking, now, settings
from commands.tip_reader import TipWords
from commands.triage import alert_number, done, role_of, shared
from model.catalogue import Catalogue
from model.config import Config
from model.errors import StoreError, UsageError
from model.verdicts import Decision
from store import alerts


@click.command("approve", cls=Command)
@shared
@click.option("--sure", is_flag=True)
def approve(names: tuple[str, ...], code: str | None, as_json: bool, config_path: Path, sure: bool) -> None:
    """A second person has read the answer and stands by it."""
    config = settings(config_path)
    role = role_of(code, config)
    if not sure and not _looked_at(names, config):
        return
    done(config, names, Wish(decision=Decision.APPROVE, role=role), as_json)


def _looked_at(names: tuple[str, ...], config: Config) -> bool:
    """Whether nothing in these answers looks personal, or somebody at the terminal says that it may be public."""
    catalogue = Catalogue(config.language)
    with looking(config) as store:
        ids = [alert_number(store, name, config) for name in names]
        found = doubtful(store, config, ids, TipWords(config).personal, now().astimezone(config.zone).date())
    for number, doubts in found.items():
        words = told(doubts, catalogue)
        if not sys.stdin.isatty():
            raise UsageError(catalogue.say("answers.command.doubtful", id=number, found=words))
        if not click.confirm(catalogue.say("answers.command.doubtful_ask", id=number, found=words), default=False):
            return False
    return True


@click.command("publish", cls=Command)
@click.argument("name", metavar="ID")
@click.argument("url", metavar="URL")
@click.option("--by", "code", envvar="HUISHENG_CODE")
@click.option("--json", "as_json", is_flag=True)
@config_option
def publish(name: str, url: str, code: str | None, as_json: bool, config_path: Path) -> None:
    """Records where the association published an approved answer: now the alert is answered."""
    config = settings(config_path)
    done(config, (name,), Wish(decision=Decision.PUBLISH, role=role_of(code, config), note=url), as_json)


@click.command("card", cls=Command)
@click.argument("name", metavar="ID")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, metavar="FILE")
@config_option
def card(name: str, out: Path, config_path: Path) -> None:
    """Writes the approved answer as a picture for chat groups."""
    config = settings(config_path)
    catalogue = Catalogue(config.language)
    with looking(config) as store:
        alert = alerts.get(store, alert_number(store, name, config))
        response = kit.current(store, alert.id) if alert else None
    if alert is None or response is None:
        raise UsageError(catalogue.say("answers.command.nothing", id=name))
    if not response.approved_by:
        raise UsageError(catalogue.say("answers.command.not_approved", id=name))
    found = fonts.chinese()
    if found is None:
        raise UsageError(catalogue.say("answers.card.no_font"))
    try:
        replace_all({out: drawn(response, alert.title, config, catalogue, found)})
    except OSError as error:
        raise StoreError("folder", place=out.parent, why=error) from error
    click.echo(catalogue.say("answers.command.card", path=out))


@click.command("pages", cls=Command)
@config_option
def pages(config_path: Path) -> None:
    """Writes the public page and feed of every published answer."""
    config = settings(config_path)
    catalogue = Catalogue(config.language)
    with database(config) as store:
        count = site.write(store, config, now())
    if count is None or config.publish_dir is None:
        raise UsageError(catalogue.say("answers.command.no_folder"))
    click.echo(catalogue.say("answers.command.pages", count=count, folder=site.folder(config)))


COMMANDS = (approve, publish, card, pages)
