"""`huisheng config check`: is the configuration usable?"""

from __future__ import annotations

from pathlib import Path

import click

from commands.help import Group
from commands.options import config_option, settings
from model.catalogue import Catalogue


@click.group("config", cls=Group)
def command() -> None:
    """Checks the configuration file."""


@command.command("check")
@config_option
def check(config_path: Path) -> None:
    """Reads the file and names every fault with its line; exit 2 if any."""
    config = settings(config_path)
    enabled = [source for source in config.sources if source.enabled]
    words = Catalogue(config.language).say(
        "commands.usable", path=config_path, sources=len(enabled), topics=len(config.topics),
        channels=len(config.channels),
    )  # fmt: skip
    click.echo(words)
