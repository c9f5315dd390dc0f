"""Commands whose help pages come from the catalogue."""

from __future__ import annotations

import re
from typing import Any

import click

from commands.help.errors import explained
from commands.help.language import reader
from commands.help.wrapping import columns, wrap
from model.catalogue import Catalogue, names

ROOT = "huisheng"
_FIRST_COLUMN = 26  # widest first column beside which an explanation begins on the same line


class Command(click.Command):
    """A command that explains itself from the catalogue."""

    def get_short_help_str(self, limit: int = 45) -> str:
        """The line that a list of commands shows."""
        return reader().say(f"help.{self.name}.short")

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Usage, what it does, its arguments and options."""
        _page(self, ctx, formatter, reader())


class Group(click.Group):
    """A family of commands that explains itself from the catalogue."""

    command_class = Command

    def get_short_help_str(self, limit: int = 45) -> str:
        """The line that a list of commands shows."""
        return reader().say(f"help.{self.name}.short")

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Usage, what it does, its options and commands."""
        catalogue = reader()
        _page(self, ctx, formatter, catalogue)
        rows = [(name, catalogue.say(f"{_key(ctx)}.{name}.short")) for name in self.list_commands(ctx)]
        _section(formatter, catalogue.say("help.click.commands"), rows)

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """As click's, but a mistake in the arguments is said in the reader's language."""
        with explained():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """As click's, but a mistake in the arguments of a command below is said in the reader's language."""
        with explained():
            return super().invoke(ctx)


def _key(ctx: click.Context) -> str:
    """``help.alert.list`` for the command of `ctx`; ``help`` for the program itself."""
    path: list[str] = []
    here: click.Context | None = ctx
    while here is not None:
        if here.command.name and here.command.name != ROOT:
            path.insert(0, here.command.name)
        here = here.parent
    return ".".join(["help", *path])


def _page(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter, catalogue: Catalogue) -> None:
    pieces = " ".join(command.collect_usage_pieces(ctx))
    for written in ("OPTIONS", "COMMAND", "ARGS"):
        pieces = re.sub(rf"\b{written}\b", catalogue.say(f"help.click.usage_{written.lower()}"), pieces)
    formatter.write(f"{catalogue.say('help.click.usage')}{ctx.command_path} {pieces}\n\n")
    for line in wrap(catalogue.say(f"{_key(ctx)}.text"), formatter.width - 2):
        formatter.write(f"  {line}\n" if line else "\n")
    for title, kind in (("arguments", click.Argument), ("options", click.Option)):
        rows = [
            (_names(parameter, ctx), _said(ctx, parameter, catalogue))
            for parameter in command.get_params(ctx)
            if isinstance(parameter, kind)
        ]
        _section(formatter, catalogue.say(f"help.click.{title}"), rows)


def _names(parameter: click.Parameter, ctx: click.Context) -> str:
    """How a parameter is written: ``--port INTEGER``, ``NAME|URL``."""
    record = parameter.get_help_record(ctx)
    return record[0] if record else parameter.make_metavar(ctx)


def _said(ctx: click.Context, parameter: click.Parameter, catalogue: Catalogue) -> str:
    """What a parameter is for, with its default and range."""
    name = "help" if parameter is ctx.command.get_help_option(ctx) else parameter.name
    own, shared = f"{_key(ctx)}.options.{name}", f"help.options.{name}"
    text = catalogue.say(own if own in names() else shared)
    if not isinstance(parameter, click.Option):
        return text
    extra = parameter.get_help_extra(ctx)
    notes = [catalogue.say("help.click.default", value=extra["default"])] if extra.get("default") else []
    notes += [str(extra["range"])] if extra.get("range") else []
    notes += [catalogue.say("help.click.required")] if parameter.required else []
    return f"{text} [{'; '.join(notes)}]" if notes else text


def _section(formatter: click.HelpFormatter, title: str, rows: list[tuple[str, str]]) -> None:
    if not rows:
        return
    first = min(max(columns(name) for name, _ in rows), _FIRST_COLUMN) + 2
    formatter.write(f"\n{title}\n")
    for name, text in rows:
        lines = wrap(text, formatter.width - first - 2)
        begin = f"  {name}".ljust(first + 2 - columns(name) + len(name))
        if columns(name) > first - 2:
            formatter.write(f"  {name}\n")
            begin = " " * (first + 2)
        formatter.write(f"{begin}{lines[0]}\n")
        for line in lines[1:]:
            formatter.write(f"{' ' * (first + 2)}{line}\n")
