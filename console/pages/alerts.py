"""The open alerts, and one page per alert."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from starlette.exceptions import HTTPException
from starlette.responses import Response

from console.chart import HOUR, Chart, draw, next_hour
from console.desk import Desk, with_store
from console.pages.status import status
from model.records import Alert, Evidence
from store import alerts as alert_store
from store import console as queries

PAGE = 20
CHART_HOURS = 72
_ENDED_SHOWN, _ENDED_WITHIN = 10, timedelta(days=7)
_MOST_DIGITS = 18


@with_store
def index(desk: Desk) -> Response:
    """Open alerts, most urgent first and then newest first; ``?before=ID`` goes on after that alert."""
    before = _key(desk)
    ids = queries.open_alerts(desk.store, before=before, limit=PAGE + 1)
    first = before is None
    ended = queries.closed_alerts(desk.store, desk.view.now - _ENDED_WITHIN, limit=_ENDED_SHOWN) if first else []
    return desk.show(
        "alerts.html",
        alerts=alert_store.by_ids(desk.store, ids[:PAGE]),
        ended=alert_store.by_ids(desk.store, ended),
        total=queries.count_open(desk.store),
        before=before,
        more=ids[PAGE - 1] if len(ids) > PAGE else None,
        status=status(desk),
    )


@with_store
def one(desk: Desk) -> Response:
    """Everything about one alert that may be shown: figures, terms, hours, thread links, history."""
    alert = alert_store.get(desk.store, _number(desk.request.path_params["alert_id"]))
    if alert is None:
        raise HTTPException(404)
    topic = desk.config.topics.get(alert.topic) if alert.topic else None
    return desk.show(
        "alert.html",
        alert=alert,
        topic=topic,
        chart=_chart(desk, alert),
        evidence=by_source(alert.evidence),
        history=alert_store.events(desk.store, alert.id),
    )


def _key(desk: Desk) -> int | None:
    text = desk.request.query_params.get("before")
    return None if text is None else _number(text)


def _number(text: str) -> int:
    """The id that an address names. Anything that cannot be one is not found (SQLite's integers have 64 bits)."""
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        raise HTTPException(404)
    return int(text)


def _chart(desk: Desk, alert: Alert) -> Chart:
    """The last hours before now, or before the end of an alert that has ended."""
    start = first_hour(desk, alert.closed_at or desk.view.now)
    counts = queries.threads_by_hour(desk.store, alert.story_id, start, CHART_HOURS)
    return draw(counts, start, desk.config.zone)


def first_hour(desk: Desk, end: datetime) -> datetime:
    return next_hour(end, desk.config.zone) - CHART_HOURS * HOUR


def by_source(evidence: Sequence[Evidence]) -> dict[str, list[Evidence]]:
    """Evidence grouped by source, the source with most threads first, in each the newest thread first."""
    groups: dict[str, list[Evidence]] = {}
    for item in sorted(evidence, key=lambda item: item.seen_at, reverse=True):
        groups.setdefault(item.source, []).append(item)
    return dict(sorted(groups.items(), key=lambda group: (-len(group[1]), group[0])))
