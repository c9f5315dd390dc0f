"""The open alerts, and one page per alert."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response

from alerts.answers import kit
from alerts.answers.about import about
from alerts.answers.card import card as drawn
from alerts.digest import fonts
from alerts.facts.telling import current
from alerts.triage.decisions import possible
from alerts.triage.evidence import evidence
from console.chart import HOUR, Chart, draw, next_hour
from console.desk import Desk, with_store
from console.pages import channels, triage
from console.pages.status import status
from model.catalogue import Catalogue
from model.facts import Fact
from model.records import Alert, Evidence
from model.verdicts import Reason, standing
from store import alert_facts, candidates, tips, verdicts
from store import alerts as alert_store
from store import console as queries

PAGE = 20
CHART_HOURS = 72
_ENDED_SHOWN, _ENDED_WITHIN = 10, timedelta(days=7)
_MOST_DIGITS = 18
_NEAR = 0.2
"""A fact that is less like the story is not worth a look."""


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
        known=_known(desk, ids[:PAGE]),
        ended=alert_store.by_ids(desk.store, ended),
        total=queries.count_open(desk.store),
        before=before,
        more=ids[PAGE - 1] if len(ids) > PAGE else None,
        status=status(desk),
        unheard=channels.troubled(desk),
        snoozed=alert_store.by_ids(desk.store, queries.snoozed_alerts(desk.store, limit=_ENDED_SHOWN)),
        done=triage.done(desk),
        seen=_seen(desk, ids[:PAGE]),
        reasons=list(Reason),
        snoozes=triage.SNOOZES,
        back="",
        listed=len(candidates.listed(desk.store, desk.view.now, evidence)) if first else 0,
    )


def _known(desk: Desk, ids: Sequence[int]) -> dict[int, Fact]:
    """The fact that each alert is about: what can be answered at once is seen at a glance."""
    today = desk.view.now.astimezone(desk.config.zone).date()
    near = alert_facts.of_alerts(desk.store, ids)
    found = {alert: current(facts, today) for alert, facts in near.items()}
    return {alert: known.fact for alert, known in found.items() if known is not None}


def _seen(desk: Desk, ids: Sequence[int]) -> dict[int, int]:
    """The last verdict about each alert as this page shows it: a form that is older than that decides nothing."""
    found = verdicts.of_alerts(desk.store, ids)
    return {alert: found[alert][-1].id if alert in found else 0 for alert in ids}


@with_store
def one(desk: Desk) -> Response:
    """Everything about one alert that may be shown: figures, terms, hours, thread links, history."""
    alert = alert_store.get(desk.store, _number(desk.request.path_params["alert_id"]))
    if alert is None:
        raise HTTPException(404)
    history = verdicts.of_alert(desk.store, alert.id)
    topic = desk.config.topics.get(alert.topic) if alert.topic else None
    known = alert_facts.of_alerts(desk.store, [alert.id]).get(alert.id, ())
    return desk.show(
        "alert.html",
        alert=alert,
        topic=topic,
        chart=_chart(desk, alert),
        evidence=by_source(alert.evidence),
        history=alert_store.events(desk.store, alert.id),
        done=triage.done(desk),
        seen={alert.id: history[-1].id if history else 0},
        can=possible(alert, history),
        last=standing(history)[-1:],
        linked=tips.of_alert(desk.store, alert.id),
        joined=alert_store.merged_into(desk.store, alert.id),
        reasons=list(Reason),
        snoozes=triage.SNOOZES,
        back=alert.id,
        facts=[one for one in known if one.matched or one.score >= _NEAR],
        kit=about(desk.store, alert, known, desk.config, desk.view.now),
    )


@with_store
def card(desk: Desk) -> Response:
    """The approved answer as a picture; not found while there is none."""
    alert = alert_store.get(desk.store, _number(desk.request.path_params["alert_id"]))
    response = kit.current(desk.store, alert.id) if alert else None
    if alert is None or response is None or not response.approved_by:
        raise HTTPException(404)
    found = fonts.chinese()
    if found is None:
        return PlainTextResponse(desk.view.catalogue.say("answers.card.no_font"), 503)
    catalogue = Catalogue(desk.config.language)
    return Response(drawn(response, alert.title, desk.config, catalogue, found), media_type="image/png")


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
