"""`huisheng alert sensitivity`: where the threshold stands and why; take a move back."""

from __future__ import annotations

from pathlib import Path

import click

from alerts.sensitivity import because, lines, take_back, told
from commands.help import Command
from commands.options import config_option, database, line, looking, now, settings
from commands.triage import role_of
from model.catalogue import Catalogue
from model.config import Config
from model.errors import UsageError
from model.sensitivity import Move
from store import sensitivity

_SHOWN = 50


@click.command("sensitivity", cls=Command)
@click.option("--undo", is_flag=True)
@click.option("--reset", is_flag=True)
@click.option("--by", "code", envvar="HUISHENG_CODE")
@click.option("--json", "as_json", is_flag=True)
@config_option
def command(undo: bool, reset: bool, code: str | None, as_json: bool, config_path: Path) -> None:
    """Shows how far people's decisions have moved the threshold of alarms, and why."""
    config = settings(config_path)
    catalogue = Catalogue(config.language)
    if undo or reset:
        with database(config) as store:
            move = take_back(store, role_of(code, config), now(), reset=reset)
        if move is None:
            raise UsageError(catalogue.say("sensitivity.nothing_to_undo"))
        click.echo(told(move, config, catalogue))
        return
    with looking(config) as store:
        if as_json:
            for one in sensitivity.newest(store, _SHOWN):
                line(_values(one, config, catalogue))
        else:
            click.echo("\n".join(lines(store, config, catalogue)))


def _values(move: Move, config: Config, catalogue: Catalogue) -> dict[str, object]:
    base = config.analysis.emergence.surprise
    return {
        "at": move.at.astimezone(config.zone).isoformat(timespec="seconds"), "before": base + move.before,
        "after": base + move.after, "why": move.why.value, "useful": move.tally.useful,
        "useless": move.tally.useless, "missed": move.tally.missed, "told": because(move, catalogue),
    }  # fmt: skip
