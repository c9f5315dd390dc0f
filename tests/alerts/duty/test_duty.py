"""The roster, and what happens when nobody takes an alert: told once, whatever the clock and the process do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from alerts.decide import decide
from alerts.duty.calendar import days_of, shipped
from alerts.duty.roster import changes_at, on_duty, with_own
from alerts.run import triage
from alerts.triage.decisions import Wish
from model.config import Config, load
from model.config.duty import Duty
from model.errors import ConfigError
from model.records import Level
from model.verdicts import Decision, Reason
from store import alerts, outbox
from store.database import Store, open_store

MINUTE = timedelta(minutes=1)
TOPICS = {"gas": {"words": ["燃气"], "level": "urgent"}, "power": {"words": ["停电"], "level": "normal"}}
WEEK = ["mon", "tue", "wed", "thu", "fri"]
SHIFTS = [
    {"days": ["holiday"], "codes": ["H1"], "channels": ["节日群"]},
    {"days": WEEK, "hours": ["08:00", "20:00"], "codes": ["A3"], "channels": ["日班"]},
    {"hours": ["20:00", "08:00"], "codes": ["B1", "B2"], "channels": ["夜班"]},
    {"dates": ["2026-12-31"], "codes": ["X9"], "channels": ["日班"]},
]  # fmt: skip


@pytest.fixture
def town(tmp_path: Path, make_config: Callable[..., Config]) -> Callable[..., Config]:
    def made(**duty: Any) -> Config:
        names = ("日班", "夜班", "节日群", "组长")
        channels = [
            {"name": name, "kind": "webhook", "url": "http://127.0.0.1:9/x", "alerts": name != "组长"}
            for name in names
        ]
        rules = {"shifts": SHIFTS, "second": ["组长"], **duty}
        return make_config(tmp_path, channels=channels, topics=TOPICS, duty=rules)

    return made


def sent(store: Store) -> list[tuple[str, str]]:
    """Channel and subject of the messages, oldest first."""
    return [(message.channel, message.subject) for message in outbox.page(store, limit=1000)][::-1]


def details(store: Store) -> list[str]:
    return [event.detail for event in alerts.events(store, 1) if event.what in {"duty", "escalated"}]


@pytest.mark.parametrize(
    ("when", "codes"),
    [
        ("2026-11-26 09:00", ["A3"]), ("2026-11-26 20:00", ["B1", "B2"]), ("2026-11-27 07:59", ["B1", "B2"]),
        ("2026-11-28 12:00", None), ("2026-10-01 12:00", ["H1"]), ("2026-10-01 03:00", ["H1"]),
        ("2026-12-31 23:00", ["X9"]), ("2027-01-01 12:00", ["H1"]), ("2027-01-02 12:00", None),
    ],
)  # fmt: skip
def test_the_closest_slot_is_on_duty(town: Any, when: str, codes: list[str] | None) -> None:
    config = town()
    local = datetime.fromisoformat(when).replace(tzinfo=ZoneInfo("Asia/Shanghai"))
    found = on_duty(config.duty.shifts, days_of(config), local)
    assert (found.codes if found else None) == codes


def test_the_page_can_say_until_when(town: Any) -> None:
    config = town()
    local = datetime(2026, 11, 26, 9, tzinfo=config.zone)
    assert changes_at(config.duty.shifts, days_of(config), local) == datetime(2026, 11, 26, 20, tzinfo=config.zone)
    assert changes_at([], days_of(config), local) is None


def test_public_holidays_of_2026_and_the_weekends_people_work() -> None:
    days = shipped()
    assert days.holiday(date(2026, 2, 17)) == "春节" and "holiday" in days.kinds(date(2026, 2, 17))
    assert {"sat", "workday"} <= days.kinds(date(2026, 10, 10)) and "holiday" not in days.kinds(date(2026, 10, 8))
    assert days.holiday(date(2028, 5, 1)) == "劳动节" and not days.holiday(date(2028, 1, 27))
    assert sum(day.year == 2026 for day in days.holidays) == 3 + 9 + 3 + 5 + 3 + 3 + 7


def test_own_days_and_terms() -> None:
    own = Duty.model_validate({"calendar": {
        "holidays": [{"name": "庙会", "first": "2026-03-07", "last": "2026-03-08"}], "workdays": ["2026-03-14"],
        "terms": [{"name": "春季学期", "first": "2026-03-02", "last": "2026-07-03"}],
    }}).calendar  # fmt: skip
    days = with_own(shipped(), own)
    assert {"holiday", "term"} <= days.kinds(date(2026, 3, 7)) and "workday" in days.kinds(date(2026, 3, 14))
    assert "vacation" in days.kinds(date(2026, 7, 20))
    assert "vacation" not in shipped().kinds(date(2026, 7, 20)), "without terms nobody knows"


def test_a_channel_that_is_not_there_is_refused(town: Any) -> None:
    with pytest.raises(ValidationError, match="不在 channels"):
        town(second=["不存在"])
    with pytest.raises(ValidationError):
        town(shifts=[{"codes": ["王建国"], "channels": ["日班"]}])


def test_who_is_on_duty_is_told_and_then_the_second_step_once(
    tmp_path: Path, town: Any, tell: Any, now: datetime
) -> None:
    config = town()  # now: Monday 16:00 in the town
    path = tmp_path / "town.db"
    with open_store(path) as store:
        tell(store, "s1", title="燃气味道", topic="gas", kind="watch")
        triage(store, config, now)
        assert [channel for channel, _ in sent(store)] == ["日班"]
        assert "值班：A3" in str(outbox.page(store)[0].body["text"])
        triage(store, config, now + 29 * MINUTE)
        assert len(sent(store)) == 1
    for minutes in (30, 31, 300):  # each run in a process of its own
        with open_store(path) as store:
            triage(store, config, now + minutes * MINUTE)
            assert [channel for channel, _ in sent(store)] == ["日班", "组长"]
    with open_store(path) as store:
        assert details(store) == ["值班：A3；已通知 日班。", "30 分钟没有人接手，再次提醒：组长。"]
        assert "30 分钟没有人接手" in str(outbox.page(store)[0].body["text"])


def test_the_second_step_may_be_the_same_channel(store: Store, town: Any, tell: Any, now: datetime) -> None:
    tell(store, "s1", title="燃气味道", topic="gas", kind="watch")
    config = town(second=["日班"])
    for minutes in (0, 30, 60):
        triage(store, config, now + minutes * MINUTE)
    assert [channel for channel, _ in sent(store)] == ["日班", "日班"]


@pytest.mark.parametrize("step", [Decision.TAKE, Decision.DISMISS, Decision.SNOOZE])
def test_what_somebody_took_does_not_go_on(
    store: Store, town: Any, tell: Any, now: datetime, step: Decision
) -> None:
    from_now = {"until": now + timedelta(days=1)} if step is Decision.SNOOZE else {}
    reason: dict[str, Any] = {"reason": Reason.AD} if step is Decision.DISMISS else {}
    tell(store, "s1", title="燃气味道", topic="gas", kind="watch")
    triage(store, town(), now)
    assert decide(store, town(), [1], Wish(decision=step, role="A3", **from_now, **reason), now).done
    triage(store, town(), now + 40 * MINUTE)
    assert "组长" not in [channel for channel, _ in sent(store)] and len(details(store)) == 1


def test_an_ordinary_alert_waits_and_one_that_becomes_urgent_does_not(
    store: Store, town: Any, tell: Any, now: datetime
) -> None:
    tell(store, "s1", title="停电", topic="power", kind="watch")
    triage(store, town(), now)
    triage(store, town(), now + 60 * MINUTE)
    assert len(sent(store)) == 1
    tell(store, "s1", title="停电，电梯里有人被困", topic="power", kind="watch", updated_at=now + 61 * MINUTE)
    triage(store, town(), now + 62 * MINUTE)
    found = alerts.get(store, 1)
    assert found is not None and found.level is Level.URGENT and found.graded == "升为紧急：说到“被困”。"
    assert [channel for channel, _ in sent(store)] == ["日班", "日班"], "those on duty hear that it is urgent now"
    triage(store, town(), now + 91 * MINUTE)
    assert len(sent(store)) == 2
    triage(store, town(), now + 92 * MINUTE)
    assert [channel for channel, _ in sent(store)] == ["日班", "日班", "组长"]


def test_without_a_roster_too_people_are_told_once_that_it_has_become_urgent(
    store: Store, town: Any, tell: Any, now: datetime
) -> None:
    config = town(shifts=[], second=[])
    tell(store, "s1", title="停电", topic="power", kind="watch")
    triage(store, config, now)
    told = len(sent(store))
    for minutes in (10, 20):
        at = now + minutes * MINUTE
        tell(store, "s1", title="停电，电梯里有人被困", topic="power", kind="watch", updated_at=at)
        triage(store, config, at)
    assert len(sent(store)) == 2 * told
    assert "升为紧急" in str(outbox.page(store)[0].body["text"])


def test_of_what_somebody_checks_nobody_is_told_again(store: Store, town: Any, tell: Any, now: datetime) -> None:
    tell(store, "s1", title="停电", topic="power", kind="watch")
    triage(store, town(), now)
    assert decide(store, town(), [1], Wish(decision=Decision.TAKE, role="A3"), now).done
    tell(store, "s1", title="停电，电梯里有人被困", topic="power", kind="watch", updated_at=now + MINUTE)
    triage(store, town(), now + 10 * MINUTE)
    assert len(sent(store)) == 1


@pytest.mark.parametrize("back", [timedelta(hours=1), timedelta(days=1)])
def test_a_clock_that_was_set_back_waits_anew_and_tells_once(
    store: Store, town: Any, tell: Any, now: datetime, back: timedelta
) -> None:
    tell(store, "s1", title="燃气味道", topic="gas", kind="watch")
    triage(store, town(), now)
    for minutes in (0, 29, 30, 31):
        triage(store, town(), now - back + minutes * MINUTE)
        assert len(details(store)) == (2 if minutes >= 30 else 1)
    triage(store, town(), now + timedelta(days=1))
    assert len(details(store)) == 2


def test_without_a_roster_every_channel_is_told_as_before(
    store: Store, town: Any, tell: Any, now: datetime
) -> None:
    tell(store, "s1", title="燃气味道", topic="gas", kind="watch")
    triage(store, town(shifts=[], second=[]), now)
    triage(store, town(shifts=[], second=[]), now + 60 * MINUTE)
    assert [channel for channel, _ in sent(store)] == ["日班", "夜班", "节日群"] and details(store) == []


def test_when_nobody_is_on_duty_every_channel_is_told_and_it_is_written_down(
    store: Store, town: Any, tell: Any
) -> None:
    saturday = datetime(2026, 11, 28, 4, tzinfo=UTC)
    tell(store, "s1", title="燃气味道", topic="gas", kind="watch", updated_at=saturday)
    triage(store, town(), saturday)
    assert [channel for channel, _ in sent(store)] == ["日班", "夜班", "节日群"]
    assert details(store) == ["值班表上这时没有人，已通知所有渠道。"]


def test_the_fault_names_the_roster(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    about = "association: {name: 协会, town: 永康, contact: 'mailto:help@xiehui.cn'}\n"
    path.write_text(f"{about}duty:\n  second: [没有的群]\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"config\.yaml:2:\d+: duty: duty 里的渠道 没有的群 不在 channels 里"):
        load(path)
