"""Who is on duty now, and the hand-over note."""

from __future__ import annotations

from datetime import timedelta

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from alerts.duty.calendar import days_of
from alerts.duty.roster import changes_at, on_duty
from console.desk import Desk, room_of, with_store
from console.forms import Form
from console.pages.tips import refused, sent
from console.view import View
from model.verdicts import CODE, DUTY
from store import duty
from store.database import Store

LONGEST = 500
"""The most characters of a hand-over note."""


@with_store
def index(desk: Desk) -> Response:
    """The slot of this moment, its end, the second step, and the last notes."""
    rules, local = desk.config.duty, desk.view.now.astimezone(desk.config.zone)
    days = days_of(desk.config)
    return desk.show(
        "duty.html",
        rules=rules,
        shift=on_duty(rules.shifts, days, local),
        until=changes_at(rules.shifts, days, local),
        holiday=days.holiday(local.date()),
        minutes=round(rules.wait / timedelta(minutes=1)),
        notes=duty.notes(desk.store),
        most=LONGEST,
    )


async def hand_over(request: Request) -> Response:
    """POST: a hand-over note."""
    return await run_in_threadpool(sent, request, await request.body(), _hand_over)


def _hand_over(request: Request, view: View, form: Form, store: Store) -> Response:
    room, code = room_of(request), form.one("by")
    if room.reader is None:
        return refused(view, view.tips("unread"), "/duty")
    note = room.reader.redact(form.one("note")[: LONGEST + 1])
    if not note or len(note) > LONGEST or (code and not CODE.fullmatch(code)):
        return refused(view, view.duty("bad"), "/duty")
    duty.hand_over(store, duty.HandOver(at=room.clock(), role=code or DUTY, note=note))
    return RedirectResponse(view.link("/duty"), 303)
