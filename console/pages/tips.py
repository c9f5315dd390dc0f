"""Tips: the form, the last ones, and the link with an alert."""

from __future__ import annotations

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from alerts.tips.take import join, take
from alerts.tips.wording import LONGEST
from console.desk import Desk, look, message, render, room_of, with_store
from console.forms import Form, form_of
from console.view import View
from model.verdicts import CODE, DUTY
from store import tips
from store.database import Store, open_store


@with_store
def index(desk: Desk) -> Response:
    """The form and the last tips; ``?stored=ID`` says what the form before this page did."""
    text = desk.request.query_params.get("stored", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else 0
    return desk.show("tips.html", found=tips.newest(desk.store), stored=tips.get(desk.store, number), most=LONGEST)


async def report(request: Request) -> Response:
    """POST: a tip."""
    return await run_in_threadpool(sent, request, await request.body(), _report)


async def attach(request: Request) -> Response:
    """POST: a tip belongs to an alert."""
    return await run_in_threadpool(sent, request, await request.body(), _attach)


def sent(request: Request, body: bytes, act: Callable[[Request, View, Form, Store], Response]) -> Response:
    """A form with the database open for writing; one without the token of this console does nothing."""
    room, view = room_of(request), look(request)
    form = form_of(body, room.token)
    if form is None:
        return message(view, "stale_form", 403)
    path = room.config.path(room.config.database)
    if not path.exists():
        return message(view, "nothing_yet", command="huisheng cycle", again=True)
    with open_store(path, busy_seconds=room.busy_seconds) as store:
        return act(request, view, form, store)


def _report(request: Request, view: View, form: Form, store: Store) -> Response:
    room = room_of(request)
    if room.reader is None:
        return refused(view, view.tips("unread"), "/tips")
    found = take(store, form.one("text"), room.clock(), room.reader)
    if isinstance(found, str):
        return refused(view, view.catalogue.say(f"tips.refused.{found}", most=LONGEST), "/tips")
    return RedirectResponse(view.link("/tips", stored=found.tip.id), 303)


def _attach(request: Request, view: View, form: Form, store: Store) -> Response:
    room = room_of(request)
    alert, tip, code = form.number("back") or 0, form.number("tip") or 0, form.one("by")
    if code and not CODE.fullmatch(code):
        return refused(view, view.catalogue.say("tips.refused.bad_code"), f"/alerts/{alert}")
    found = join(store, room.config, alert, tip, room.clock(), code or DUTY)
    if isinstance(found, str):
        return refused(view, view.catalogue.say(f"tips.refused.{found}"), f"/alerts/{alert}")
    return RedirectResponse(view.link(f"/alerts/{alert}"), 303)


def refused(view: View, why: str, back: str) -> Response:
    """What could not be done, and the way back."""
    return render(view, "refused.html", {"why": [why], "done": 0, "back": back}, 400)
