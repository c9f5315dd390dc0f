"""A refusal while the clock ran ahead must not keep the message back until that day."""

from __future__ import annotations

from datetime import datetime, timedelta

from store import outbox
from store.database import Store

YEARS = timedelta(days=1500)


def test_a_message_is_tried_again_when_the_clock_is_right(store: Store, now: datetime) -> None:
    outbox.enqueue(store, channel="群", kind="alert", ref="s1", subject="", body={}, at=now)
    (message,) = outbox.due(store, "群", now)
    outbox.failed(store, message.id, next_attempt_at=now + timedelta(hours=6), error="")
    assert outbox.due(store, "群", now) == [], "the longest pause there is"
    outbox.failed(store, message.id, next_attempt_at=now + YEARS, error="")
    assert [item.id for item in outbox.due(store, "群", now)] == [message.id]
