"""What the forms send: a decision about one alert or many. A redirect follows, so that a reload is harmless."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from alerts.answers.doubts import Doubt, told
from alerts.answers.kit import doubtful
from alerts.decide import Outcome, decide
from alerts.triage.decisions import Wish
from console.desk import Desk, look, message, render, room_of
from console.forms import Form, form_of
from console.view import View
from model.records import Alert
from model.verdicts import CODE, DUTY, Decision, Reason, Verdict
from store import alerts, verdicts
from store.database import open_store

SNOOZES = (1, 3, 7, 30)
"""Days for which an alert can be put aside with one tap."""


_WORDS: Mapping[str, str] = {Decision.ANSWER: "note", Decision.PUBLISH: "url"}
"""The field of a form that carries what is written down with a step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a form has just done: for the note with the undo button on the page that comes next."""

    verdicts: tuple[Verdict, ...]
    undoable: bool


async def act(request: Request) -> Response:
    """POST only. The body is read here, the database is used in a thread of its own."""
    body = await request.body()
    return await run_in_threadpool(_act, request, body)


def _act(request: Request, body: bytes) -> Response:
    room, view = room_of(request), look(request)
    form = form_of(body, room.token)
    if form is None:
        return message(view, "stale_form", 403)
    wish = _wish(form, view)
    if isinstance(wish, str):
        return _unusable(view, form, {0: view.form(wish)}, 400)
    path = room.config.path(room.config.database)
    if not path.exists():
        return message(view, "nothing_yet", command="huisheng cycle", again=True)
    with open_store(path, busy_seconds=room.busy_seconds) as store:
        asked = alerts.by_ids(store, form.numbers("id"))
        if not asked:
            return _unusable(view, form, {0: view.form("none_chosen")}, 400)
        if wish.reason is Reason.OPINION and not wish.confirmed:
            return _ask_again(view, form, asked)
        if wish.decision is Decision.APPROVE and not wish.confirmed and room.proofread:
            today = view.now.astimezone(room.config.zone).date()
            found = doubtful(store, room.config, [item.id for item in asked], room.proofread, today)
            if found:
                return _look_again(view, form, found)
        outcome = decide(store, room.config, [item.id for item in asked], wish, room.clock(), seen=_seen(form))
    if outcome.refused:
        return _unusable(view, form, outcome.refused, 409, done=len(outcome.done))
    return RedirectResponse(_back(view, form, outcome), 303)


def _wish(form: Form, view: View) -> Wish | str:
    """What the form asks for, or the message that says what cannot be used."""
    decision, reason, code = form.one("decision"), form.one("reason"), form.one("by")
    if decision not in set(Decision):
        return "unknown"
    if code and not CODE.fullmatch(code):
        return "bad_code"
    days = form.number("days") or 0
    return Wish(
        decision=Decision(decision), role=code or DUTY,
        reason=Reason(reason) if decision == Decision.DISMISS and reason in set(Reason) else None,
        note=form.one(_WORDS[decision]) if decision in _WORDS else "",
        until=view.now + timedelta(days=days) if decision == Decision.SNOOZE and days in SNOOZES else None,
        into=form.number("into") if decision == Decision.MERGE else None, confirmed=form.one("sure") == "yes",
    )  # fmt: skip


def _seen(form: Form) -> dict[int, int]:
    """The last verdict on the page of each chosen alert: ``seen=ALERT:VERDICT``."""
    pairs = [text.split(":", 1) for text in form.fields.get("seen", []) if text.count(":") == 1]
    return {int(a): int(b) for a, b in pairs if a.isdigit() and b.isdigit() and len(a + b) < 30}


def _ask_again(view: View, form: Form, asked: list[Alert]) -> Response:
    return render(view, "sure.html", {"asked": asked, "kept": _kept(form), "back": _path_back(form)})


def _look_again(view: View, form: Form, found: Mapping[int, Sequence[Doubt]]) -> Response:
    items = [view.answer("form.doubtful_item", id=n, found=told(all_, view.catalogue)) for n, all_ in found.items()]
    return render(view, "doubtful.html", {"items": items, "kept": _kept(form), "back": _path_back(form)})


def _kept(form: Form) -> list[tuple[str, str]]:
    """The fields of a form, to be sent once more with a yes."""
    return [(name, value) for name, values in form.fields.items() if name != "sure" for value in values]


def _unusable(view: View, form: Form, why: Mapping[int, str], status: int, *, done: int = 0) -> Response:
    values = {"why": list(why.values()), "done": done, "back": _path_back(form)}
    return render(view, "refused.html", values, status)


def _path_back(form: Form) -> str:
    """The page the form stood on; nothing but a page of alerts."""
    number = form.number("back")
    return f"/alerts/{number}" if number is not None else "/"


def _back(view: View, form: Form, outcome: Outcome) -> str:
    return view.link(_path_back(form), done=outcome.batch)


def done(desk: Desk) -> Done | None:
    """What the form before this page did, as ``?done=`` says."""
    text = desk.request.query_params.get("done", "")
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        return None
    found = verdicts.of_batch(desk.store, int(text))
    if not found:
        return None
    final = any(verdict.decision is Decision.UNDO or verdict.reason is Reason.OPINION for verdict in found)
    return Done(verdicts=tuple(found), undoable=not final and not verdicts.undone(desk.store, int(text)))
