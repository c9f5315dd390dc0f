"""A refusal while the clock ran ahead must not keep the message back until that day."""

from __future__ import annotations

from datetime import datetime, timedelta

from store import outbox, sending
from store.database import Store

YEARS = timedelta(days=1500)


def test_a_message_is_tried_again_when_the_clock_is_right(store: Store, now: datetime) -> None:
    outbox.enqueue(store, channel="群", kind="alert", ref="s1", subject="", body={}, at=now)
    message = sending.claim(store, "群", "1-aaaaaaaa", now)
    assert message is not None
    later = now + timedelta(minutes=1)
    sending.failed(store, message.id, next_attempt_at=now + timedelta(hours=6), error="")
    assert sending.claim(store, "群", "1-aaaaaaaa", later) is None, "the longest pause there is"
    sending.failed(store, message.id, next_attempt_at=now + YEARS, error="")
    again = sending.claim(store, "群", "1-aaaaaaaa", later)
    assert again is not None and again.id == message.id
