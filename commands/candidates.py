"""`huisheng alert list --watch` and `alert judge`: what nearly alarmed, and what people say of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from alerts.judge import judge
from alerts.triage.evidence import evidence
from alerts.triage.marks import candidate
from commands.help import Command
from commands.options import config_option, database, line, looking, now, settings
from commands.triage import role_of
from model.catalogue import Catalogue
from model.config import Config
from model.errors import UsageError
from model.records import Candidate, Judgement
from store import candidates


def show_listed(config: Config, as_json: bool) -> None:
    """Print the few that nearly alarmed."""
    with looking(config) as store:
        found = candidates.listed(store, now(), evidence)
    catalogue = Catalogue(config.language)
    for one in found:
        if as_json:
            line(_values(one, config))
        else:
            click.echo("\n".join(_lines(one, catalogue)))
    if not found and not as_json:
        click.echo(catalogue.say("candidates.none"))


def _lines(one: Candidate, catalogue: Catalogue) -> Iterator[str]:
    yield candidate(one, catalogue)
    for seen in one.evidence[:3]:
        yield f"    {seen.source}  {seen.excerpt}"
        if seen.thread_url:
            yield f"    {seen.thread_url}"


def _values(one: Candidate, config: Config) -> dict[str, object]:
    return {
        "id": one.id, "title": one.title, "terms": list(one.terms), "threads": one.threads, "voices": one.voices,
        "sources": list(one.sources), "score": one.score, "bar": one.bar,
        "seen_at": one.seen_at.astimezone(config.zone).isoformat(timespec="seconds"),
        "evidence": [
            {"source": item.source, "thread_url": item.thread_url, "excerpt": item.excerpt}
            for item in one.evidence
        ],
    }  # fmt: skip


@click.command("judge", cls=Command)
@click.argument("number", type=int, metavar="NUMBER")
@click.option("--missed", "judgement", flag_value=Judgement.MISSED.value)
@click.option("--quiet", "judgement", flag_value=Judgement.QUIET.value)
@click.option("--opinion", "judgement", flag_value=Judgement.OPINION.value)
@click.option("--for-good", is_flag=True)
@click.option("--by", "code", envvar="HUISHENG_CODE")
@config_option
def judge_one(number: int, judgement: str | None, for_good: bool, code: str | None, config_path: Path) -> None:
    """Says of something on the watch list that it should have alarmed, or that it was rightly quiet."""
    config = settings(config_path)
    catalogue = Catalogue(config.language)
    if judgement is None:
        raise UsageError(catalogue.say("candidates.no_judgement"))
    said = Judgement(judgement)
    if said is Judgement.OPINION and not for_good:
        click.confirm(catalogue.say("candidates.confirm", id=number), abort=True)
    with database(config) as store:
        found = judge(store, config, number, said, role_of(code, config), now())
    if found is False:
        raise UsageError(catalogue.say("candidates.unknown", id=number))
    alert = found.id if found is not None and found is not True else ""
    click.echo(catalogue.say(f"candidates.done.{said.value}", id=number, alert=alert))
