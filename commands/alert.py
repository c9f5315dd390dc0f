"""`huisheng alert`: open, update and deliver alerts; `alert list`, `alert show`, and the decisions (triage.py)."""

from __future__ import annotations

from pathlib import Path

import click

from alerts.answers import site
from alerts.answers.about import about
from alerts.delivery.compose import alert_values, whom_to_ask
from alerts.run import alert
from alerts.triage import marks, summary
from alerts.triage.excerpt import excerpt
from commands.answer_words import answer_lines, answer_values
from commands.answers import COMMANDS as ANSWERS
from commands.candidates import judge_one, show_listed
from commands.fact_words import known_lines, known_values
from commands.help import Group
from commands.hits import of_alert, told
from commands.known_facts import look_up
from commands.locks import job_lock
from commands.options import config_option, database, line, looking, now, settings
from commands.sensitivity import command as sensitivity
from commands.stage import noted
from commands.tip import link
from commands.triage import COMMANDS
from model.catalogue import Catalogue
from model.config import Config
from model.errors import UsageError
from model.records import Alert, AlertEvent, State
from model.tips import Tip
from store import alert_facts, alerts, tips

_PAGE = 200


@click.group("alert", invoke_without_command=True, cls=Group)
@config_option
@click.pass_context
def command(context: click.Context, config_path: Path) -> None:
    """Opens, updates and delivers alerts."""
    if context.invoked_subcommand is not None:
        return
    config = settings(config_path)
    with job_lock(config, "alert") as got:
        if not got:
            return
        with noted(config, "alert"), database(config) as store:
            counts = alert(store, config, now(), look_up=look_up)
            site.write(store, config, now())
    click.echo(Catalogue(config.language).say("alerts.command.done", **counts))
    if counts["failed"]:
        context.exit(1)


for _step in (*COMMANDS, *ANSWERS, link, judge_one, sensitivity):
    command.add_command(_step)


@command.command("list")
@config_option
@click.option("--all", "everything", is_flag=True)
@click.option("--state", "states", metavar="STATE[,STATE]")
@click.option("--watch", is_flag=True)
@click.option("--json", "as_json", is_flag=True)
def list_(config_path: Path, everything: bool, states: str | None, watch: bool, as_json: bool) -> None:
    """Lists the alerts that wait for people, newest first."""
    config = settings(config_path)
    if watch:
        show_listed(config, as_json)
        return
    catalogue = Catalogue(config.language)
    found = _alerts(config, _states(states, catalogue), everything=everything)
    for item in found:
        if as_json:
            line(alert_values(item, config, catalogue))
        else:
            click.echo(_row(item, catalogue))
    if not found and not as_json:
        click.echo(catalogue.say("alerts.command.none"))


def _states(words: str | None, catalogue: Catalogue) -> list[State]:
    """``new,checking`` or ``待核实、核实中`` as states."""
    named = {catalogue.say(f"alerts.state.{state.value}"): state for state in State}
    known = {**named, **{state.value: state for state in State}}
    asked = (words or "").replace("、", ",").replace(",", ",").split(",")
    wanted = [word.strip() for word in asked if word.strip()]
    for word in wanted:
        if word not in known:
            said = catalogue.say("alerts.list_separator").join(
                f"{state.value} ({name})" for name, state in named.items()
            )
            raise UsageError(catalogue.say("triage.command.bad_state", word=word, known=said))
    return [known[word] for word in wanted]


def _alerts(config: Config, states: list[State], *, everything: bool) -> list[Alert]:
    with looking(config) as store:
        if states:
            return alerts.in_state(store, *states)[::-1]
        if not everything:
            return alerts.still_open(store)[::-1]
        found: list[Alert] = []
        while more := alerts.page(store, before_id=found[-1].id if found else None, limit=_PAGE):
            found.extend(more)
        return found


def _row(item: Alert, catalogue: Catalogue) -> str:
    ground = marks.ground(item, catalogue)
    separator = catalogue.say("alerts.list_separator")
    return catalogue.say(
        "alerts.command.row", id=item.id, state=catalogue.say(f"alerts.state.{item.state.value}"),
        title=item.title, ground=ground + separator if ground else "",
        threads=catalogue.say("alerts.threads", n=item.threads), voices=marks.voices(item, catalogue),
        sources=separator.join(marks.source(name, catalogue) for name in item.sources),
    )  # fmt: skip


