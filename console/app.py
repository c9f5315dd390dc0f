"""The console: pages and forms on loopback. Routes, the guard before them, and what is said on a failure."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from alerts.answers.doubts import Proofread
from alerts.tips.take import Reader
from console.desk import LookUp, Room, look, message
from console.guard import HEADERS, Guard
from console.pages import alerts, alive, digest, duty, facts, measures, sources, tips, triage, watch
from model.config import Config
from model.errors import StoreBusy, StoreError
from store.reading import BUSY_SECONDS

_utc_now = partial(datetime.now, UTC)


def create_app(
    config: Config,
    *,
    clock: Callable[[], datetime] = _utc_now,
    busy_seconds: float = BUSY_SECONDS,
    reader: Reader | None = None,
    proofread: Proofread | None = None,
    look_up: LookUp | None = None,
) -> Starlette:
    """The console over the database that `config` names, opened for each request, read-only unless a form was sent.

    `clock` gives the present moment (aware); a database busy for longer than `busy_seconds` gives a page 503.
    `reader` reads tips; without one they cannot be taken here. `proofread` finds what looks personal in
    what is to be made public, `look_up` keeps the facts near to the open alerts with them.
    """
    app = Starlette(
        routes=[
            Route("/", alerts.index),
            Route("/alerts/{alert_id}", alerts.one),
            Route("/alerts/{alert_id}/card.png", alerts.card),
            Route("/digest", digest.latest),
            Route("/digest/{day}", digest.of_day),
            Route("/measures", measures.measures),
            Route("/sources", sources.sources),
            Route("/healthz", alive.alive),
            Route("/tips", tips.index),
            Route("/tips/new", tips.report, methods=["POST"]),
            Route("/tips/link", tips.attach, methods=["POST"]),
            Route("/watch", watch.index),
            Route("/watch/judge", watch.act, methods=["POST"]),
            Route("/duty", duty.index),
            Route("/duty/note", duty.hand_over, methods=["POST"]),
            Route("/facts", facts.index),
            Route("/facts/one", facts.one),
            Route("/facts/save", facts.save, methods=["POST"]),
            Route("/facts/remove", facts.remove, methods=["POST"]),
            Route("/triage", triage.act, methods=["POST"]),
            Mount("/static", StaticFiles(directory=Path(__file__).parent / "static")),
        ],
        middleware=[Middleware(Guard)],
        exception_handlers={HTTPException: _not_found, StoreError: _no_database, Exception: _failed},
    )
    # Every form of this run of the console carries it; a page elsewhere cannot read it (see guard.HEADERS).
    token = secrets.token_urlsafe(24)
    app.state.room = Room(
        config=config, clock=clock, busy_seconds=busy_seconds, token=token, reader=reader, proofread=proofread,
        look_up=look_up,
    )  # fmt: skip
    return app


def _not_found(request: Request, error: Exception) -> Response:
    """404, and the rare other refusal of Starlette."""
    status = error.status_code if isinstance(error, HTTPException) else 404
    return message(look(request), "not_found", status)


def _no_database(request: Request, error: Exception) -> Response:
    """503: busy, damaged, not readable, or written by a newer release."""
    if request.url.path == "/healthz":
        return PlainTextResponse(f"failed: {error}\n", 503)
    if isinstance(error, StoreBusy):
        return message(look(request), "busy", 503, again=True)
    view = look(request)
    why = error.said(view.catalogue) if isinstance(error, StoreError) else str(error)
    return message(view, "broken", 503, detail=why, again=True)


def _failed(request: Request, error: Exception) -> Response:
    """500. This handler stands outside the guard, so it sets the headers itself; the server logs the error."""
    page = message(look(request), "failed", 500)
    page.headers.update(HEADERS)
    return page
