"""`huisheng source`: look at what a source would give, and take a site into config.yaml."""

from __future__ import annotations

from pathlib import Path

import click

from commands.help import Group
from commands.options import config_option, settings
from commands.source_add import Adding
from commands.source_catalogue import catalogue
from commands.source_cost import report
from commands.source_trial import Trial
from crawlers.kinds import KINDS
from model.catalogue import Catalogue
from model.config import Config
from model.config.settings import Association


@click.group("source", cls=Group)
def command() -> None:
    """Looks at what a source would give."""


@command.command("try")
@click.argument("target", required=False, metavar="NAME|URL")
@click.option("--kind", type=click.Choice(sorted(KINDS)))
@click.option("--file", "file", type=click.Path(path_type=Path))
@click.option("--url")
@config_option
@click.pass_context
def try_source(
    context: click.Context,
    target: str | None,
    kind: str | None,
    file: Path | None,
    url: str | None,
    config_path: Path,
) -> None:
    """Parses one page or feed and prints its posts as they would be stored."""
    config = _config(config_path, needed=file is None)
    trial = Trial(config, Catalogue(config.language))
    ok = trial.saved(file, target, url, kind) if file is not None else trial.visit(target, kind)
    context.exit(0 if ok else 1)


def _config(path: Path, *, needed: bool) -> Config:
    """The settings; a saved page can be tried without any."""
    chosen = click.get_current_context().get_parameter_source("config_path")
    if not needed and chosen is click.core.ParameterSource.DEFAULT and not path.exists():
        nobody = Association(name="-", town="-", contact="mailto:volunteers@example.org")
        return Config(association=nobody)
    return settings(path)


@command.command("catalogue")
@click.option("--json", "as_json", is_flag=True)
@config_option
def list_starters(as_json: bool, config_path: Path) -> None:
    """Lists the starter sources that a town may switch on, each with the document that names its address."""
    catalogue(settings(config_path), as_json=as_json)


@command.command("report")
@click.option("--days", type=click.IntRange(1, 400), default=7, show_default=True)
@click.option("--json", "as_json", is_flag=True)
@config_option
def report_sources(days: int, as_json: bool, config_path: Path) -> None:
    """What our visits cost each site: requests, bytes, pauses, and requests per new post."""
    report(settings(config_path), days, as_json=as_json)


@command.command("add")
@click.argument("url", metavar="URL|KEY")
@click.option("--kind", type=click.Choice(sorted(set(KINDS) - {"forum"})))
@click.option("--name")
@click.option("--yes", is_flag=True)
@click.option("--rsshub", default="")
@click.option("--allow-loopback", is_flag=True)
@config_option
@click.pass_context
def add_source(
    context: click.Context,
    url: str,
    kind: str | None,
    name: str | None,
    yes: bool,
    rsshub: str,
    allow_loopback: bool,
    config_path: Path,
) -> None:
    """Looks at a site, proposes its block, shows the first posts and writes it into config.yaml on a yes."""
    adding = Adding(settings(config_path), config_path, yes=yes, allow_loopback=allow_loopback, rsshub=rsshub)
    context.exit(0 if adding.add(url, kind, name) else 1)
