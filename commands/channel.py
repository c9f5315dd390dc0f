"""`huisheng channel test`: does a channel take a message, and what does it answer?"""

from __future__ import annotations

from pathlib import Path

import click

from alerts.delivery.deliver import SECONDS
from alerts.delivery.outcome import in_words
from alerts.delivery.parcel import Refused
from alerts.delivery.trial import try_channel
from commands.help import Group
from commands.options import config_option, database, now, settings
from model.catalogue import Catalogue
from model.config import Channel, Config
from model.errors import UsageError
from store import sending


@click.group("channel", cls=Group)
def command() -> None:
    """Looks after the places where messages go."""


@command.command("test")
@click.argument("name", metavar="NAME")
@config_option
@click.pass_context
def test(context: click.Context, name: str, config_path: Path) -> None:
    """Sends a test message and says what the channel answered; exit 1 when it was not accepted."""
    config = settings(config_path)
    catalogue = Catalogue(config.language)
    channel = _named(config, name, catalogue)
    moment = now()
    with database(config) as store:
        try:
            identifier, answer = try_channel(store, config, channel, moment, seconds=SECONDS)
        except Refused as refusal:
            why, mend = in_words(refusal, catalogue)
            click.echo(catalogue.say("delivery.test.refused", channel=name, why=why, mend=mend).rstrip(), err=True)
            context.exit(1)
        revived = sending.revive(store, name, moment)
    said = answer or catalogue.say("delivery.test.no_words")
    click.echo(catalogue.say("delivery.test.accepted", channel=name, id=identifier, answer=said))
    if revived:
        click.echo(catalogue.say("delivery.test.revived", n=revived))


def _named(config: Config, name: str, catalogue: Catalogue) -> Channel:
    for channel in config.channels:
        if channel.name == name:
            return channel
    if not config.channels:
        raise UsageError(catalogue.say("delivery.test.none"))
    names = catalogue.say("alerts.list_separator").join(channel.name for channel in config.channels)
    raise UsageError(catalogue.say("delivery.test.unknown", channel=name, names=names))
