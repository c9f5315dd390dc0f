"""`huisheng cycle`: crawl, analyse, alert — the one line for cron."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from alerts.answers import site
from alerts.run import alert
from commands.analyse import analysed
from commands.crawl import crawl_progress, tell_issues
from commands.heartbeat import beating
from commands.help import Command
from commands.known_facts import look_up
from commands.locks import job_lock
from commands.options import config_option, database, now, settings
from commands.stage import write_down
from crawlers.run import crawl
from model.catalogue import Catalogue
from model.config import Config
from model.errors import HuishengError, StoreError
from model.logs import way_to
from store import runs

log = logging.getLogger("huisheng.cycle")


@click.command("cycle", cls=Command)
@config_option
@click.pass_context
def command(context: click.Context, config_path: Path) -> None:
    """Crawls, analyses and alerts, in this order; one stage that fails is written down and the next still runs."""
    config = settings(config_path)
    with job_lock(config, "cycle") as got:
        if not got:
            return
        with beating(config, "cycle", config.schedule.heartbeats.cycle) as beat:
            broken: list[str] = []
            done = cycle(config, broken)
            beat.ok = not broken
        if not done:
            context.exit(1)


def cycle(config: Config, broken: list[str] | None = None) -> bool:
    """One pass through the house; True when every stage and every source did well.

    `broken` collects the stages that broke off: one source that failed is written down and is none of them.
    """
    with database(config) as store:
        run_id = runs.start(store, "cycle", now())
    counts: dict[str, int] = {}
    broken = [] if broken is None else broken
    done = [_stage(config, run_id, name, stage, counts, broken) for name, stage in _STAGES]
    done.append(_finished(config, run_id, ok=all(done), counts=counts))
    broken += [] if done[-1] else ["cycle"]
    click.echo("\n".join(_told(config, counts, ok=all(done))))
    return all(done)


def _told(config: Config, counts: dict[str, int], *, ok: bool) -> Iterator[str]:
    """One line for people; a stage that was skipped or failed has no figures and is left out."""
    say = Catalogue(config.language).say
    if not config.sources:
        yield say("cycle.no_sources")
    stages = {name: _of(name, counts) for name, _ in _STAGES}
    parts = [say(f"cycle.{name}", **found) for name, found in stages.items() if found]
    waiting = stages["alert"].get("waiting") or stages["alert"].get("failed")
    parts += [say("cycle.messages", **stages["alert"])] if waiting or stages["alert"].get("delivered") else []
    outcome = "done" if ok else "partly" if parts else "nothing"
    yield say(f"cycle.{outcome}", parts=say("cycle.separator").join(parts))


def _of(stage: str, counts: dict[str, int]) -> dict[str, int]:
    prefix = f"{stage}."
    return {key.removeprefix(prefix): value for key, value in counts.items() if key.startswith(prefix)}


def _finished(config: Config, run_id: int, *, ok: bool, counts: dict[str, int]) -> bool:
    """Note the end of the run; a full disk must not hide what the stages have told."""
    try:
        with database(config) as store:
            runs.finish(store, run_id, now(), ok=ok, counts=counts)
    except StoreError as error:
        click.echo(f"cycle: {error.said(Catalogue(config.language))}", err=True)
        return False
    return True


def _crawl(config: Config) -> tuple[bool, dict[str, int]]:
    with crawl_progress(config) as report:
        result = crawl(config, now(), progress=report)
    tell_issues(result)
    return result.ok, dict(result.counts)


def _analyse(config: Config) -> tuple[bool, dict[str, int]]:
    counts = analysed(config)
    return not counts["failed"], counts


def _alert(config: Config) -> tuple[bool, dict[str, int]]:
    with database(config) as store:
        counts = alert(store, config, now(), look_up=look_up)
        site.write(store, config, now())  # a fact that changed corrects the public answers, too
    return not counts["failed"], counts


Stage = Callable[[Config], tuple[bool, dict[str, int]]]
_STAGES: list[tuple[str, Stage]] = [("crawl", _crawl), ("analyse", _analyse), ("alert", _alert)]


def _stage(config: Config, run_id: int, name: str, stage: Stage, counts: dict[str, int], broken: list[str]) -> bool:
    try:
        with job_lock(config, name) as got:  # somebody may be running this one stage by hand
            ok, found = stage(config) if got else (True, {})
    except HuishengError as error:
        fault = error.said(Catalogue(config.language))
    except Exception as error:
        log.exception("%s failed", name)
        fault = way_to(error)  # its message may quote a post
    else:
        counts.update({f"{name}.{key}": value for key, value in found.items()})
        return ok
    broken.append(name)
    click.echo(f"{name}: {fault}", err=True)
    write_down(config, run_id, name, fault)
    return False
