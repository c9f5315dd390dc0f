"""`huisheng doctor`: what is wrong, where, and how to mend it."""

from __future__ import annotations

import os
import sys
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from checkup.case import Case, admit
from checkup.finding import Finding, Grade
from checkup.repair import Done, mend
from checkup.run import Group, look
from commands.help import Command
from commands.options import config_option, line, now

_MARKS = {Grade.OK: "✓", Grade.HINT: "!", Grade.FAULT: "✗"}
_PLAIN = {Grade.OK: "OK", Grade.HINT: "!", Grade.FAULT: "X"}  # for a terminal whose characters lack the others
_STYLES = {Grade.OK: "green", Grade.HINT: "yellow", Grade.FAULT: "bold red"}


@click.command("doctor", cls=Command)
@click.option("--repair", "repairing", is_flag=True)
@click.option("--json", "as_json", is_flag=True)
@config_option
@click.pass_context
def command(context: click.Context, repairing: bool, as_json: bool, config_path: Path) -> None:
    """Looks at everything, says how to mend what is wrong. Exit status 1 for a fault, 2 for unusable settings."""
    done: list[Done] = []
    if repairing:
        case, groups = _looked(config_path)
        case.close()
        done = mend(case, _all(groups))
    case, groups = _looked(config_path)
    case.close()
    if as_json:
        _print_json(groups, done)
    else:
        _print(case, groups, done, repairing=repairing)
    if case.faults:
        context.exit(2)
    if any(finding.grade is Grade.FAULT for finding in _all(groups)) or not all(item.ok for item in done):
        context.exit(1)


def _looked(config_path: Path) -> tuple[Case, list[Group]]:
    case = admit(config_path, now(), os.environ)
    return case, list(look(case))


def _all(groups: list[Group]) -> list[Finding]:
    return [finding for group in groups for finding in group.findings]


def _print_json(groups: list[Group], done: list[Done]) -> None:
    for item in done:
        line({"group": "repair", "level": "ok" if item.ok else "fault", "name": item.name, "what": item.what})
    for group in groups:
        for finding in group.findings:
            values = asdict(finding)
            line({"group": group.name, "level": values.pop("grade").value, **values})


def _print(case: Case, groups: list[Group], done: list[Done], *, repairing: bool) -> None:
    """Grouped on a terminal and elsewhere alike; colours and line breaks only on a terminal."""
    console = Console(highlight=False, soft_wrap=True)
    for item in done:
        console.print(_marked(Grade.OK if item.ok else Grade.FAULT, item.what))
    if done:
        console.print()
    for group in groups:
        if group.findings:
            console.print(Text(case.say(f"group.{group.name}"), style="bold"))
            for finding in group.findings:
                _print_finding(console, case, finding)
    console.print()
    console.print(_summary(case, _all(groups), repairing=repairing))


def _print_finding(console: Console, case: Case, finding: Finding) -> None:
    where = f"{finding.where}{case.say('colon')}" if finding.where else ""
    console.print(_marked(finding.grade, f"{where}{finding.what}"))
    if finding.mend:
        console.print(Text(f"    → {finding.mend}", style="cyan"))


def _marked(grade: Grade, words: str) -> Text:
    mark = _MARKS[grade] if _can_show(_MARKS[grade]) else _PLAIN[grade]
    return Text.assemble("  ", (mark, _STYLES[grade]), f" {words}")


def _can_show(mark: str) -> bool:
    try:
        mark.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _summary(case: Case, findings: list[Finding], *, repairing: bool) -> Text:
    faults = sum(finding.grade is Grade.FAULT for finding in findings)
    hints = sum(finding.grade is Grade.HINT for finding in findings)
    if not faults and not hints:
        return Text(case.say("summary.well"), style="green")
    words = case.say("summary.some", faults=faults, hints=hints)
    if not repairing and any(finding.repair for finding in findings):
        words += case.say("summary.repair")
    return Text(words, style="red" if faults else "yellow")
