"""The watch list: what nearly alarmed, and what people say of it."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from alerts.judge import judge
from alerts.triage.evidence import evidence
from console.desk import Desk, render, room_of, with_store
from console.forms import Form
from console.pages.tips import refused, sent
from console.view import View
from model.records import Judgement
from model.verdicts import CODE, DUTY
from store import candidates
from store.database import Store


@with_store
def index(desk: Desk) -> Response:
    """The few that nearly alarmed, with their threads; ``?judged=NUMBER`` says what the last form did."""
    found = candidates.listed(desk.store, desk.view.now, evidence)
    text = desk.request.query_params.get("judged", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0
    judged = candidates.judged(desk.store, number)
    return desk.show("watch.html", found=found, judged=judged, number=number)


async def act(request: Request) -> Response:
    """POST: what somebody says of one."""
    return await run_in_threadpool(sent, request, await request.body(), _act)


def _act(request: Request, view: View, form: Form, store: Store) -> Response:
    room, number, code, said = room_of(request), form.number("id") or 0, form.one("by"), form.one("judgement")
    if said not in set(Judgement) or (code and not CODE.fullmatch(code)):
        return refused(view, view.form("bad_code" if said in set(Judgement) else "unknown"), "/watch")
    if said == Judgement.OPINION and form.one("sure") != "yes":
        return render(view, "watch_sure.html", {"number": number, "by": code, "token": room.token})
    found = judge(store, room.config, number, Judgement(said), code or DUTY, room.clock())
    if found is False:
        return refused(view, view.catalogue.say("candidates.unknown", id=number), "/watch")
    if found is not None and found is not True:
        return RedirectResponse(view.link(f"/alerts/{found.id}"), 303)
    return RedirectResponse(view.link("/watch", judged=number), 303)
