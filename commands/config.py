"""`huisheng config check`: is the configuration usable? `config schema`: its JSON Schema, for editors."""

from __future__ import annotations

import json
from pathlib import Path

import click

from commands.files import whole_file
from commands.help import Command, Group
from commands.options import config_option, settings
from commands.topic_people import faults_of_people
from model.catalogue import Catalogue
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
