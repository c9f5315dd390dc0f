"""Responses as they stand: verdicts, kept sentences and later changes of facts put together. Reads the store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from alerts.answers.doubts import Doubt, Proofread, grounds, of_response, public_numbers
from alerts.answers.sentences import claims, only_checking, sourced, split
from alerts.answers.version import Version, given, version, versions
from model.catalogue import Catalogue
from model.config import Config
from model.facts import FactChange
from model.responses import Response, Sentence
from model.verdicts import Verdict
from store import alert_facts, facts, responses, verdicts
from store.database import Store
from store.responses import Content


def write(store: Store, config: Config, verdict: Verdict, now: datetime) -> None:
    """Keep the sentences of what `verdict` answers, each with the source it has."""
    today, catalogue = now.astimezone(config.zone).date(), Catalogue(config.language)
    known = alert_facts.of_alerts(store, [verdict.alert_id]).get(verdict.alert_id, ())
    every = list(facts.current(store).values())
    near = [one.fact for one in known if one.matched]
    said = sourced(verdict.note, near, every, today, catalogue, config.association.name)
    responses.add(store, verdict.id, verdict.alert_id, said, claims(said, every))


def says_nothing_yet(history: Sequence[Verdict], config: Config) -> bool:
    """Whether the response that waits to be published only says that something is being checked."""
    now = version(history)
    return now is not None and only_checking(now.written.note, Catalogue(config.language))


def doubtful(
    store: Store, config: Config, alert_ids: Sequence[int], proofread: Proofread, today: date
) -> dict[int, list[Doubt]]:
    """What needs a second look in the responses that wait for approval, by alert; those without doubt are left out.

    That is what looks personal, and facts that hold no longer.
    """
    waiting = {number: found for number in alert_ids if (found := current(store, number)) and not found.approved_by}
    if not waiting:
        return {}
    now = facts.current(store)
    public = public_numbers(config, now.values())
    judged = {
        number: [*grounds(found, now, today), *of_response(found, public, proofread)]
        for number, found in waiting.items()
    }
    return {number: found for number, found in judged.items() if found}


def current(store: Store, alert_id: int) -> Response | None:
    """The newest version of the response to an alert, however far it has come."""
    found = version(verdicts.of_alert(store, alert_id))
    if found is None:
        return None
    return _response(found, responses.of_alerts(store, [alert_id]), _changes(store, [found]))


def published(store: Store) -> dict[int, list[Response]]:
    """Every published version by alert, the newest version first; the alert answered last comes first."""
    ids = responses.published_alerts(store)
    histories = verdicts.of_alerts(store, ids)
    stand = {alert: [one for one in versions(history) if one.published] for alert, history in histories.items()}
    kept, changes = (
        responses.of_alerts(store, ids),
        _changes(store, [one for each in stand.values() for one in each]),
    )
    found = {
        alert: [_response(one, kept, changes) for one in reversed(each)] for alert, each in stand.items() if each
    }
    return dict(sorted(found.items(), key=lambda item: (item[1][0].answered_at, item[0]), reverse=True))


def answered_at(history: Sequence[Verdict]) -> datetime | None:
    """When the town could first read an answer."""
    first = next((one for one in versions(history) if one.given), None)
    if first is None:
        return None
    return first.published.at if first.published else first.written.at


def given_before(history: Sequence[Verdict]) -> list[Verdict]:
    """The verdict that wrote the newest answer which was given; empty when none was."""
    found = given(history)
    return [found.written] if found else []


def corrected_since(store: Store, written: Verdict) -> list[FactChange]:
    """What facts that this answer rests on say otherwise since it was written, the last change of each."""
    _, told = responses.of_alerts(store, [written.alert_id]).get(written.id, ((), ()))
    later = (
        [change for change in facts.history(store, claim.fact) if change.at > written.at and change.corrects]
        for claim in told
    )
    return [changes[-1] for changes in later if changes]


def _changes(store: Store, found: Sequence[Version]) -> Mapping[str, list[FactChange]]:
    """The history of every fact, when anything was published at all."""
    if not any(one.published for one in found):
        return {}
    kept = responses.of_alerts(store, {one.written.alert_id for one in found})
    keys = {claim.fact for _, told in kept.values() for claim in told}
    return {key: facts.history(store, key) for key in keys}


def _response(found: Version, kept: Mapping[int, Content], changes: Mapping[str, list[FactChange]]) -> Response:
    wrote, approved, told = found.written, found.approved, found.published
    if wrote.id in kept:
        sentences, claims = kept[wrote.id]
    else:  # of before sentences were kept
        sentences, claims = tuple(Sentence(text=words) for words in split(wrote.note)), ()
    later = [
        change for claim in claims for change in changes.get(claim.fact, ())
        if told is not None and change.at > wrote.at and change.corrects
    ]  # fmt: skip
    return Response(
        id=wrote.id, alert_id=wrote.alert_id, sentences=sentences, claims=claims, written_by=wrote.role,
        written_at=wrote.at, approved_by=approved.role if approved else "",
        approved_at=approved.at if approved else None, url=told.note if told else "",
        answered_at=told.at if told else None, corrections=tuple(sorted(later, key=lambda change: change.at)),
    )  # fmt: skip
