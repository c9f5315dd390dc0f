"""The program `huisheng`: a list of commands, each loaded only when it is called, so that --help stays quick."""

from __future__ import annotations

import importlib
import logging
import sys

import click

from commands import streams
from commands.help import Group
from model.catalogue import Catalogue, both
from model.errors import ConfigError, HuishengError, UsageError
from model.logs import log_to_standard_error

LANGUAGE = "huisheng.language"  # where commands/options.py leaves the language of the settings, once they are read

# command → the file in commands/ that holds it.
COMMANDS: dict[str, str] = {
    "demo": "commands.demo",
    "crawl": "commands.crawl",
    "analyse": "commands.analyse",
    "alert": "commands.alert",
    "tip": "commands.tip",
    "cycle": "commands.cycle",
    "digest": "commands.digest",
    "run": "commands.run",
    "serve": "commands.serve",
    "config": "commands.config",
    "channel": "commands.channel",
    "doctor": "commands.doctor",
    "source": "commands.source",
    "import": "commands.imports",
    "export": "commands.export",
    "topic": "commands.topic",
    "fact": "commands.fact",
    "score": "commands.score",
    "redact": "commands.redact",
    "train": "commands.train",
    "replay": "commands.replay",
}


class LazyGroup(Group):
    """Imports a command's file only when that command is named."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(COMMANDS[cmd_name]).command
        if not isinstance(command, click.Command):
            raise TypeError(f"{COMMANDS[cmd_name]}.command is not a command")
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; what it raises on purpose is said in the language of its settings, once known."""
        try:
            return super().invoke(ctx)
        except (ConfigError, UsageError):
            raise
        except HuishengError as error:
            language = ctx.meta.get(LANGUAGE)
            click.echo(error.said(Catalogue(language)) if language else str(error), err=True)
            ctx.exit(1)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("-v", "--verbose", is_flag=True)
def huisheng(verbose: bool) -> None:
    """Hears early what worries a town online; volunteers check the facts and answer openly."""
    log_to_standard_error(logging.INFO if verbose else logging.WARNING)


def main() -> None:
    """Entry point. Exit status: 0 done, 1 some part failed and was recorded, 2 unusable arguments or settings."""
    streams.prepare()
    try:
        huisheng(standalone_mode=True, prog_name="huisheng")
    except (ConfigError, UsageError) as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    except HuishengError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    except OSError as error:  # a disk, a pipe or a folder that failed where nothing better is known
        streams.give_up_output()
        place = f"{error.filename}: " if error.filename else ""
        click.echo(place + both("store.system", why=error), err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
