"""`huisheng source report`: what our visits cost each site, and when each is visited next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

import click
from rich.console import Console
from rich.table import Table

from commands.options import line, looking, now
from model.catalogue import Catalogue
from model.config import Config
from model.pace import Next, Past, next_visit
from store import courtesy, pacing
from store.courtesy import Cost

_COLUMNS = ("source", "visits", "requests", "not_modified", "size", "posts", "per_post", "pause", "asked", "waited")


def report(config: Config, days: int, *, as_json: bool) -> None:
    """Print the sums of the last `days` days, today included, for people or as JSON Lines."""
    today = now().astimezone(config.zone).date()
    with looking(config) as store:
        costs = courtesy.since(store, today - timedelta(days=days - 1))
        coming = _coming(config, pacing.pasts(store), now())
    catalogue = Catalogue(config.language)
    if as_json:
        for cost in costs:
            line(
                {**asdict(cost), "per_post": cost.per_post, "pause": cost.pause, **_plain(coming, cost, catalogue)}
            )
        return
    if costs:
        _table(costs, days, catalogue)
    else:
        click.echo(catalogue.say("crawlers.cost.none", days=days))
    for name, found in coming.items():
        when = f"{found.at.astimezone(config.zone):%m-%d %H:%M}"
        click.echo(catalogue.say("crawlers.pace.line", source=name, when=when, why=found.words(catalogue)))


def _coming(config: Config, pasts: Mapping[str, Past], at: datetime) -> dict[str, Next]:
    """When each source that is switched on is visited next, the soonest first."""
    found = {
        source.name: next_visit(source, pasts.get(source.name, Past()), config.quiet_of(source), config.zone, at)
        for source in config.sources
        if source.enabled
    }
    return dict(sorted(found.items(), key=lambda one: one[1].at))


def _plain(coming: Mapping[str, Next], cost: Cost, catalogue: Catalogue) -> dict[str, str | None]:
    found = coming.get(cost.source)
    return {
        "next_at": found.at.isoformat(timespec="seconds") if found else None,
        "why": found.words(catalogue) if found else None,
    }


def _table(costs: Sequence[Cost], days: int, catalogue: Catalogue) -> None:
    say = catalogue.say
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
