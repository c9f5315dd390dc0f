"""The digest of a day, as it was when it was built."""

from __future__ import annotations

from datetime import date

from starlette.exceptions import HTTPException
from starlette.responses import Response

from alerts.facts.telling import correction
from console.chart import HOUR, Chart, draw, next_hour
from console.desk import Desk, with_store
from console.pages.status import status
from model.records import Alert, Digest
from store import console as queries
from store import digests


@with_store
def latest(desk: Desk) -> Response:
    """The newest digest, or when the first one is due."""
    digest = digests.latest(desk.store)
    if digest is None:
        return desk.show("no_digest.html", at=desk.config.digest.at, status=status(desk))
    return _show(desk, digest)


@with_store
def of_day(desk: Desk) -> Response:
    """The digest of ``/digest/2026-11-24``."""
    try:
        day = date.fromisoformat(desk.request.path_params["day"])
    except ValueError:
        raise HTTPException(404) from None
    digest = digests.get(desk.store, day)
    if digest is None:
        raise HTTPException(404)
    return _show(desk, digest)


def _show(desk: Desk, digest: Digest) -> Response:
    earlier, later = queries.neighbours(desk.store, digest.day)
    charts = {alert.id: _chart(desk, digest, alert) for alert in digest.open}
    corrections = [correction(change, desk.view.catalogue) for change in digest.corrections]
    return desk.show(
        "digest.html", digest=digest, charts=charts, corrections=corrections, earlier=earlier, later=later
    )


def _chart(desk: Desk, digest: Digest, alert: Alert) -> Chart | None:
    hours = digest.hourly.get(alert.id)
    if not hours or not any(hours):
        return None
    start = next_hour(digest.until, desk.config.zone) - len(hours) * HOUR
    return draw(hours, start, desk.config.zone)
