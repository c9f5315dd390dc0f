"""Collects what a day's digest says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from alerts.digest.coverage import judge
from alerts.digest.hourly import HOURS, chart_start, threads_per_hour
from alerts.digest.span import covered
from alerts.facts.telling import current
from alerts.triage.evidence import evidence
from model.catalogue import Catalogue
from model.config import Config
from model.errors import UsageError
from model.facts import KnownFact
from model.records import Alert, Digest, Level, SourceCoverage
from store import alert_facts, alerts, candidates, crawling, cursors, digests, facts, health, outbox, runs
from store.database import Store

_LEARNING = "analyse.learning_day"  # kept by analysis: how many days there are to learn from
_PEOPLE = "people"  # counted by analysis: watch words left out because they are most likely somebody's name
_URGENCY = (Level.LIFE, Level.URGENT, Level.NORMAL)
_LAGGING = timedelta(hours=3)


def build(store: Store, config: Config, now: datetime, day: date, *, late: bool = False) -> Digest:
    """The digest of `day` in the town's zone; nothing is written. `late`: to be marked as caught up.

    A past day whose digest is stored is returned as it was. Raises `UsageError` for a day still to come.
    """
    today = now.astimezone(config.zone).date()
    if day > today:
        raise UsageError(Catalogue(config.language).say("digest.command.future", day=day, today=today))
    stored = digests.get(store, day)
    if stored is not None and day < today:
        return stored
    told = digests.told_until(store, day)
    since, until = covered(day, now, config.zone, told=told, before=stored.since if stored else None)
    # What readers have got stays as they got it: one built again by hand in the afternoon was not late.
    marked = stored.late if stored is not None and digests.was_sent(store, day) else late
    return replace(_collect(store, config, day, since, until), late=marked)


def _collect(store: Store, config: Config, day: date, since: datetime, until: datetime) -> Digest:
    totals = digests.totals(store, since, until)
    waiting = sorted(alerts.as_of(store, until), key=lambda item: (_URGENCY.index(item.level), -item.id))
    return Digest(
        day=day, since=since, until=until, open=tuple(waiting),
        closed=tuple(alerts.closed_between(store, since, until)),
        coverage=tuple(_coverage(store, config, since, until)), hidden_personal=totals.hidden_personal,
        learning_day=_learning_day(store, config), posts=totals.posts, threads=totals.threads,
        hourly=_hourly(store, config, waiting, until), facts=_facts(store, waiting, day),
        corrections=tuple(one for one in facts.changes(store, since, until) if one.corrects),
        notes=tuple(_notes(store, config, totals.posts, until)), inward=tuple(_inward(store, config)),
        candidates=tuple(candidates.listed(store, until, evidence)),
    )  # fmt: skip


def _learning_day(store: Store, config: Config) -> int | None:
    learnt = cursors.read(store, _LEARNING)
    return learnt if learnt < config.analysis.emergence.learning_days else None


def _hourly(store: Store, config: Config, waiting: Sequence[Alert], until: datetime) -> dict[int, tuple[int, ...]]:
    start = chart_start(until, config.zone)
    said = digests.story_threads(store, [item.story_id for item in waiting], start, until)
    found = threads_per_hour(said, start)
    return {item.id: found.get(item.story_id, (0,) * HOURS) for item in waiting}


def _facts(store: Store, waiting: Sequence[Alert], day: date) -> dict[int, KnownFact]:
    """The fact that each alert is about, unless its answer has expired."""
    near = alert_facts.of_alerts(store, [item.id for item in waiting])
    found = {alert: current(known, day) for alert, known in near.items()}
    return {alert: known for alert, known in found.items() if known is not None}


def _coverage(store: Store, config: Config, since: datetime, until: datetime) -> list[SourceCoverage]:
    visits, odd = crawling.visits(store), health.oddities(store, until)
    found = []
    for source in config.sources:
        if not source.enabled:
            continue
        posts, newest = digests.heard(store, source.name, since, until)
        trouble = digests.last_trouble(store, source.name, since, until)
        judged = judge(
            source, visits.get(source.name), Catalogue(config.language), until,
            posts=posts, newest=newest, trouble=trouble, odd=odd.get(source.name, ()),
        )  # fmt: skip
        found.append(judged)
    return found


def _notes(store: Store, config: Config, posts: int, until: datetime) -> list[str]:
    """What would make a quiet digest a wrong one."""
    catalogue = Catalogue(config.language)
    notes = []
    if not any(source.enabled for source in config.sources):
        notes.append(catalogue.say("digest.note.no_sources"))
    analysed = runs.last_success(store, "analyse")
    if analysed is None and posts:
        notes.append(catalogue.say("digest.note.never_analysed"))
    elif analysed is not None and until - analysed.started_at > max(_LAGGING, 3 * config.schedule.cycle_every):
        when = f"{analysed.started_at.astimezone(config.zone):%m-%d %H:%M}"
        notes.append(catalogue.say("digest.note.analysis_stopped", when=when))
    return notes


def _inward(store: Store, config: Config) -> list[str]:
    """What has not arrived yet, and what is not watched. A channel may be called after somebody: its name stays in
    the association."""
    waiting = outbox.waiting(store, [channel.name for channel in config.channels])
    say = Catalogue(config.language).say
    notes = [say("digest.note.undelivered", channel=channel, n=count) for channel, count in waiting.items()]
    analysed = runs.last_success(store, "analyse")
    left_out = analysed.counts.get(_PEOPLE, 0) if analysed else 0
    return [*notes, say("digest.note.people_left_out", n=left_out)] if left_out else notes
