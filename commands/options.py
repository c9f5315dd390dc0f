"""What several commands share: --config, opening what it names, and printing for people or for programs."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import click

from model.config import Config, load
from store.database import Store, open_store
from store.reading import open_for_reading

LANGUAGE = "huisheng.language"
"""Under this name the language of the settings is left in click's context, for what fails later; see cli.py."""

config_option = click.option(
    "--config",
    "config_path",
    type=click.Path(path_type=Path),
    default=Path("config.yaml"),
    envvar="HUISHENG_CONFIG",  # set by the starter of an installation, so that commands work from any folder
    show_default=True,
)


def settings(path: Path) -> Config:
    """The configuration at `path`; raises ConfigError (exit status 2) naming every fault."""
    config = load(path)
    context = click.get_current_context(silent=True)
    if context is not None:
        context.meta[LANGUAGE] = config.language
    return config


def database(config: Config) -> Store:
    """The database that `config` names, created or brought up to date."""
    return open_store(config.path(config.database))


def looking(config: Config) -> Store:
    """The database that `config` names, only to read; an empty one in memory while there is nothing to read."""
    return open_for_reading(config.path(config.database)) or open_store(None)


def now() -> datetime:
    """The only place where a command looks at the clock."""
    return datetime.now(UTC)


def as_line(value: object) -> str:
    """`value` as one line of JSON; characters that UTF-8 cannot hold (half a surrogate pair) make it ASCII."""
    text = json.dumps(value, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value)
    return text


def line(value: object) -> None:
    """Print one JSON Line on standard output."""
    click.echo(as_line(value))