@command.command("show")
@click.argument("alert_id", type=int, metavar="ID")
@config_option
@click.option("--json", "as_json", is_flag=True)
def show(alert_id: int, config_path: Path, as_json: bool) -> None:
    """Shows an alert's figures, reason, thread links and history."""
    config = settings(config_path)
    catalogue = Catalogue(config.language)
    with looking(config) as store:
        found = alerts.get(store, alert_id)
        history = alerts.events(store, alert_id) if found else []
        hits = told(of_alert(store, found), Catalogue(config.language)) if found else []
        known = alert_facts.of_alerts(store, [alert_id]).get(alert_id, ())
        linked = tips.of_alert(store, alert_id) if found else []
        kit = about(store, found, known, config, now()) if found else None
    if found is None or kit is None:
        raise UsageError(catalogue.say("alerts.command.unknown", id=alert_id))
    today = now().astimezone(config.zone).date()
    if as_json:
        more = {"history": [_event(event, config) for event in history], "facts": known_values(known, today)}
        more |= {"linked_tips": [{"id": tip.id, "text": excerpt(tip.text), "link": tip.link} for tip in linked]}
        line({**alert_values(found, config, catalogue), **more, **answer_values(kit, config, catalogue)})
    else:
        lines = [*_page(found, history, config, catalogue, hits), *known_lines(known, today, catalogue)]
        lines += [*_tips(linked, catalogue), *answer_lines(kit, config, catalogue)]
        click.echo("\n".join(lines))


def _tips(linked: list[Tip], catalogue: Catalogue) -> list[str]:
    """The tips that people linked with the alert: a number, a few words, the address."""
    if not linked:
        return []
    rows = [f"  #{tip.id}  " + "  ".join(filter(None, [excerpt(tip.text), tip.link])) for tip in linked]
    return ["", catalogue.say("tips.command.title"), *rows]


def _event(event: AlertEvent, config: Config) -> dict[str, str]:
    when = event.at.astimezone(config.zone).isoformat(timespec="seconds")
    return {"at": when, "what": event.what, "detail": event.detail}


def _summary(item: Alert, config: Config, catalogue: Catalogue) -> list[str]:
    found = item.summary
    if found is None:
        return []
    first = f"{found.first_seen.astimezone(config.zone):%m-%d %H:%M}"
    found_lines = summary.lines(found, catalogue, first)
    link = found.representative.thread_url if found.representative and found.representative.excerpt else ""
    return [*found_lines[:1], f"  {link}", *found_lines[1:]] if link else found_lines


def _page(
    item: Alert, history: list[AlertEvent], config: Config, catalogue: Catalogue, hits: list[str]
) -> list[str]:
    separator = catalogue.say("alerts.list_separator")
    state = catalogue.say(f"alerts.state.{item.state.value}")
    lines = [
        f"{item.id}  {item.title}",
        " · ".join(filter(None, [state, marks.ground(item, catalogue), marks.level(item, catalogue)])),
        item.why,
        catalogue.say(
            "alerts.command.figures", threads=catalogue.say("alerts.threads", n=item.threads),
            voices=marks.voices(item, catalogue),
            sources=separator.join(marks.source(name, catalogue) for name in item.sources),
            usual=catalogue.say("alerts.usual", expected=marks.expected(item, catalogue)),
        ),
        catalogue.say("alerts.command.terms", terms=separator.join(item.terms)),
        *filter(None, [item.graded, marks.tips(item, catalogue)]),
        *_summary(item, config, catalogue),
        *([catalogue.say("disguise.hits", list=separator.join(hits))] if hits else []),
        *filter(None, [whom_to_ask(item, catalogue, config)]),
        "",
        catalogue.say("alerts.command.evidence"),
    ]  # fmt: skip
    for seen in item.evidence:
        lines.append(f"  {marks.source(seen.source, catalogue)}  {seen.excerpt}")
        lines += [f"    {seen.thread_url}"] if seen.thread_url else []
    lines += ["", catalogue.say("alerts.command.history")]
    return lines + [f"  {event.at.astimezone(config.zone):%m-%d %H:%M}  {event.detail}" for event in history]
