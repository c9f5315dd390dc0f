"""`huisheng source catalogue`: the starter sources in words."""

from __future__ import annotations

from dataclasses import asdict

import click

from commands.options import line
from model.catalogue import Catalogue
from model.config import Config
from model.config.starters import starters


def catalogue(config: Config, *, as_json: bool) -> None:
    """Print every starter source, for people or as JSON Lines."""
    found = starters().values()
    if as_json:
        for starter in found:
            line({**asdict(starter), "found_on": starter.found_on.isoformat(), "source": dict(starter.source)})
        return
    say = Catalogue(config.language).say
    click.echo(say("reading.catalogue.head"))
    for starter in found:
        click.echo(f"\n{starter.key}  {starter.title}")
        click.echo(f"  {starter.source['kind']}  {starter.source['url']}")
        live = say(f"reading.catalogue.{'live' if starter.checked_live else 'not_live'}")
        click.echo(
            say("reading.catalogue.found", document=starter.found_in, day=starter.found_on.isoformat(), live=live)
        )
        if starter.note:
            click.echo(f"  {starter.note}")
