"""How far long work has come, on standard error: a bar on a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from model.catalogue import Catalogue

Report = Callable[[str, int, int], None]
"""Called with the task's name, how much is done, and how much there is in all (0: unknown)."""
Item = TypeVar("Item")


@contextmanager
def progress(
    catalogue: Catalogue, *, every: int, name: Callable[[str], str] = str, begin: bool = False
) -> Iterator[Report]:
    """Yield where to report to. Off a terminal, a line is written whenever a task passes a multiple of `every`.

    `name` gives what people read for a task; `begin`: its bare name, too, when it begins.
    """
    console = Console(stderr=True)
    if console.is_terminal:
        with _Bars(console, name) as bars:
            yield bars.report
    else:
        yield _Lines(catalogue, every, name, begin=begin).report


def counted(items: Iterable[Item], catalogue: Catalogue, task: str, *, every: int) -> Iterator[Item]:
    """The items, counted along. No bar when the results themselves go to the terminal."""
    if sys.stdout.isatty():
        yield from items
        return
    with progress(catalogue, every=every) as report:
        for done, item in enumerate(items, 1):
            yield item
            report(task, done, 0)


class _Bars:
    """One bar a task; the finished ones stay, so that the last picture says what was done."""

    def __init__(self, console: Console, name: Callable[[str], str]) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._bars = Progress(*columns, console=console)
        self._name = name
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> _Bars:
        self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bars.stop()

    def report(self, task: str, done: int, total: int) -> None:
        if task not in self._tasks:
            self._tasks[task] = self._bars.add_task(self._name(task), total=total or None)
        self._bars.update(self._tasks[task], completed=done, total=total or None)


class _Lines:
    """Plain lines for logs: few enough to read, enough to see that it moves."""

    def __init__(self, catalogue: Catalogue, every: int, name: Callable[[str], str], *, begin: bool) -> None:
        self._catalogue, self._every, self._name = catalogue, every, name
        self._begin = begin
        self._told: dict[str, int] = {}

    def report(self, task: str, done: int, total: int) -> None:
        if self._begin and task not in self._told:
            self._told[task] = 0
            click.echo(self._name(task), err=True)
        if done // self._every <= self._told.get(task, 0):
            return
        self._told[task] = done // self._every
        words = "commands.progress.of" if total else "commands.progress.some"
        click.echo(self._catalogue.say(words, task=self._name(task), done=done, total=total), err=True)
