"""People's decisions about alerts: judged, written down, undone. The shell around alerts/triage/decisions.py."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from alerts.answers import kit, site
from alerts.digest.send import enqueue
from alerts.digest.write import write_again
from alerts.triage.decisions import Refused, Wish, decided, emptied, judge
from alerts.triage.telling import refused, told
from model.catalogue import Catalogue
from model.config import Config
from model.records import Alert, AlertEvent
from model.verdicts import Decision, Reason, Verdict
from store import alerts, audit, digests, notices, verdicts
from store.database import Store
from store.dropping import drop_story


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a bulk decision. `refused`: alert number → why, for people. `batch`: 0 when nothing was done."""

    batch: int
    done: tuple[Verdict, ...]
    refused: Mapping[int, str]


def decide(
    store: Store, config: Config, alert_ids: Sequence[int], wish: Wish, now: datetime, *,
    seen: Mapping[int, int] | None = None,
) -> Outcome:  # fmt: skip
    """Take the step that `wish` names for each alert that allows it; the others are refused in plain words.

    One write transaction: of two people who act at once, one is first and the other is told. `seen`: for each alert
    the last verdict on the page that was decided from. An unknown alert is passed over.
    """
    done: list[Verdict] = []
    turned_down: dict[int, str] = {}
    days: list[date] = []
    with store.writing():
        batch = verdicts.next_batch(store)
        target = alerts.get(store, wish.into) if wish.into is not None else None
        for alert in alerts.by_ids(store, list(dict.fromkeys(alert_ids))):
            history = verdicts.of_alert(store, alert.id)
            asked = replace(wish, seen=seen[alert.id]) if seen and alert.id in seen else wish
            if wish.decision is Decision.PUBLISH and kit.says_nothing_yet(history, config):
                found: Verdict | Refused = Refused("only_checking", alert, history[-1])
            else:
                found = judge(alert, history, asked, now, target)
            if isinstance(found, Refused):
                catalogue = Catalogue(config.language)
                turned_down[alert.id] = refused(found, history, wish.decision, catalogue, config.zone)
            else:
                verdict, told_on = _write(store, config, alert, replace(found, batch=batch), now)
                done.append(verdict)
                days += told_on
        if done:
            _on_record(store, wish, done, now)
        for day in days:
            digest = digests.get(store, day)
            if digest is not None:
                enqueue(store, config, now, digest, again=True)
    write_again(store, config, dict.fromkeys(days))
    if done and (wish.decision in {Decision.PUBLISH, Decision.UNDO} or wish.reason is Reason.OPINION):
        site.write(store, config, now)
    return Outcome(batch=batch if done else 0, done=tuple(done), refused=turned_down)


def _write(
    store: Store, config: Config, alert: Alert, verdict: Verdict, now: datetime
) -> tuple[Verdict, list[date]]:
    """Store a verdict, the alert after it and a line of its history; the days of digests that must be sent anew."""
    catalogue, days = Catalogue(config.language), list[date]()
    verdict = verdicts.add(store, verdict)
    after = decided(alert, verdict)
    if verdict.decision is Decision.ANSWER:
        kit.write(store, config, verdict, now)
    if verdict.decision is Decision.DISMISS:
        notices.withdraw(store, alert)
    if verdict.reason is Reason.OPINION:
        after = emptied(after, catalogue.say("triage.dropped_title"))
        days = drop_story(store, alert.story_id, alert.id)
    alerts.update(store, after)
    words = told(verdict, catalogue, config.zone)
    alerts.add_event(store, AlertEvent(alert_id=alert.id, at=now, what=verdict.decision.value, detail=words))
    _tell_target(store, verdict, now, catalogue)
    return verdict, days


def _tell_target(store: Store, verdict: Verdict, now: datetime, catalogue: Catalogue) -> None:
    """A line in the history of what was merged into or is no more. By number: a title may outlive its story."""
    undone = next((one for one in verdicts.of_alert(store, verdict.alert_id) if one.id == verdict.undoes), None)
    for into, what in ((verdict.into, "joined"), (undone.into if undone else None, "left")):
        if into is not None:
            words = catalogue.say(f"triage.told.{what}", id=verdict.alert_id)
            alerts.add_event(store, AlertEvent(alert_id=into, at=now, what=what, detail=words))


def _on_record(store: Store, wish: Wish, done: Sequence[Verdict], now: datetime) -> None:
    """Who decided what, without a word of what it was about."""
    detail = {
        "alerts": [verdict.alert_id for verdict in done], "role": wish.role, "batch": done[0].batch,
        "reason": wish.reason.value if wish.reason else None,
    }  # fmt: skip
    entry = audit.Entry(at=now, action=f"alert.{wish.decision.value}", detail=detail)
    audit.note(store, entry)
