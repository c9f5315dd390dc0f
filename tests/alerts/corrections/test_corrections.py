"""A fact changes: every channel that got the old answer is told once, after the old one arrived; nobody else is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from alerts.digest.build import build
from alerts.digest.send import enqueue
from alerts.digest.write import write
from alerts.run import alert, triage
from model.config import Config
from model.facts import Fact, FactSource, FactVerdict, KnownFact
from model.records import Story
from store import alert_facts, alerts, digests, facts, notices, outbox
from store.database import Store
from store.facts import Origin

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
OLD = Fact(
    key="bridge", claim="北门大桥桥墩开裂，要塌了", verdict=FactVerdict.FALSE, answer="交通局查过，桥墩没有裂。",
    sources=(FactSource(name="交通局", url="https://jt.example.org/1", date="2026-02-20"),), reviewed=True,
)  # fmt: skip
NEW = replace(
    OLD, verdict=FactVerdict.PARTLY, answer="三号桥墩有一条浅裂缝，不影响通行，正在修。",
    sources=(FactSource(name="交通局", url="https://jt.example.org/2", date="2026-03-02"),),
)  # fmt: skip
HOOK = "http://127.0.0.1:9/x"


def look_up(store: Store, config: Config, at: datetime) -> None:
    """Every open alert is about the bridge."""
    fact = facts.current(store).get("bridge")
    for one in alerts.still_open(store):
        known = [KnownFact(fact=fact, score=0.9, matched=True)] if fact else []
        alert_facts.attach(store, one, known)


@pytest.fixture
def town(tmp_path: Path, make_config: Callable[..., Config]) -> Callable[..., Config]:
    def made(**more: Any) -> Config:
        channels = [
            {"name": "duty", "kind": "webhook", "url": HOOK, "digest": False},
            {"name": "digest", "kind": "webhook", "url": HOOK, "alerts": False},
        ]
        return make_config(tmp_path, **{"channels": channels, **more})

    return made


def sent(store: Store, channel: str, kind: str = "correction") -> list[str]:
    """Subject and text of the messages of a kind to a channel, oldest first."""
    found = [one for one in outbox.page(store) if one.channel == channel and one.kind == kind]
    return [f"{one.subject}\n{one.body['text']}" for one in reversed(found)]


def arrive(store: Store, at: datetime) -> None:
    store.db.conn.execute("UPDATE message SET delivered_at = ?", (int(at.timestamp()),))


def told(store: Store, config: Config, tell: Callable[..., Story], now: datetime) -> None:
    """An alert with the old answer has arrived at the duty channel."""
    facts.put(store, [OLD], Origin.OWN, now - HOUR)
    tell(store)
    triage(store, config, now, look_up)
    arrive(store, now)


def test_the_message_of_an_alert_says_what_is_known(
    store: Store, town: Callable[..., Config], tell: Callable[..., Story], now: datetime
) -> None:
    told(store, town(), tell, now)
    (message,) = sent(store, "duty", "alert")
    assert f"已有核实：{OLD.claim}——不实。{OLD.answer}" in message
    assert "出处：交通局 2026-02-20 https://jt.example.org/1" in message
    (kept,) = outbox.page(store)
    assert kept.body["fact"]["key"] == "bridge" and kept.body["fact"]["verdict"] == "false"


def test_a_message_about_several_alerts_says_it_too(
    store: Store, town: Callable[..., Config], tell: Callable[..., Story], now: datetime
) -> None:
    facts.put(store, [OLD], Origin.OWN, now - HOUR)
    tell(store, "s1")
    tell(store, "s2", title="另一件事", terms=("另一件", "事"))
    triage(store, town(), now, look_up)
    (message,) = sent(store, "duty", "alerts")
    assert message.count("已有核实") == 2 and message.count("https://jt.example.org/1") == 2


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"verdict": FactVerdict.UNCLEAR}, "还没有核实清楚"),
        ({"valid_until": datetime(2026, 3, 1, tzinfo=UTC).date()}, None),
    ],
)
def test_what_is_unclear_is_called_so_and_what_expired_is_not_told(
    store: Store, town: Callable[..., Config], tell: Callable[..., Story], now: datetime,
    change: dict[str, Any], words: str | None,
) -> None:  # fmt: skip
    facts.put(store, [replace(OLD, **change)], Origin.OWN, now - HOUR)
    tell(store)
    triage(store, town(), now, look_up)
    (message,) = sent(store, "duty", "alert")
    assert "已有核实" not in message
    assert (words in message) if words else (OLD.answer not in message)


def test_a_text_of_a_fact_is_no_markup(
    store: Store, town: Callable[..., Config], tell: Callable[..., Story], now: datetime
) -> None:
    facts.put(store, [replace(OLD, answer="<at user_id=all>请看 evil.example.com")], Origin.OWN, now - HOUR)
    tell(store)
    triage(store, town(), now, look_up)
    (message,) = sent(store, "duty", "alert")
    assert "<at" not in message and "evil.example.com" not in message


def test_of_a_long_answer_a_message_says_the_beginning(
    store: Store, town: Callable[..., Config], tell: Callable[..., Story], now: datetime
) -> None:
    config = town()
    facts.put(store, [replace(OLD, answer="旧" * 5000)], Origin.OWN, now - HOUR)
    tell(store)
    triage(store, config, now, look_up)
    arrive(store, now)
    facts.put(store, [replace(NEW, answer="新" * 5000)], Origin.OWN, now + HOUR)
    triage(store, config, now + HOUR, look_up)
    (message,), (correction,) = sent(store, "duty", "alert"), sent(store, "duty")
    assert "旧旧…" in message and "新新…" in correction and max(len(message), len(correction)) < 1500


def test_who_got_the_old_answer_is_told_once(
    store: Store, town: Callable[..., Config], tell: Callable[..., Story], now: datetime
) -> None:
    config = town()
    told(store, config, tell, now)
    facts.put(store, [NEW], Origin.OWN, now + HOUR)
    for minutes in (60, 70, 80):
        triage(store, config, now + minutes * MINUTE, look_up)
    (message,) = sent(store, "duty")
    assert message.startswith(f"【永康】更正：{OLD.claim}")
    assert "原来的答复是“不实”，现在改为“部分属实”" in message and NEW.answer in message
    assert "https://jt.example.org/2" in message and "https://jt.example.org/1" not in message
    assert "之前转过旧答复的" in message
    (first,) = [one for one in outbox.page(store) if one.kind == "alert"]
    assert first.short_id in message
    assert sent(store, "digest") == []  # it never got the old answer


def test_each_change_is_told_and_words_to_find_it_by_are_none(
    store: Store, town: Callable[..., Config], tell: Callable[..., Story], now: datetime
) -> None:
    config = town()
    told(store, config, tell, now)
    steps = [NEW, replace(NEW, terms=("北门桥",)), OLD, replace(OLD, answer="裂缝修好了。")]
    for hour, fact in enumerate(steps, start=1):
        facts.put(store, [fact], Origin.OWN, now + hour * HOUR)
        triage(store, config, now + hour * HOUR, look_up)
        arrive(store, now + hour * HOUR)
    facts.remove(store, "bridge", Origin.OWN, now + 6 * HOUR)
    triage(store, config, now + 6 * HOUR, look_up)
    found = sent(store, "duty")
    assert len(found) == 4
    assert "现在改为“部分属实”" in found[0] and "现在改为“不实”" in found[1] and "答复有改动" in found[2]
    assert "已经撤回" in found[3]


def test_a_change_and_back_before_anybody_was_told_is_none(
    store: Store, town: Callable[..., Config], tell: Callable[..., Story], now: datetime
) -> None:
    told(store, town(), tell, now)
    facts.put(store, [NEW], Origin.OWN, now + HOUR)
    facts.put(store, [OLD], Origin.OWN, now + HOUR)
    triage(store, town(), now + 2 * HOUR, look_up)
    assert sent(store, "duty") == []


def test_the_correction_comes_after_the_old_answer(
    store: Store, town: Callable[..., Config], tell: Callable[..., Story], now: datetime
) -> None:
    config = town()
    facts.put(store, [OLD], Origin.OWN, now - HOUR)
    tell(store)
    triage(store, config, now, look_up)  # it waits in the outbox: the channel is down
    facts.put(store, [NEW], Origin.OWN, now + HOUR)
    triage(store, config, now + HOUR, look_up)
    assert sent(store, "duty") == []
    arrive(store, now + 2 * HOUR)
    triage(store, config, now + 3 * HOUR, look_up)
    assert len(sent(store, "duty")) == 1


@pytest.mark.parametrize("gone", ["withdrawn", "refused"])
def test_what_never_arrives_needs_no_correction(
    store: Store, town: Callable[..., Config], tell: Callable[..., Story], now: datetime, gone: str
) -> None:
    config = town()
    facts.put(store, [OLD], Origin.OWN, now - HOUR)
    tell(store)
    triage(store, config, now, look_up)
    if gone == "withdrawn":
        (one,) = alerts.still_open(store)
        assert notices.withdraw(store, one) == 1
        store.db.conn.execute("UPDATE alert SET state = 'dismissed', closed_at = 1")
    else:
        store.db.conn.execute("UPDATE message SET gave_up = 'size'")
    facts.put(store, [NEW], Origin.OWN, now + HOUR)
    triage(store, config, now + HOUR, look_up)
    assert sent(store, "duty") == []


def test_readers_of_a_digest_are_corrected_too(
    store: Store, town: Callable[..., Config], tell: Callable[..., Story], now: datetime, tmp_path: Path
) -> None:
    config = town()
    told(store, config, tell, now)
    today = now.astimezone(config.zone).date()
    write(store, config, now + HOUR, today, tmp_path / "out")
    digest = digests.get(store, today)
    assert digest is not None
    enqueue(store, config, now + HOUR, digest)
    arrive(store, now + HOUR)
    facts.put(store, [NEW], Origin.OWN, now + 2 * HOUR)
    triage(store, config, now + 2 * HOUR, look_up)
    triage(store, config, now + 3 * HOUR, look_up)
    assert len(sent(store, "digest")) == len(sent(store, "duty")) == 1


def test_a_fact_that_was_written_told_and_changed_since_the_last_digest_comes_first_in_the_next(
    store: Store, town: Callable[..., Config], tell: Callable[..., Story], now: datetime
) -> None:
    config = town()
    told(store, config, tell, now)
    facts.put(store, [NEW], Origin.OWN, now + HOUR)
    later = now + timedelta(hours=20)
    digest = build(store, config, later, later.astimezone(config.zone).date())
    assert [(one.before, one.after) for one in digest.corrections] == [(OLD, NEW)]


def test_what_nobody_was_told_is_no_correction_in_the_digest(
    store: Store, town: Callable[..., Config], now: datetime
) -> None:
    facts.put(store, [OLD], Origin.OWN, now - HOUR)
    facts.put(store, [NEW], Origin.OWN, now)
    digest = build(store, town(), now + HOUR, now.date())
    assert digest.corrections == ()


def test_several_changes_are_one_message(
    store: Store, town: Callable[..., Config], tell: Callable[..., Story], now: datetime
) -> None:
    config, other = town(), replace(OLD, key="pool", claim="泳池的水有毒")

    def both(kept: Store, settings: Config, at: datetime) -> None:
        first, second = alerts.still_open(kept)
        known = facts.current(kept)
        alert_facts.attach(kept, first, [KnownFact(fact=known["bridge"], score=0.9, matched=True)])
        alert_facts.attach(kept, second, [KnownFact(fact=known["pool"], score=0.9, matched=True)])

    facts.put(store, [OLD, other], Origin.OWN, now - HOUR)
    tell(store, "s1")
    tell(store, "s2", title="另一件事", terms=("另一件", "事"))
    triage(store, config, now, both)
    arrive(store, now)
    facts.put(store, [NEW, replace(other, verdict=FactVerdict.TRUE)], Origin.OWN, now + HOUR)
    triage(store, config, now + HOUR, both)
    (message,) = sent(store, "duty")
    assert "更正 2 条" in message and "泳池的水有毒" in message and NEW.answer in message


def test_nobody_is_woken_by_a_correction(
    store: Store, town: Callable[..., Config], tell: Callable[..., Story], now: datetime
) -> None:
    config = town(alerts={"grouping": {"quiet_hours": ["22:00", "07:00"]}})
    told(store, config, tell, now)
    night = now.replace(hour=18)  # 02:00 in the town
    facts.put(store, [NEW], Origin.OWN, night)
    triage(store, config, night, look_up)
    assert sent(store, "duty") == []
    triage(store, config, night + 6 * HOUR, look_up)
    assert len(sent(store, "duty")) == 1


def test_a_correction_is_delivered_with_values_for_programs(
    store: Store, tmp_path: Path, make_config: Callable[..., Config], tell: Callable[..., Story], now: datetime,
    receiver: Any,
) -> None:  # fmt: skip
    config = make_config(tmp_path, channels=[{"name": "duty", "kind": "webhook", "url": receiver.url()}])
    told(store, config, tell, now)
    facts.put(store, [NEW], Origin.OWN, now + HOUR)
    alert(store, config, now + HOUR, look_up=look_up)
    assert [one["kind"] for one in receiver.got] == ["correction"]
    assert receiver.got[0]["corrections"][0]["after"]["verdict"] == "partly"
