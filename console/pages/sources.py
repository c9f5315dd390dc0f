"""How every source is doing, in words for a coordinator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from starlette.responses import Response

from console.chart import Bar, columns
from console.desk import Desk, with_store
from console.health import TROUBLED, Standing, standing
from console.pages import channels
from console.pages.status import status
from model.config import Source
from model.config.sources import Healthy
from model.pace import Next, Past, next_visit
from model.records import Issue
from store import console as queries
from store import crawling, health, pacing
from store.console import Heard
from store.crawling import SourceVisit

DAYS = 7
_DAY = timedelta(days=1)
_PIXELS = 35
_ISSUES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One source as the page shows it."""

    source: Source
    visit: SourceVisit | None
    standing: Standing
    heard: Heard
    week: tuple[Bar, ...]
    oddities: list[str]
    issues: list[Issue]
    next: Next
    why: str


@with_store
def sources(desk: Desk) -> Response:
    """Last visit, last success, posts against the declared range, newest post, latest issues."""
    visits = crawling.visits(desk.store)
    pasts = pacing.pasts(desk.store)
    issues = queries.latest_issues(desk.store, desk.view.now - DAYS * _DAY, each=_ISSUES)
    odd = health.oddities(desk.store)
    rows = [
        _row(
            desk, source, visits.get(source.name), pasts.get(source.name, Past()), odd.get(source.name, []), issues
        )
        for source in desk.config.sources
    ]
    order = list(Standing)
    rows.sort(key=lambda row: order.index(row.standing))
    return desk.show(
        "sources.html", rows=rows, troubled=sum(row.standing in TROUBLED for row in rows),
        other_issues=issues.get(None, []), status=status(desk), days=DAYS, undeclared=Healthy().posts_per_day,
        channels=channels.rows(desk),
    )  # fmt: skip


def _row(
    desk: Desk,
    source: Source,
    visit: SourceVisit | None,
    past: Past,
    odd: list[health.Oddity],
    issues: dict[str | None, list[Issue]],
) -> Row:
    heard = queries.heard(desk.store, source.name, desk.view.now, DAYS)
    word = standing(source, visit, desk.view.now, posts=heard.days[-1], newest=heard.newest, odd=bool(odd))
    week = columns(heard.days, desk.view.now - (DAYS - 1) * _DAY, _DAY, _PIXELS)
    say = desk.view.catalogue.say
    words = [say(f"crawlers.trouble.{one.kind}", **one.details) for one in odd] if word is Standing.ODD else []
    coming = next_visit(source, past, desk.config.quiet_of(source), desk.config.zone, desk.view.now)
    return Row(
        source=source, visit=visit, standing=word, heard=heard, week=week, oddities=words,
        issues=issues.get(source.name, []), next=coming, why=coming.words(desk.view.catalogue),
    )  # fmt: skip
