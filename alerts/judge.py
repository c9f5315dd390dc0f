"""What people say of the watch list: it should have alarmed, it was rightly quiet, it is an opinion."""

from __future__ import annotations

from datetime import datetime

from alerts.digest.send import enqueue
from alerts.digest.write import write_again
from alerts.run import triage
from alerts.triage.evidence import evidence
from model.config import Config
from model.records import Alert, Judgement
from store import alerts, audit, candidates, digests
from store.database import Store


def judge(
    store: Store, config: Config, number: int, judgement: Judgement, role: str, now: datetime
) -> Alert | bool | None:
    """Write the judgement of candidate `number` down; False when there is no such candidate to judge.

    One that should have alarmed opens its alert now, as if it had: that is returned. None: nothing opens.
    """
    with store.writing():
        one = candidates.get(store, number, evidence)
        if one is None:
            return False
        days = candidates.judge(store, one, judgement, role, now)
        detail = {"candidate": number, "role": role, "judgement": judgement.value}
        audit.note(store, audit.Entry(at=now, action="candidate.judge", detail=detail))
        for day in days:
            digest = digests.get(store, day)
            if digest is not None:
                enqueue(store, config, now, digest, again=True)
        if judgement is Judgement.MISSED:
            triage(store, config, now)
    write_again(store, config, days)
    return alerts.by_stories(store, [one.story_id]).get(one.story_id) if judgement is Judgement.MISSED else None
