"""`huisheng source report`: what our visits cost each site."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta

import click
from rich.console import Console
from rich.table import Table

from commands.options import line, looking, now
from model.catalogue import Catalogue
from model.config import Config
from store import courtesy
from store.courtesy import Cost

_COLUMNS = ("source", "visits", "requests", "not_modified", "size", "posts", "per_post", "pause", "asked", "waited")


def report(config: Config, days: int, *, as_json: bool) -> None:
    """Print the sums of the last `days` days, today included, for people or as JSON Lines."""
    today = now().astimezone(config.zone).date()
    with looking(config) as store:
        costs = courtesy.since(store, today - timedelta(days=days - 1))
    if as_json:
        for cost in costs:
            line({**asdict(cost), "per_post": cost.per_post, "pause": cost.pause})
        return
    say = Catalogue(config.language).say
    if not costs:
        click.echo(say("crawlers.cost.none", days=days))
        return
    table = Table(box=None, pad_edge=False, show_edge=False)
    for name in _COLUMNS:
        table.add_column(say(f"crawlers.cost.{name}"), justify="left" if name == "source" else "right")
    for cost in costs:
        table.add_row(*_cells(cost))
    click.echo(say("crawlers.cost.title", days=days))
    Console(highlight=False, soft_wrap=True).print(table)


def _cells(cost: Cost) -> tuple[str, ...]:
    return (
        cost.source, str(cost.visits), str(cost.requests), str(cost.not_modified), f"{cost.bytes / 1e6:.1f} MB",
        str(cost.posts_new), _number(cost.per_post, 1), _number(cost.pause, 1, " s"),
        _number(cost.crawl_delay or None, 0, " s"), str(cost.told_to_wait),
    )  # fmt: skip


def _number(value: float | None, digits: int, unit: str = "") -> str:
    return "-" if value is None else f"{value:.{digits}f}{unit}"
