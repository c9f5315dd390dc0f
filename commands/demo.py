"""`huisheng demo`: the invented town, from the web page to the digest, on this machine."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import click
from filelock import FileLock, Timeout

from commands.help import Command
from commands.options import config_option, line, now, settings
from commands.progress import progress
from commands.serve import application
from console.server import address_of, listen, serve
from demo.run import STAGES, Outcome, run
from demo.telling import as_json, faults, lines, took
from model.catalogue import Catalogue
from model.config import Config
from model.config.settings import ConsoleSettings
from model.errors import UsageError

_HOST = "127.0.0.1"
_EVERY = 1000  # pages or posts between two lines in a log


@click.command("demo", cls=Command)
@config_option
@click.option("--once", is_flag=True)
@click.option("--json", "as_program", is_flag=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--port", type=click.IntRange(0, 65535))
@click.option("--folder", type=click.Path(path_type=Path, file_okay=False))
@click.pass_context
def command(
    context: click.Context,
    config_path: Path,
    once: bool,
    as_program: bool,
    seed: int,
    port: int | None,
    folder: Path | None,
) -> None:
    """Builds an invented town and runs the real pipeline over it; never touches a real database."""
    language = settings(config_path).language if config_path.exists() else "zh"
    home = folder if folder is not None else config_path.parent / "data" / "var" / "demo"
    say = Catalogue(language)
    with _alone(home) as got:
        if not got:
            return
        listener = None if once else _listener(port)
        outcome = _run(home, seed, language, say)
        _tell(outcome, say, as_program)
        if listener is not None:
            _serve(outcome.place.plain, listener, say)
    if not outcome.ok:
        context.exit(1)


@contextmanager
def _alone(home: Path) -> Iterator[bool]:
    """Yield True while no other demo uses this folder; the lock dies with its process."""
    home.mkdir(parents=True, exist_ok=True)
    try:
        lock = FileLock(home / "demo.lock").acquire(blocking=False)
    except Timeout:
        click.echo("demo: 已在别处运行,这次跳过 / already running elsewhere, skipped", err=True)
        yield False
        return
    with lock:
        yield True


def _run(home: Path, seed: int, language: str, catalogue: Catalogue) -> Outcome:
    with progress(catalogue, every=_EVERY, name=partial(_name, catalogue), begin=True) as report:
        return run(home.resolve(), seed, now, report, language=language)


def _tell(outcome: Outcome, catalogue: Catalogue, as_program: bool) -> None:
    if as_program:
        line(as_json(outcome))
    for sentence in lines(outcome, catalogue):
        click.echo(sentence, err=as_program)
    click.echo(took(outcome, catalogue), err=True)
    for fault in faults(outcome, catalogue):
        click.echo(fault, err=True)


def _name(catalogue: Catalogue, stage: str) -> str:
    if stage in STAGES:
        return catalogue.say(f"demo.stage.{stage}")
    return catalogue.say("demo.stage.crawl", source=stage)


def _listener(port: int | None) -> socket.socket:
    """The console's socket, taken before the work begins so that a busy port is told at once; else any free one."""
    if port is not None:
        return listen(_HOST, port)
    try:
        return listen(_HOST, ConsoleSettings().port)
    except UsageError:
        return listen(_HOST, 0)


def _serve(config: Config, listener: socket.socket, catalogue: Catalogue) -> None:
    click.echo(catalogue.say("demo.console", url=address_of(listener)))
    serve(application(config), listener)
