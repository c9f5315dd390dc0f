"""The program `huisheng`: a list of commands, each loaded only when it is called, so that --help stays quick."""

from __future__ import annotations

import importlib
import logging
import sys

import click

from model.errors import ConfigError, HuishengError, UsageError

# command → the file in commands/ that holds it, and one line of help (repeated there).
COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("commands.demo", "看演示:在本机跑一个虚构小城 / run the bundled demo town"),
    "crawl": ("commands.crawl", "读取到期的来源 / visit the sources that are due"),
    "analyse": ("commands.analyse", "分析新帖,更新话题 / score new posts, advance the stories"),
    "alert": ("commands.alert", "发出和更新警报 / open, update and deliver alerts; list, show"),
    "cycle": ("commands.cycle", "读取、分析、警报,给 cron 用的一行 / crawl, analyse, alert"),
    "digest": ("commands.digest", "生成日报 / build the day's digest"),
    "run": ("commands.run", "按时间表一直运行 / the timetable of config.yaml, until stopped"),
    "serve": ("commands.serve", "打开控制台 / the console, on loopback"),
    "config": ("commands.config", "检查配置 / check the configuration"),
    "source": ("commands.source", "试读一个来源 / try a source; stores nothing"),
    "score": ("commands.score", "给文本打分 / score texts; stores nothing"),
    "redact": ("commands.redact", "遮住个人信息 / replace personal data; stores nothing"),
    "replay": ("commands.replay", "重放一段记录 / run detection over a recorded stream"),
}


class LazyGroup(click.Group):
    """Imports a command's file only when that command is named."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(COMMANDS[cmd_name][0]).command
        if not isinstance(command, click.Command):
            raise TypeError(f"{COMMANDS[cmd_name][0]}.command is not a command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("-v", "--verbose", is_flag=True, help="说得更详细 / log more")
def huisheng(verbose: bool) -> None:
    """回声 Huisheng:早一点听见小城网上的担心,查实,公开回答。

    Hears early what worries a town online; volunteers check the facts and answer openly.
    """
    logging.basicConfig(
        level=logging.INFO if verbose else logging.WARNING,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        stream=sys.stderr,
    )


def main() -> None:
    """Entry point. Exit status: 0 done, 1 some part failed and was recorded, 2 unusable arguments or settings."""
    try:
        huisheng(standalone_mode=True, prog_name="huisheng")
    except (ConfigError, UsageError) as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    except HuishengError as error:
        click.echo(str(error), err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
