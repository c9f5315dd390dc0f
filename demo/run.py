"""The demo from end to end: build the town, serve it, and let the real house read, analyse, alert and report."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from alerts.answers.draft import Draft, draft
from alerts.digest.write import write
from alerts.run import alert
from analysis.run import analyse
from commands.known_facts import look_up
from crawlers.run import CrawlResult, crawl
from demo.clock import undivided
from demo.records import Town
from demo.settings import Place, prepare
from demo.sources import served
from demo.town.build import build
from demo.verdict import Verdict, judge
from model.catalogue import Catalogue
from model.config import Config
from model.records import Alert
from store import alert_facts, runs
from store import alerts as kept
from store.database import open_store

STAGES = ("analyse", "watched", "digest")
Report = Callable[[str, int, int], None]
"""Told the source or the stage, how much of it is done and how much there is (0: unknown)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the demo found. `plain`: with no watch topic configured; `watched`: with watch topics.

    `drafts`: what an answer to each of `alerts` starts from. `trespasses` are addresses that the crawl fetched
    although robots.txt closed them.
    """

    town: Town
    place: Place
    crawled: CrawlResult
    problems: tuple[str, ...]
    trespasses: tuple[str, ...]
    alerts: tuple[Alert, ...]
    drafts: tuple[Draft, ...]
    digest: tuple[Path, ...]
    plain: Verdict
    watched: Verdict
    seconds: dict[str, float]

    @property
    def ok(self) -> bool:
        """Every source was read, politely, and exactly the two stories were found, both times."""
        return self.crawled.ok and not self.trespasses and self.plain.exact and self.watched.exact


@dataclass(slots=True)
class _Watch:
    """Measures stages on the clock it is given."""

    clock: Callable[[], datetime]
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        started = self.clock()
        yield
        self.seconds[name] = (self.clock() - started).total_seconds()


def run(folder: Path, seed: int, clock: Callable[[], datetime], report: Report, *, language: str = "zh") -> Outcome:
    """One demo in `folder`, ending at the clock's present. Raises what the stages raise."""
    watch, started = _Watch(clock), clock()
    town = build(seed, started)
    with served(town) as sites:
        place = prepare(folder, sites.outlets, language=language)
        with watch.stage("crawl"):
            crawled = crawl(place.plain, started, progress=report)
    for end in ("", "-wal"):
        if (old := folder / f"huisheng.db{end}").exists():
            shutil.copyfile(old, folder / f"watched.db{end}")
    now = clock()
    plain, watched = (undivided(config, started, now) for config in (place.plain, place.watched))
    with watch.stage("analyse"):
        found = _flagged(plain, now, "analyse", report)
    with watch.stage("watched"):
        found_again = _flagged(watched, now, "watched", report)
    with watch.stage("digest"):
        report("digest", 0, 1)
        digest = _digest(plain, now)
        report("digest", 1, 1)
    return Outcome(
        town=town, place=place, crawled=crawled, problems=_problems(plain, started),
        trespasses=tuple(sites.trespasses), alerts=found, drafts=_drafts(plain, now, found), digest=digest,
        plain=judge(town, found), watched=judge(town, found_again), seconds=watch.seconds,
    )  # fmt: skip


def _flagged(config: Config, now: datetime, stage: str, report: Report) -> tuple[Alert, ...]:
    with open_store(config.path(config.database)) as store:
        analyse(store, config, now, progress=lambda done, total: report(stage, done, total))
        alert(store, config, now, look_up=look_up)
        return tuple(kept.still_open(store))


def _drafts(config: Config, now: datetime, found: Sequence[Alert]) -> tuple[Draft, ...]:
    today, catalogue = now.astimezone(config.zone).date(), Catalogue(config.language)
    with open_store(config.path(config.database)) as store:
        known = alert_facts.of_alerts(store, [one.id for one in found])
    return tuple(draft(one, known.get(one.id, ()), today, config, catalogue) for one in found)


def _digest(config: Config, now: datetime) -> tuple[Path, ...]:
    with open_store(config.path(config.database)) as store:
        day = now.astimezone(config.zone).date()
        return tuple(write(store, config, now, day, config.path(config.digest.folder)))


def _problems(config: Config, since: datetime) -> tuple[str, ...]:
    with open_store(config.path(config.database)) as store:
        return tuple(dict.fromkeys(issue.message for issue in runs.issues_since(store, since)))
