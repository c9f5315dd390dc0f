"""One message for what one run finds; what repeats, is silenced or comes at night waits and is not lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from alerts.grouping.rules import in_quiet_hours, silences
from alerts.run import alert, triage
from model.config import Config
from model.config.grouping import Silence
from model.records import Level, State, Story
from store import alerts, notices, outbox, posts, stories
from store.database import Store

Tell = Callable[..., Story]
HOUR = timedelta(hours=1)
TOPICS = {
    "water": {"words": ["溺水"], "level": "life"}, "gas": {"words": ["燃气"], "level": "urgent"},
    "power": {"words": ["停电"], "level": "normal"},
}  # fmt: skip


@pytest.fixture
def town(tmp_path: Path, make_config: Callable[..., Config]) -> Callable[..., Config]:
    def made(**grouping: object) -> Config:
        channels = [{"name": "群", "kind": "webhook", "url": "http://127.0.0.1:9/x"}]
        return make_config(tmp_path, channels=channels, topics=TOPICS, alerts={"grouping": grouping})

    return made


def sent(store: Store) -> list[str]:
    """Subjects of the messages, oldest first."""
    return [message.subject for message in outbox.page(store, limit=10_000)][::-1]


def test_one_run_is_one_message_the_most_urgent_first(store: Store, town: Any, tell: Tell, now: datetime) -> None:
    tell(store, "s1", title="路灯不亮")
    tell(store, "s2", title="燃气味道", topic="gas", kind="watch")
    tell(store, "s3", title="水库有人落水", topic="water", kind="watch")
    triage(store, town(), now)
    (message,) = outbox.page(store)
    assert message.subject == "【永康】3 个话题待核实（生命安全 1 个、紧急 1 个）"
    text = str(message.body["text"])
    assert text.index("水库有人落水") < text.index("燃气味道") < text.index("路灯不亮")
    assert text.count("https://bbs.town.cn/") == 3 and "未核实" in text
    assert [value["title"] for value in message.body["alerts"]] == ["水库有人落水", "燃气味道", "路灯不亮"]  # type: ignore[attr-defined]
    triage(store, town(), now + HOUR)
    assert len(sent(store)) == 1


def test_five_minutes_lie_between_two_messages(store: Store, town: Any, tell: Tell, now: datetime) -> None:
    config = town()
    for minute in range(12):
        tell(store, f"s{minute}", title=f"话题{minute}", updated_at=now + timedelta(minutes=minute))
        triage(store, config, now + timedelta(minutes=minute))
    triage(store, config, now + timedelta(minutes=30))
    times = [message.created_at - now for message in outbox.page(store)][::-1]
    assert times == [timedelta(minutes=n) for n in (0, 5, 10, 30)]
    assert sum(len(message.body.get("alerts", [1])) for message in outbox.page(store)) == 12, "none is lost"  # type: ignore[arg-type]


def test_group_wait_lets_the_next_ones_join(store: Store, town: Any, tell: Tell, now: datetime) -> None:
    config = town(group_wait="2m")
    tell(store, "s1")
    triage(store, config, now)
    assert sent(store) == []
    tell(store, "s2", updated_at=now)
    triage(store, config, now + timedelta(minutes=2))
    assert len(sent(store)) == 1


def test_a_topic_is_told_once_per_repeat_interval_unless_it_grows_worse(
    store: Store, town: Any, tell: Tell, now: datetime
) -> None:
    config = town()
    for number in range(10):
        at = now + timedelta(minutes=20 * number)
        tell(store, f"p{number}", topic="power", kind="watch", title=f"停电{number}", updated_at=at)
        triage(store, config, at)
    assert len(sent(store)) == 1
    at = now + timedelta(hours=3, minutes=30)
    worse = config.model_copy(update={"topics": {**config.topics, "power": config.topics["gas"]}})
    tell(store, "p99", topic="power", kind="watch", title="停电伤人", updated_at=at)
    triage(store, worse, at)
    assert len(sent(store)) == 2
    triage(store, config, now + timedelta(hours=8))
    assert len(sent(store)) == 3, "what was held back is told in one message afterwards"
    assert not notices.pending(store, "群")


def test_ten_thousand_posts_of_one_topic_are_one_message(
    store: Store, town: Any, make_post: Any, make_story: Any, now: datetime
) -> None:
    config = town()
    ids: list[int] = []
    for hour in range(10):
        at = now + hour * HOUR
        batch = [make_post(f"{hour}-{n}", f"t{hour}-{n}", "到处都在说停电了", at=at) for n in range(1000)]
        ids += posts.save(store, batch)
        story = make_story("s1", topic="power", kind="watch", threads=len(ids), post_ids=tuple(ids), updated_at=at)
        stories.save(store, [story])
        for minutes in (0, 10, 20):
            triage(store, config, at + timedelta(minutes=minutes))
    assert len(ids) == 10_000
    assert len(sent(store)) == 1
    assert alerts.page(store)[0].threads == 10_000, "the alert itself has grown"


def test_five_hundred_topics_at_once_are_one_message(store: Store, town: Any, tell: Tell, now: datetime) -> None:
    config = town()
    for number in range(500):
        tell(store, f"s{number}", threads=1, title=f"话题{number}", topic="water" if number == 499 else None)
    for minutes in range(0, 120, 10):
        triage(store, config, now + timedelta(minutes=minutes))
    (message,) = outbox.page(store)
    text = str(message.body["text"])
    assert message.subject == "【永康】500 个话题待核实（生命安全 1 个）"
    assert text.startswith("1. 话题499（生命安全") and "另有 493 个话题" in text
    assert len(text.encode()) < 4096, "two parts at most in the smallest chat"


def test_quiet_hours_hold_what_is_not_urgent(store: Store, town: Any, tell: Tell, now: datetime) -> None:
    config = town(quiet_hours=["22:00", "07:00"])
    night = now.replace(hour=15)  # 23:00 in the town
    tell(store, "s1", title="路灯不亮", updated_at=night)
    tell(store, "s2", title="燃气味道", topic="gas", updated_at=night)
    triage(store, config, night)
    assert sent(store) == ["【永康】紧急、未核实：燃气味道"]
    triage(store, config, night + 7 * HOUR)
    assert len(sent(store)) == 1
    triage(store, config, night + 8 * HOUR)
    assert sent(store)[1:] == ["【永康】未核实：路灯不亮"]


def test_what_was_decided_in_the_night_is_not_told_in_the_morning(
    store: Store, town: Any, tell: Tell, now: datetime
) -> None:
    config = town(quiet_hours=["22:00", "07:00"])
    night = now.replace(hour=15)
    tell(store, "s1", updated_at=night)
    triage(store, config, night)
    store.db.conn.execute("UPDATE alert SET state = ?, closed_at = 1", (State.DISMISSED.value,))
    triage(store, config, night + 9 * HOUR)
    assert sent(store) == [] and not notices.pending(store, "群")


def test_a_silence_never_mutes_danger_to_life(store: Store, town: Any, tell: Tell, now: datetime) -> None:
    config = town(
        silences=[{"words": ["停电", "落水"], "until": "2026-03-02"}, {"topic": "gas", "until": "2026-03-02"}]
    )
    tell(store, "s1", title="又停电了")
    tell(store, "s2", title="有人落水", topic="water")
    tell(store, "s3", title="燃气味道", topic="gas")
    triage(store, config, now)
    assert sent(store) == ["【永康】生命安全、未核实：有人落水"]
    triage(store, config, now + 8 * HOUR)  # the next day in the town
    assert len(sent(store)) == 2


def test_the_louder_alert_of_the_same_threads_speaks_for_both(
    store: Store, town: Any, make_post: Any, make_story: Any, now: datetime
) -> None:
    ids = posts.save(store, [make_post(str(n), str(n), f"水库有人落水了吗{n}") for n in range(4)])
    stories.save(store, [
        make_story("loud", topic="water", kind="watch", title="溺水", post_ids=tuple(ids)),
        make_story("soft", title="水库落水", post_ids=tuple(ids[:3])),
    ])  # fmt: skip
    triage(store, town(), now)
    assert sent(store) == ["【永康】生命安全、未核实：溺水"]
    triage(store, town(inhibit=False), now + 10 * timedelta(minutes=1))
    assert sent(store)[1:] == ["【永康】紧急、未核实：水库落水"]


def test_what_was_taken_back_leaves_its_group(
    store: Store, town: Any, tell: Tell, make_story: Any, now: datetime
) -> None:
    config = town()
    tell(store, "s1", title="留下的")
    tell(store, "s2", title="收回的")
    triage(store, config, now)
    withdrawn = make_story("s2", shown=False, threads=0, post_ids=(), updated_at=now + timedelta(minutes=1))
    stories.save(store, [withdrawn])
    triage(store, config, now + timedelta(minutes=1))
    assert sent(store) == ["【永康】未核实：留下的"]
    assert "收回的" not in str([dict(message.body) for message in outbox.page(store)])


@pytest.mark.parametrize("step", [-24 * HOUR, -HOUR, HOUR, 24 * HOUR], ids=str)
def test_a_clock_step_loses_and_doubles_nothing(
    step: timedelta, store: Store, town: Any, tell: Tell, now: datetime
) -> None:
    config = town()
    tell(store, "s1", title="先来的")
    triage(store, config, now)
    tell(store, "s2", title="后来的", updated_at=now + step)
    for minutes in (1, 11, 21):
        triage(store, config, now + step + timedelta(minutes=minutes))
    triage(store, config, now + timedelta(minutes=40))
    assert sorted(sent(store)) == ["【永康】未核实：先来的", "【永康】未核实：后来的"]


@pytest.mark.parametrize(
    ("clock", "hours", "quiet"),
    [
        ("23:00", ("22:00", "07:00"), True),
        ("06:59", ("22:00", "07:00"), True),
        ("07:00", ("22:00", "07:00"), False),
        ("13:00", ("12:00", "14:00"), True),
        ("14:00", ("12:00", "14:00"), False),
        ("13:00", None, False),
    ],
)
def test_quiet_hours(clock: str, hours: tuple[str, str] | None, quiet: bool) -> None:
    assert in_quiet_hours(time.fromisoformat(clock), hours) is quiet


def test_the_last_day_of_a_silence_is_part_of_it(store: Store, town: Any, tell: Tell, now: datetime) -> None:
    tell(store, "s1", title="停电")
    triage(store, town(), now)
    (found,) = alerts.page(store)
    silence = Silence(words=["停电"], until=date(2026, 3, 5))
    assert silences(silence, found, date(2026, 3, 5)) and not silences(silence, found, date(2026, 3, 6))
    assert found.level is Level.NORMAL
    assert alert(store, town(), now)["opened"] == 0
