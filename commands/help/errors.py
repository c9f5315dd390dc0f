"""A mistyped command line: what is wrong and what would be right, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from typing import IO, Any

import click

from commands.help.language import reader
from model.catalogue import Catalogue


class Mistake(click.UsageError):
    """click's error with its words from the catalogue."""

    def __init__(self, error: click.UsageError) -> None:
        super().__init__(_said(error, reader()), error.ctx)

    def show(self, file: IO[Any] | None = None) -> None:
        """The fault, and where to read how it is written."""
        catalogue = reader()
        click.echo(catalogue.say("help.click.error", message=self.message), file=file, err=file is None)
        if self.ctx is not None:
            hint = catalogue.say("help.click.hint", command=self.ctx.command_path)
            click.echo(hint, file=file, err=file is None)


@contextmanager
def explained() -> Iterator[None]:
    """Turns click's errors about arguments into ours."""
    try:
        yield
    except (Mistake, click.exceptions.NoArgsIsHelpError):
        raise
    except click.UsageError as error:
        raise Mistake(error) from None


def _said(error: click.UsageError, catalogue: Catalogue) -> str:
    match error:
        case click.NoSuchOption():
            text = catalogue.say("help.click.no_option", name=error.option_name)
            return text + _near(error.possibilities, catalogue)
        case click.exceptions.NoSuchCommand():
            text = catalogue.say("help.click.no_command", name=error.command_name)
            return text + _near(_alike(error), catalogue)
        case click.MissingParameter():
            return catalogue.say("help.click.missing", name=_name(error))
        case click.BadParameter():
            return catalogue.say("help.click.bad", name=_name(error), why=_why(error, catalogue))
        case click.BadOptionUsage():
            return catalogue.say("help.click.no_value", name=error.option_name)
        case _:
            return _other(error, catalogue)


def _name(error: click.BadParameter) -> str:
    if error.param is None or error.ctx is None:
        return str(error.param_hint or "")
    return error.param.get_error_hint(error.ctx).strip("'")


def _alike(error: click.exceptions.NoSuchCommand) -> list[str]:
    """Commands that look like what was typed; click itself misses `cycl` and offers `schema` for `chek`."""
    group = error.ctx.command if error.ctx is not None else None
    known = group.list_commands(error.ctx) if isinstance(group, click.Group) and error.ctx is not None else []
    return get_close_matches(error.command_name, known, n=1)


def _near(names: list[str] | None, catalogue: Catalogue) -> str:
    return catalogue.say("help.click.near", names=", ".join(names)) if names else ""


def _why(error: click.BadParameter, catalogue: Catalogue) -> str:
    kind = error.param.type if error.param else None
    match kind:
        case click.Choice():
            return catalogue.say("help.click.choices", names=", ".join(str(choice) for choice in kind.choices))
        case click.IntRange():
            least, most = kind.min, kind.max
            if least is not None and most is not None:
                return catalogue.say("help.click.between", least=least, most=most)
            return catalogue.say("help.click.at_least", least=least) if least is not None else error.message
        case click.types.IntParamType():
            return catalogue.say("help.click.whole_number")
        case click.File() | click.Path():
            return catalogue.say("help.click.file")
        case _:
            return error.message


def _other(error: click.UsageError, catalogue: Catalogue) -> str:
    """click tells these only by their words."""
    if error.message.startswith("Got unexpected extra argument"):
        return catalogue.say("help.click.extra", names=error.message.partition("(")[2].removesuffix(")"))
    if error.message.startswith("Missing command"):
        return catalogue.say("help.click.missing_command")
    return error.message
