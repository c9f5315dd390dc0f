"""What a page is made with: the open database, the view, and the templates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from alerts.answers.doubts import Proofread
from alerts.tips.take import Reader
from console.view import View, excerpt, view_of, web_link
from model.config import Config
from store import console as queries
from store.database import Store
from store.reading import open_for_reading

LookUp = Callable[[Store, Config, datetime], object]
"""Keeps the facts near to each open alert with it; handed in, because it cuts words."""
_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters.update(web_link=web_link, excerpt=excerpt)


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What the application knows: the settings, the clock, how long to wait for a busy database."""

    config: Config
    clock: Callable[[], datetime]
    busy_seconds: float
    token: str  # in every form; without it nothing is changed
    reader: Reader | None = None  # of tips; wired by whoever starts the console, like the next two
    proofread: Proofread | None = None  # what looks personal in an answer or a fact
    look_up: LookUp | None = None  # facts for the open alerts, after a fact changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One request with the database open for reading."""

    request: Request
    config: Config
    store: Store
    view: View

    def show(self, template: str, **values: object) -> Response:
        """A page, with the banner of the learning time while it lasts."""
        learning = learning_day(self.config, self.store)
        token = room_of(self.request).token
        return render(self.view, template, {"learning": learning, "token": token, **values})


Page = Callable[[Desk], Response]


def learning_day(config: Config, store: Store) -> int | None:
    """Which day of the learning time this is, as the digest counts it; None when it is over."""
    learnt = queries.days_learnt(store)
    return max(1, learnt) if learnt < config.analysis.emergence.learning_days else None


def render(view: View, template: str, values: Mapping[str, object], status: int = 200) -> Response:
    """A template as a reply."""
    page = _TEMPLATES.get_template(template)
    return HTMLResponse(page.render({"v": view, "learning": None, "done": None, **values}), status)


def message(
    view: View, name: str, status: int = 200, *, command: str = "", detail: str = "", again: bool = False
) -> Response:
    """A page of plain words: what happened and what to do; `name` is a table of the catalogue.

    `again`: the way on is to load the same page once more, not to go to the alerts.
    """
    return render(
        view, "message.html", {"name": name, "command": command, "detail": detail, "again": again}, status
    )


def room_of(request: Request) -> Room:
    room = request.app.state.room
    if not isinstance(room, Room):
        raise TypeError("the application has no room")
    return room


def look(request: Request) -> View:
    """The view of a request, without the database."""
    room = room_of(request)
    return view_of(request, room.config, room.clock())


def with_store(page: Page) -> Callable[[Request], Response]:
    """A handler that opens the database for `page`, or says what to run when there is none yet."""

    @wraps(page)
    def handler(request: Request) -> Response:
        room, view = room_of(request), look(request)
        path = room.config.path(room.config.database)
        store = open_for_reading(path, busy_seconds=room.busy_seconds)
        if store is None:
            return message(view, "nothing_yet", command="huisheng cycle", again=True)
        with store:
            return page(Desk(request=request, config=room.config, store=store, view=view))

    return handler
