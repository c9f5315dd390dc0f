"""`/healthz`: for a watchdog, in plain text."""

from __future__ import annotations

from datetime import UTC

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from console.desk import room_of
from console.pages.status import JOBS
from store import console as queries
from store.reading import open_for_reading


def alive(request: Request) -> Response:
    """``ok``, then one line for the last run of each job: name, end (UTC), ``ok`` or ``failed``."""
    room = room_of(request)
    path = room.config.path(room.config.database)
    store = open_for_reading(path, busy_seconds=room.busy_seconds)
    if store is None:
        return PlainTextResponse("ok\nno run yet\n")
    with store:
        runs = queries.last_runs(store, JOBS)
    lines = [
        f"{job} {run.finished_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ} {'ok' if run.ok else 'failed'}"
        for job, run in runs.items()
        if run.finished_at is not None
    ]
    return PlainTextResponse("\n".join(["ok", *(lines or ["no run yet"])]) + "\n")
