"""How fast and how right: figures of the alerts by week and by topic."""

from __future__ import annotations

from datetime import timedelta

from starlette.responses import Response

from alerts.measures.figures import by_topic, by_week
from alerts.measures.read import courses
from alerts.measures.words import share, span, topic
from alerts.sensitivity import lines
from console.desk import Desk, with_store
from model.measures import Measures
from store import verdicts

WEEKS = 8


@with_store
def measures(desk: Desk) -> Response:
    """The last weeks, the present one included as far as it has come, and the same alerts by topic."""
    zone, now = desk.config.zone, desk.view.now
    today = now.astimezone(zone).date()
    end = today + timedelta(days=7 - today.weekday())  # the Monday to come
    found = courses(desk.store, end - timedelta(days=7 * WEEKS), end, zone, now)
    titles = {key: one.title or key for key, one in desk.config.topics.items()}
    weeks = [(desk.view.day(first), _cells(desk, one)) for first, one in reversed(by_week(found, end, WEEKS, zone))]
    topics = [(topic(key, titles, desk.view.catalogue), _cells(desk, one)) for key, one in by_topic(found)]
    return desk.show(
        "measures.html", tables=[("by_week", "week", weeks), ("by_topic", "topic", topics)], number=WEEKS,
        empty=not found,
        reasons=verdicts.reasons(desk.store, now - timedelta(days=7 * WEEKS), now),
        sensitivity=list(lines(desk.store, desk.config, desk.view.catalogue)),
    )  # fmt: skip


def _cells(desk: Desk, found: Measures) -> list[tuple[str, str]]:
    """(column, figure) of one row."""
    say = desk.view.catalogue
    return [
        ("alerts", str(found.alerts)), ("answered", str(found.answered)), ("dismissed", str(found.dismissed)),
        ("useful", share(found.useful, say)), ("to_alert", span(found.to_alert, say)),
        ("to_taken", span(found.to_taken, say)), ("to_answered", span(found.to_answered, say)),
    ]  # fmt: skip
