"""`huisheng config check`: is the configuration usable?"""

from __future__ import annotations

from pathlib import Path

import click

from commands.help import Group
from commands.options import config_option, settings


@click.group("config", cls=Group)
def command() -> None:
    """Checks the configuration file."""


@command.command("check")
@config_option
def check(config_path: Path) -> None:
    """Reads the file and names every fault with its line; exit 2 if any."""
    config = settings(config_path)
    enabled = [source for source in config.sources if source.enabled]
    click.echo(
        f"{config_path}: 可用 / usable: {len(enabled)} 个来源 sources, {len(config.topics)} 个关注话题 topics, "
        f"{len(config.channels)} 个渠道 channels"
    )
