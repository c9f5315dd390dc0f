"""`huisheng alert take|dismiss|snooze|merge|answer|undo`: what coordinators decide, on the command line."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import reduce
from pathlib import Path
from typing import Any

import click

from alerts.answers.draft import draft
from alerts.decide import Outcome, decide
from alerts.triage.decisions import LONGEST_TEXT, Wish
from alerts.triage.telling import told
from commands.help import Command
from commands.moments import later
from commands.options import config_option, database, line, now, settings
from commands.tip_reader import TipWords
from model.catalogue import Catalogue
from model.config import Config
from model.errors import UsageError
from model.verdicts import CODE, DUTY, Decision, Reason
from store import alert_facts, alerts, notices
from store.database import Store

_WORDS: Mapping[str, Reason] = {
    "没有新情况": Reason.NOT_EMERGING, "广告": Reason.AD, "玩笑": Reason.JOKE, "已经知道": Reason.KNOWN,
    "无关": Reason.OFF_TOPIC, "意见或批评": Reason.OPINION,
}  # fmt: skip
"""A reason may be given in Chinese too."""

Function = Callable[..., Any]


def shared(function: Function) -> Function:
    """What every decision takes: the alerts, who decides, --json, --config."""
    options = (
        click.argument("names", nargs=-1, required=True, metavar="ID…"),
        click.option("--by", "code", envvar="HUISHENG_CODE"),
        click.option("--json", "as_json", is_flag=True),
        config_option,
    )
    return reduce(lambda done, option: option(done), reversed(options), function)


@click.command("take", cls=Command)
@shared
def take(names: tuple[str, ...], code: str | None, as_json: bool, config_path: Path) -> None:
    """Somebody checks these alerts now."""
    config = settings(config_path)
    wish = Wish(decision=Decision.TAKE, role=role_of(code, config))
    done(config, names, wish, as_json)


@click.command("dismiss", cls=Command)
@shared
@click.option("--reason", "reason", required=True, metavar="REASON")
@click.option("--note", default="")
@click.option("--for-good", is_flag=True)
def dismiss(
    names: tuple[str, ...],
    code: str | None,
    as_json: bool,
    config_path: Path,
    reason: str,
    note: str,
    for_good: bool,
) -> None:
    """Dismisses alerts, all for one reason."""
    config = settings(config_path)
    why = _reason(reason, config)
    confirmed = for_good or (why is Reason.OPINION and _asked_again(names, config))
    kept = TipWords(config).redact(note) if note else ""  # typed in a hurry, and kept for good
    wish = Wish(decision=Decision.DISMISS, role=role_of(code, config), reason=why, note=kept, confirmed=confirmed)
    done(config, names, wish, as_json)


@click.command("snooze", cls=Command)
@shared
@click.option("--until", metavar="WHEN")
@click.option("--for", "length", metavar="LENGTH")
def snooze(
    names: tuple[str, ...],
    code: str | None,
    as_json: bool,
    config_path: Path,
    until: str | None,
    length: str | None,
) -> None:
    """Puts alerts aside until a moment or for a while."""
    config = settings(config_path)
    at = now()
    end = later(until, length, at, config)
    done(config, names, Wish(decision=Decision.SNOOZE, role=role_of(code, config), until=end), as_json, at=at)


@click.command("merge", cls=Command)
@shared
@click.option("--into", required=True, metavar="ID")
def merge(names: tuple[str, ...], code: str | None, as_json: bool, config_path: Path, into: str) -> None:
    """Says that alerts are about the same as another one."""
    config = settings(config_path)
    with database(config) as store:
        target = alert_number(store, into, config)
    done(config, names, Wish(decision=Decision.MERGE, role=role_of(code, config), into=target), as_json)


@click.command("answer", cls=Command)
@shared
@click.option("--text", metavar="TEXT|-")
@click.option("--draft", "from_draft", is_flag=True)
def answer(
    names: tuple[str, ...],
    code: str | None,
    as_json: bool,
    config_path: Path,
    text: str | None,
    from_draft: bool,
) -> None:
    """Writes an answer; it counts as given when somebody else has approved it and it was published."""
    config = settings(config_path)
    if (text is None) is not from_draft:
        raise UsageError(Catalogue(config.language).say("answers.command.one_text"))
    words = sys.stdin.read(LONGEST_TEXT + 1) if text == "-" else text or _drafted(names, config)
    done(config, names, Wish(decision=Decision.ANSWER, role=role_of(code, config), note=words), as_json)


@click.command("undo", cls=Command)
@shared
def undo(names: tuple[str, ...], code: str | None, as_json: bool, config_path: Path) -> None:
    """Takes the last decision about each of these alerts back."""
    config = settings(config_path)
    done(config, names, Wish(decision=Decision.UNDO, role=role_of(code, config)), as_json)


COMMANDS = (take, dismiss, snooze, merge, answer, undo)


def done(config: Config, names: Sequence[str], wish: Wish, as_json: bool, *, at: datetime | None = None) -> None:
    with database(config) as store:
        ids = [alert_number(store, name, config) for name in names]
        outcome = decide(store, config, ids, wish, at or now())
    _tell(config, outcome, as_json)
    if outcome.refused:
        click.get_current_context().exit(1)


def _drafted(names: Sequence[str], config: Config) -> str:
    """The draft for the first of these alerts, made of checked facts."""
    with database(config) as store:
        alert = alerts.get(store, alert_number(store, names[0], config))
        known = alert_facts.of_alerts(store, [alert.id]).get(alert.id, ()) if alert else ()
    today = now().astimezone(config.zone).date()
    return draft(alert, known, today, config, Catalogue(config.language)).text if alert else ""


def _tell(config: Config, outcome: Outcome, as_json: bool) -> None:
    catalogue = Catalogue(config.language)
    for verdict in outcome.done:
        if as_json:
            line({"alert": verdict.alert_id, "done": True, "state": verdict.after.value, "verdict": verdict.id})
        else:
            words = told(verdict, catalogue, config.zone)
            click.echo(catalogue.say("triage.command.done", id=verdict.alert_id, told=words))
    for number, why in outcome.refused.items():
        if as_json:
            line({"alert": number, "done": False, "error": why})
        else:
            click.echo(why, err=True)


def alert_number(store: Store, name: str, config: Config) -> int:
    """The alert that somebody names by its number or by the short id of a message about it alone."""
    catalogue = Catalogue(config.language)
    plain = name.strip().removeprefix("#")
    found = alerts.get(store, int(plain)) if plain.isascii() and plain.isdigit() and len(plain) < 18 else None
    told = [found.id] if found is not None else notices.alerts_of(store, plain)
    if len(told) > 1:
        numbers = catalogue.say("alerts.list_separator").join(map(str, told))
        raise UsageError(catalogue.say("triage.command.several", id=name, numbers=numbers))
    if not told:
        raise UsageError(catalogue.say("alerts.command.unknown", id=name))
    return told[0]


def role_of(code: str | None, config: Config) -> str:
    if not code:
        return DUTY
    if not CODE.fullmatch(code):
        raise UsageError(Catalogue(config.language).say("triage.command.bad_code", code=code))
    return code


def _reason(word: str, config: Config) -> Reason:
    if word in _WORDS:
        return _WORDS[word]
    if word in set(Reason):
        return Reason(word)
    catalogue = Catalogue(config.language)
    known = catalogue.say("alerts.list_separator").join(
        f"{reason.value} ({catalogue.say(f'triage.reason.{reason.value}')})" for reason in Reason
    )
    raise UsageError(catalogue.say("triage.command.bad_reason", word=word, known=known))


def _asked_again(names: Sequence[str], config: Config) -> bool:
    """The second question about an opinion; without a terminal only the option answers it."""
    catalogue = Catalogue(config.language)
    if not sys.stdin.isatty():
        raise UsageError(catalogue.say("triage.command.for_good", n=len(names)))
    return click.confirm(catalogue.say("triage.command.sure", n=len(names)), default=False)
