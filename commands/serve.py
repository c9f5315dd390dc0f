"""`huisheng serve`: the console, on this machine only."""

from __future__ import annotations

from pathlib import Path

import click
from starlette.applications import Starlette

from commands.help import Command
from commands.known_facts import look_up
from commands.options import config_option, now, settings
from commands.tip_reader import TipWords
from console.app import create_app
from console.server import address_of, listen, serve
from model.catalogue import Catalogue
from model.config import Config


@click.command("serve", cls=Command)
@config_option
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(0, 65535))
def command(config_path: Path, host: str, port: int | None) -> None:
    """Serves the console on this machine."""
    config = settings(config_path)
    listener = listen(host, config.console.port if port is None else port)
    catalogue = Catalogue(config.language)
    click.echo(catalogue.say("commands.console", url=address_of(listener)))
    click.echo(catalogue.say("commands.stop"), err=True)
    serve(application(config), listener)


def application(config: Config) -> Starlette:
    """The console with everything that it needs from other rooms."""
    words = TipWords(config)
    return create_app(config, clock=now, reader=words.reader(), proofread=words.personal, look_up=look_up)
