"""The fact base: the list, the form of one fact with its versions, saving and withdrawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from alerts.answers.doubts import Doubt, of_fact, public_numbers, told
from console import fact_form
from console.desk import Desk, Room, render, room_of, with_store
from console.fact_form import Fields
from console.forms import Form
from console.pages.tips import refused, sent
from console.view import View
from model.facts import Fact, FactChange, FactStep, FactVerdict, said
from model.verdicts import CODE, DUTY
from store import alerts, audit, facts
from store.database import Store
from store.facts import Origin

MOST = 100
"""Facts on one page; a search finds the others."""


@with_store
def index(desk: Desk) -> Response:
    """The facts, or those that hold the words of ``?q=``: what needs a look first."""
    words = desk.request.query_params.get("q", "").split()
    found = [fact for fact in facts.current(desk.store).values() if _holds(fact, words)]
    today = desk.view.now.astimezone(desk.config.zone).date()
    found.sort(key=lambda fact: (not fact.expired(today), fact.reviewed))
    return desk.show("facts_list.html", facts=found[:MOST], total=len(found), most=MOST, q=" ".join(words))


def _holds(fact: Fact, words: Sequence[str]) -> bool:
    text = "\n".join([fact.key, fact.claim, fact.answer, *fact.terms]).casefold()
    return all(word.casefold() in text for word in words)


@with_store
def one(desk: Desk) -> Response:
    """The form of ``?key=``; without it an empty one, or one begun from ``?alert=``."""
    asked = desk.request.query_params
    key, number = asked.get("key", ""), asked.get("alert", "")
    history = facts.history(desk.store, key) if key else []
    if key and not history:
        raise HTTPException(404)
    fields = _fields(desk.view, desk.store, history, key, number)
    return _page(desk.view, room_of(desk.request), fields, history, saved=asked.get("saved", ""))


def _fields(view: View, store: Store, history: Sequence[FactChange], key: str, number: str) -> Fields:
    separator = view.catalogue.say("alerts.list_separator")
    if history:
        return fact_form.of_fact(history[-1].fact, facts.newest(store, key)[0], separator)
    today = f"{view.now.astimezone(view.config.zone):%Y-%m-%d}"
    known = number.isascii() and number.isdigit() and len(number) <= 18
    alert = alerts.get(store, int(number)) if known else None
    return fact_form.of_alert(alert, separator, today) if alert else Fields(checked_on=today)


def _page(
    view: View, room: Room, fields: Fields, history: Sequence[FactChange], *, saved: str = "",
    faults: Sequence[str] = (), doubtful: Sequence[Doubt] = (), status: int = 200,
) -> Response:  # fmt: skip
    now = history[-1].after if history else None
    values = {
        "token": room.token, "fields": fields, "history": list(reversed(history)), "saved": saved,
        "removed": bool(history) and now is None, "bare": now is not None and _bare(now),
        "faults": [
            view.fact(f"bad.{name}", claim=fact_form.LONGEST_CLAIM, answer=fact_form.LONGEST_ANSWER)
            if name == "long" else view.fact(f"bad.{name}") for name in faults
        ],
        "doubtful": told(doubtful, view.catalogue) if doubtful else "", "verdicts": list(FactVerdict),
        "longest_claim": fact_form.LONGEST_CLAIM, "longest_answer": fact_form.LONGEST_ANSWER,
    }  # fmt: skip
    return render(view, "fact.html", values, status)


def _bare(fact: Fact) -> bool:
    return fact.verdict is not FactVerdict.UNCLEAR and not fact.sources


async def save(request: Request) -> Response:
    """POST: a fact, new or changed."""
    return await run_in_threadpool(sent, request, await request.body(), _save)


def _save(request: Request, view: View, form: Form, store: Store) -> Response:
    room, fields, code = room_of(request), fact_form.of_form(form), form.one("by")
    history = facts.history(store, fields.key) if fields.key else []
    if fields.key and not history:
        raise HTTPException(404)
    found = fact_form.fact(fields, facts.standing(store))
    if code and not CODE.fullmatch(code):
        return _page(view, room, fields, history, faults=["code"], status=400)
    if not isinstance(found, Fact):
        return _page(view, room, fields, history, faults=found, status=400)
    doubtful = [] if form.one("sure") == "yes" else _doubts(room, store, found)
    if doubtful:
        return _page(view, room, fields, history, doubtful=doubtful, status=400)
    with store.writing():
        newest, before = facts.newest(store, found.key)
        if newest != fields.seen:
            fields = replace(fields, key=found.key, seen=newest)
            again = facts.history(store, found.key)
            return _page(view, room, fields, again, faults=["overtaken"], status=409)
        (step,) = facts.put(store, [found], Origin.OWN, room.clock())
        if step is not None:
            _on_record(store, room, f"fact.{step.value}", found.key, code)
    if step is not None and room.look_up is not None:
        room.look_up(store, room.config, room.clock())
    kind = "corrects" if before is not None and said(before) != said(found) else "yes"
    return RedirectResponse(view.link("/facts/one", key=found.key, saved=kind), 303)


def _doubts(room: Room, store: Store, found: Fact) -> list[Doubt]:
    if room.proofread is None:
        return []
    public = public_numbers(room.config, facts.current(store).values())
    return of_fact(found, public, room.proofread)


async def remove(request: Request) -> Response:
    """POST: a fact holds no longer."""
    return await run_in_threadpool(sent, request, await request.body(), _remove)


def _remove(request: Request, view: View, form: Form, store: Store) -> Response:
    room, key, code = room_of(request), form.one("key"), form.one("by")
    if code and not CODE.fullmatch(code):
        return refused(view, view.fact("bad.code"), "/facts")
    with store.writing():
        if facts.newest(store, key)[0] != form.number("seen"):
            return refused(view, view.fact("bad.overtaken"), "/facts")
        if facts.remove(store, key, Origin.OWN, room.clock()):
            _on_record(store, room, f"fact.{FactStep.REMOVED.value}", key, code)
    return RedirectResponse(view.link("/facts/one", key=key), 303)


def _on_record(store: Store, room: Room, action: str, key: str, code: str) -> None:
    audit.note(store, audit.Entry(at=room.clock(), action=action, detail={"key": key, "role": code or DUTY}))
