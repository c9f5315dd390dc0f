"""Endpoints that are down, slow, forgetful or say no politely, and clocks that jump: nothing missing, and what
comes twice has the same id. The clock is an argument; nothing here waits."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from alerts.delivery.deliver import deliver
from alerts.digest.send import send
from alerts.digest.write import write
from alerts.run import alert
from model.config import Config
from store import digests, outbox, runs, sending
from store.database import Store

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
KINDS = ["webhook", "wecom", "dingtalk", "feishu"]
YES = {"errcode": 0, "code": 0}


def queue(store: Store, at: datetime, ref: str, *channels: str) -> None:
    for channel in channels:
        outbox.enqueue(
            store, channel=channel, kind="alert", ref=ref, subject=ref, body={"text": f"正文{ref}"}, at=at
        )


def channels(chat: Any, *kinds: str) -> list[dict[str, Any]]:
    return [{"name": kind, "kind": kind, "url": chat.url(f"/{kind}/send?key=1")} for kind in kinds]


def identifier(request: Any) -> str:
    if "id" in request.content:
        return str(request.content["id"])
    number: str = request.text.split("消息编号 ")[-1][:8]
    return number


def kind_of(request: Any) -> str:
    return str(request.path.split("/")[1])


def all_ids(store: Store) -> set[str]:
    return {message.short_id for message in outbox.page(store, limit=10_000)}


def run(store: Store, config: Config, at: datetime, **more: Any) -> Any:
    return deliver(store, config, at, runs.start(store, "alert", at), **more)


@pytest.mark.parametrize("broken", KINDS)
def test_down_for_six_hours(
    broken: str, tmp_path: Path, store: Store, chat: Any, make_config: Callable[..., Config], now: datetime
) -> None:
    config = make_config(tmp_path, channels=channels(chat, *KINDS))
    down_until = now + 6 * HOUR
    clock = now
    chat.answer = lambda request: (503, b"") if kind_of(request) == broken and clock < down_until else (200, YES)
    waited: list[timedelta] = []
    while clock < now + 15 * HOUR:
        if clock < now + 7 * HOUR and clock.minute == 0:
            queue(store, clock, f"{clock:%H:%M}", *KINDS)
        run(store, config, clock)
        clock += 10 * MINUTE
    for message in outbox.page(store, limit=1000):
        assert message.delivered_at is not None, "missing"
        if message.channel != broken:
            assert message.delivered_at == message.created_at, "held up by the broken one"
        else:
            waited.append(message.delivered_at - down_until)
    assert max(waited) <= timedelta(hours=7, minutes=40)
    asked = Counter(kind_of(request) for request in chat.got)
    assert asked[broken] < 60, "an endpoint that is down is not hammered"
    accepted = [identifier(request) for request in chat.got if kind_of(request) != broken]
    assert len(accepted) == len(set(accepted)), "nothing twice where nothing was lost"


def test_slow_ones_are_left_and_come_later(
    tmp_path: Path, store: Store, receiver: Any, chat: Any, make_config: Callable[..., Config], now: datetime
) -> None:
    slow = {"name": "slow", "kind": "webhook", "url": receiver.url()}
    config = make_config(tmp_path, channels=[slow, *channels(chat, "wecom")])
    receiver.answers = ["hang", 200]
    for number in range(5):
        queue(store, now, str(number), "slow", "wecom")
    first = run(store, config, now, seconds=0.2)
    assert (first.delivered, first.failed) == (5, 1), "one wait for the slow one, none for the other"
    for minutes in (10, 20):
        run(store, config, now + minutes * MINUTE)
    assert not outbox.waiting(store, ["slow", "wecom"])
    received = Counter(item["id"] for item in receiver.got)
    assert len(received) == 5 and sum(received.values()) == 6


@pytest.mark.parametrize("seed", range(3))
def test_one_acknowledgement_in_ten_is_lost(
    seed: int, tmp_path: Path, store: Store, chat: Any, make_config: Callable[..., Config], now: datetime
) -> None:
    config = make_config(tmp_path, channels=channels(chat, "wecom", "feishu"))
    chance, lost = random.Random(seed), 0

    def forgetful(request: Any) -> tuple[int, object] | None:
        nonlocal lost
        if chance.random() < 0.1:
            lost += 1
            return None
        return 200, YES

    chat.answer = forgetful
    at = now
    for number in range(60):
        queue(store, at, str(number), "wecom", "feishu")
        run(store, config, at)
        at += 10 * MINUTE
    for _ in range(60):
        run(store, config, at)
        at += 10 * MINUTE
    received = Counter(identifier(request) for request in chat.got)
    assert set(received) == all_ids(store) and len(received) == 120, "0 missing"
    assert lost > 3
    assert sum(received.values()) - len(received) == lost, "each repeat answers for a lost acknowledgement"
    marked = [request for request in chat.got if "补发" in request.text]
    assert len(marked) == lost, "and says that it may be one"


def test_an_errcode_in_http_200_is_tried_until_it_is_a_yes(
    tmp_path: Path, store: Store, chat: Any, make_config: Callable[..., Config], now: datetime
) -> None:
    config = make_config(tmp_path, channels=channels(chat, "wecom"))
    answers = [{"errcode": -1}, {"errcode": 45009}, {"errcode": 777}, YES]
    chat.answer = lambda request: (200, answers[min(len(chat.got) - 1, 3)])
    queue(store, now, "a", "wecom")
    outcomes = [run(store, config, now + n * 10 * MINUTE).delivered for n in range(5)]
    assert outcomes == [0, 0, 0, 1, 0]
    assert len({identifier(request) for request in chat.got}) == 1


@pytest.mark.parametrize("step", [-DAY, -HOUR, HOUR, DAY], ids=str)
def test_a_clock_step_loses_and_doubles_no_digest(
    step: timedelta, tmp_path: Path, store: Store, chat: Any, make_config: Callable[..., Config], tell: Any,
    now: datetime,
) -> None:  # fmt: skip
    """The digest goes out at 07:30 every day; the clock jumps at noon of the second day and is right again a day
    later."""
    config = make_config(tmp_path, channels=channels(chat, "webhook"))
    start = now.replace(hour=23, minute=30)  # 07:30 in the town

    def morning(at: datetime) -> None:
        day = at.astimezone(config.zone).date()
        write(store, config, at, day, tmp_path / "digests")
        send(store, config, at, day)

    tell(store, updated_at=start)
    alert(store, config, start)
    for days in range(6):
        at = start + days * DAY
        morning(at + step if days == 2 else at)
    days_told = [json.loads(request.raw)["digest"]["day"] for request in chat.got if b'"digest"' in request.raw]
    expected = {date(2026, 3, 3) + timedelta(days=n) for n in range(6)} - (
        {date(2026, 3, 5)} if abs(step) == DAY else set()
    )
    assert len(days_told) == len(set(days_told)), "none twice"
    assert expected <= {date.fromisoformat(day) for day in days_told}, "none lost"
    spans = [digest for day in sorted(set(days_told)) if (digest := digests.get(store, date.fromisoformat(day)))]
    assert not outbox.waiting(store, ["webhook"])
    for earlier, later in pairwise(spans):
        assert later.since <= earlier.until, "no hour of the stream falls between two digests"


@pytest.mark.parametrize("step", [-DAY, -HOUR, HOUR, DAY], ids=str)
def test_a_clock_step_keeps_no_message_back(
    step: timedelta, tmp_path: Path, store: Store, chat: Any, make_config: Callable[..., Config], now: datetime
) -> None:
    config = make_config(tmp_path, channels=channels(chat, "wecom"))
    chat.answer = lambda request: (200, {"errcode": -1})
    queue(store, now + step, "a", "wecom")
    run(store, config, now + step)
    chat.answer = lambda request: (200, YES)
    run(store, config, now + 2 * MINUTE)  # the clock is right again
    run(store, config, now + 12 * MINUTE)
    assert not outbox.waiting(store, ["wecom"])
    assert len({identifier(request) for request in chat.got}) == 1 and len(chat.got) == 2


def test_five_hundred_topics_at_once_are_no_storm_in_any_group(
    tmp_path: Path, store: Store, chat: Any, make_config: Callable[..., Config], tell: Any, now: datetime
) -> None:
    """Each channel gets one alert message, and next morning one digest: two parts where parts are small."""
    config = make_config(tmp_path, channels=channels(chat, *KINDS))
    chat.answer = lambda request: (200, YES)
    for number in range(500):
        tell(store, f"s{number}", threads=1, title=f"小区里传说第{number}号楼的水管要停水好几天")
    for minutes in range(0, 120, 10):
        alert(store, config, now + minutes * MINUTE)
    asked = Counter(kind_of(request) for request in chat.got)
    assert asked == {"webhook": 1, "wecom": 1, "dingtalk": 1, "feishu": 1}
    chat.got.clear()
    write(store, config, now + DAY, date(2026, 3, 3), tmp_path / "digests")
    for minutes in range(0, 120, 10):
        send(store, config, now + DAY + minutes * MINUTE, date(2026, 3, 3))
    asked = Counter(kind_of(request) for request in chat.got)
    assert asked == {"webhook": 1, "wecom": 2, "dingtalk": 1, "feishu": 1}
    assert not outbox.waiting(store, KINDS)


def test_two_processes_never_hold_one_message(store: Store, now: datetime) -> None:
    queue(store, now, "a", "wecom")
    first = sending.claim(store, "wecom", "1-aaaaaaaa", now)
    assert first is not None
    for minutes in (0, 1, 4):
        assert sending.claim(store, "wecom", "2-bbbbbbbb", now + minutes * MINUTE) is None
    second = sending.claim(store, "wecom", "2-bbbbbbbb", now + 5 * MINUTE)
    assert second is not None and second.short_id == first.short_id, "a dead worker gives its lease back"
