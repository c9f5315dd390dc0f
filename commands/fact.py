"""`huisheng fact`: known facts for a text; the facts themselves, in and out."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import BinaryIO

import click

from alerts.answers.doubts import Doubt, of_fact, public_numbers, told
from alerts.facts.match import Found
from commands.fact_files import FORMATS, form_of, read_facts, written
from commands.fact_words import fact_row, fact_values_for_programs
from commands.files import whole_file
from commands.help import Group
from commands.help.language import reader
from commands.known_facts import at_hand, matcher
from commands.lines import Fault, read_lines
from commands.options import as_line, config_option, database, line, looking, now, settings
from commands.progress import counted
from commands.tip_reader import TipWords
from model.catalogue import Catalogue
from model.config import Config
from model.errors import UsageError
from model.facts import Fact, FactStep, FactVerdict
from store import facts
from store.database import Store
from store.facts import Origin

_EVERY = 1000
facts_option = click.option("--facts", "facts_path", type=click.Path(path_type=Path), metavar="FACTS.yaml")


@click.group("fact", cls=Group)
def command() -> None:
    """The fact base."""


@command.command("match")
@click.argument("file", type=click.File("rb"), default="-", metavar="[FILE|-]")
@facts_option
@config_option
def match(file: BinaryIO, facts_path: Path | None, config_path: Path) -> None:
    """Names the facts nearest to each text: JSON Lines in, JSON Lines out, same order; stores nothing."""
    config = _config(config_path)
    catalogue = Catalogue(config.language) if config else reader()
    known, failed = _known(facts_path, config, catalogue)
    today = _today(config)
    with matcher(known.values()) as (finder, segmenter):
        items = read_lines(file, lambda record: _item(record, catalogue), catalogue)
        for item in counted(items, catalogue, catalogue.say("facts.progress"), every=_EVERY):
            if isinstance(item, Fault):
                failed = True
                click.echo(as_line(asdict(item)), err=True)
            else:
                line(_found(item[0], finder.match(segmenter.words(item[1]), today), today))
    sys.exit(1 if failed else 0)


@command.command("list")
@facts_option
@click.option("--json", "as_json", is_flag=True)
@config_option
def list_(facts_path: Path | None, as_json: bool, config_path: Path) -> None:
    """Lists the facts with their verdicts."""
    config = _config(config_path)
    catalogue = Catalogue(config.language) if config else reader()
    known, failed = _known(facts_path, config, catalogue)
    today = _today(config)
    for fact in known.values():
        if as_json:
            line(fact_values_for_programs(fact, today))
        else:
            click.echo(fact_row(fact, today, catalogue))
    if not known and not as_json:
        click.echo(catalogue.say("facts.none"))
    sys.exit(1 if failed else 0)


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--sure", is_flag=True)
@config_option
def import_(file: Path, sure: bool, config_path: Path) -> None:
    """Takes facts into the association's own; the history keeps what they were."""
    config = settings(config_path)
    catalogue = Catalogue(config.language)
    coming = read_facts(file, catalogue)
    _tell(coming.faults)
    with database(config) as store:
        found = {} if sure else _doubtful(store, config, coming.facts.values())
        fates = facts.put(store, [one for key, one in coming.facts.items() if key not in found], Origin.OWN, now())
    for key, doubts in found.items():
        click.echo(catalogue.say("facts.doubtful", key=key, found=told(doubts, catalogue)), err=True)
    counts = {step.value: fates.count(step) for step in (FactStep.ADDED, FactStep.CHANGED)}
    click.echo(
        catalogue.say("facts.imported", **counts, same=fates.count(None), refused=len(coming.faults) + len(found))
    )
    bare = [fact.key for fact in coming.facts.values() if _unfounded(fact)]
    if bare:
        names = catalogue.say("alerts.list_separator").join(bare)
        click.echo(catalogue.say("facts.unfounded", keys=names), err=True)
    sys.exit(1 if coming.faults or found else 0)


def _doubtful(store: Store, config: Config, coming: Iterable[Fact]) -> dict[str, list[Doubt]]:
    """What looks personal in the facts that are new or changed, by key: nobody reads them before they are told."""
    known, words = facts.current(store), TipWords(config)
    public = public_numbers(config, known.values())
    found = {fact.key: of_fact(fact, public, words.personal) for fact in coming if known.get(fact.key) != fact}
    return {key: doubts for key, doubts in found.items() if doubts}


@command.command("export")
@click.option("--format", "form", type=click.Choice(FORMATS))
@click.option("--out", type=click.Path(path_type=Path))
@click.option("--site", metavar="URL", default="")
@facts_option
@config_option
def export(form: str | None, out: Path | None, site: str, facts_path: Path | None, config_path: Path) -> None:
    """Writes the facts as ClaimReview, JSON Lines or YAML."""
    config = _config(config_path)
    catalogue = Catalogue(config.language) if config else reader()
    if site and not site.startswith(("http://", "https://")):
        raise UsageError(catalogue.say("facts.bad_site", url=site))
    known, failed = _known(facts_path, config, catalogue)
    chosen = form or form_of(out) or "yaml"
    text = written(known.values(), chosen, config, site, catalogue)
    if chosen == "claimreview" and not site:
        click.echo(catalogue.say("facts.no_site"), err=True)
    if out is None or str(out) == "-":
        click.echo(text, nl=False)
    else:
        with whole_file(out) as target:
            target.write(text.encode())
        click.echo(catalogue.say("facts.exported", count=len(known), path=out), err=True)
    sys.exit(1 if failed else 0)


def _known(path: Path | None, config: Config | None, catalogue: Catalogue) -> tuple[Mapping[str, Fact], bool]:
    """The facts of the file, or those at hand, and whether some of them could not be read."""
    if path is not None:
        file = read_facts(path, catalogue)
        _tell(file.faults)
        return file.facts, bool(file.faults)
    if config is None:
        raise UsageError(catalogue.say("facts.no_config"))
    with looking(config) as store:
        return at_hand(store), False


def _tell(faults: tuple[str, ...]) -> None:
    for fault in faults:
        click.echo(fault, err=True)


def _config(path: Path) -> Config | None:
    """The configuration; None when none was named and there is none here."""
    source = click.get_current_context().get_parameter_source("config_path")
    if source is click.core.ParameterSource.DEFAULT and not path.exists():
        return None
    return settings(path)


def _today(config: Config | None) -> date:
    moment = now()
    return (moment.astimezone(config.zone) if config else moment.astimezone()).date()


def _item(record: Mapping[str, object], catalogue: Catalogue) -> tuple[str, str]:
    """(id, text) of one line; ValueError says in plain words what is wrong with it."""
    name, text = record.get("id"), record.get("text")
    if not isinstance(name, str):
        raise ValueError(catalogue.say("commands.line.id_text"))
    if not isinstance(text, str):
        raise ValueError(catalogue.say("commands.line.missing", key="text"))
    return name, text


def _found(name: str, found: Found, today: date) -> dict[str, object]:
    near = [
        {
            "key": known.fact.key,
            "score": known.score,
            **({"expired": True} if known.fact.expired(today) else {}),
        }
        for known in found.near
    ]
    return {"id": name, "facts": near, "matched": found.matched.key if found.matched else None}


def _unfounded(fact: Fact) -> bool:
    """Whether a verdict stands without anything to read it by."""
    return fact.verdict is not FactVerdict.UNCLEAR and not fact.sources
