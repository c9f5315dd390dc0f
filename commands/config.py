"""`huisheng config check`: is the configuration usable? `config schema`: its JSON Schema, for editors."""

from __future__ import annotations

import json
from pathlib import Path

import click

from commands.files import whole_file
from commands.help import Command, Group
from commands.options import config_option, settings
from commands.topic_people import faults_of_people
from crawlers.rendering.needs import lacking
from model.catalogue import Catalogue
from model.config import Config, wants_browser
from model.config.schema import schema as config_schema
from model.errors import ConfigError


@click.group("config", cls=Group)
def command() -> None:
    """Checks the configuration file."""


@command.command("check")
@config_option
def check(config_path: Path) -> None:
    """Reads the file and names every fault with its line; exit 2 if any."""
    config = settings(config_path)
    if people := faults_of_people(config, config_path):
        raise ConfigError(people)
    enabled = [source for source in config.sources if source.enabled]
    words = Catalogue(config.language).say(
        "commands.usable", path=config_path, sources=len(enabled), topics=len(config.topics),
        channels=len(config.channels),
    )  # fmt: skip
    click.echo(words)
    _say_what_is_lacking(config)


def _say_what_is_lacking(config: Config) -> None:
    """A machine without a browser can use the file all the same; the sources that need one are not read."""
    wanted = [source.name for source in config.sources if source.enabled and wants_browser(source)]
    lack = lacking() if wanted else None
    if lack is not None:
        say = Catalogue(config.language).say
        why = say(f"crawlers.trouble.{lack}")
        click.echo(say("commands.lacking", sources=say("alerts.list_separator").join(wanted), why=why), err=True)


@command.command("schema", cls=Command)
@click.option("--out", type=click.Path(path_type=Path))
@config_option
def schema(out: Path | None, config_path: Path) -> None:
    """Prints the JSON Schema of config.yaml, or writes it to a file. The schema is the same for every file."""
    text = json.dumps(config_schema(), ensure_ascii=False, indent=1) + "\n"
    if out is None:
        click.echo(text, nl=False)
        return
    with whole_file(out) as file:
        file.write(text.encode())
