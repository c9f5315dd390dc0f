"""Decisions in the database: kept, undone, safe when two act at once; an opinion leaves nothing behind."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from alerts.decide import Outcome, decide
from alerts.digest.send import send
from alerts.digest.write import write
from alerts.run import alert
from alerts.triage.decisions import Wish
from model.config import Config
from model.errors import StoreError
from model.facts import Fact, FactSource, FactVerdict
from model.records import Alert, State, Story
from model.verdicts import Decision, Reason
from store import alerts, audit, digests, exports, facts, verdicts
from store.database import Store, open_store
from store.facts import Origin

MakeConfig = Callable[..., Config]
Tell = Callable[..., Story]
TAKE = Wish(decision=Decision.TAKE, role="A3")
UNDO = Wish(decision=Decision.UNDO, role="A3")
OPINION = Wish(decision=Decision.DISMISS, role="A3", reason=Reason.OPINION, confirmed=True)


def stories(store: Store, tell: Tell, config: Config, now: datetime, *names: str, **more: Any) -> list[Alert]:
    for name in names:
        tell(store, name, **more)
    alert(store, config, now)
    return alerts.page(store)[::-1]


def answer(store: Store, config: Config, alert_id: int, text: str, now: datetime) -> None:
    """Written by one, approved by another, published."""
    for decision, role, note in [
        (Decision.ANSWER, "A3", text), (Decision.APPROVE, "B1", ""),
        (Decision.PUBLISH, "A3", "https://xiehui.test/1"),
    ]:  # fmt: skip
        outcome = decide(store, config, [alert_id], Wish(decision=decision, role=role, note=note), now)
        assert not outcome.refused


def test_many_at_once_with_one_reason_and_back(
    tmp_path: Path, store: Store, make_config: MakeConfig, tell: Tell, now: datetime
) -> None:
    config = make_config(tmp_path)
    found = stories(store, tell, config, now, "a", "b", "c")
    ids = [item.id for item in found]
    answer(store, config, ids[0], "是演习。", now)
    ads = Wish(decision=Decision.DISMISS, role="A3", reason=Reason.AD)
    outcome = decide(store, config, ids, ads, now)
    assert [verdict.alert_id for verdict in outcome.done] == ids[1:]
    assert outcome.refused == {
        ids[0]: "警报 1 现在是“已回应”（03-02 16:00 A3 记下公开地址，已回应），不能排除。可以：写回应、撤销。"
    }
    assert [item.state for item in alerts.by_ids(store, ids)] == [State.ANSWERED, State.DISMISSED, State.DISMISSED]
    assert [event.detail for event in alerts.events(store, ids[1])][-1] == "A3 排除：广告"
    undone = decide(store, config, [verdict.alert_id for verdict in outcome.done], UNDO, now)
    assert len(undone.done) == 2 and alerts.by_ids(store, ids[1:]) == found[1:]
    assert verdicts.undone(store, outcome.batch)
    record = [(entry.action, entry.detail["alerts"], entry.detail["role"]) for entry in audit.latest(store)]
    assert record == [
        ("alert.undo", ids[1:], "A3"), ("alert.dismiss", ids[1:], "A3"), ("alert.publish", ids[:1], "A3"),
        ("alert.approve", ids[:1], "B1"), ("alert.answer", ids[:1], "A3"),
    ]  # fmt: skip


def test_of_two_who_act_at_once_one_wins_and_the_other_is_told(
    tmp_path: Path, make_config: MakeConfig, tell: Tell, now: datetime
) -> None:
    config = make_config(tmp_path)
    with open_store(tmp_path / "town.db") as store:
        (found,) = stories(store, tell, config, now, "a")
    outcomes: dict[str, Outcome] = {}
    ready = threading.Barrier(2)

    def act(code: str) -> None:
        with open_store(tmp_path / "town.db") as mine:
            ready.wait()
            outcomes[code] = decide(mine, config, [found.id], Wish(decision=Decision.TAKE, role=code), now)

    both = [threading.Thread(target=act, args=(code,)) for code in ("A3", "B1")]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    winner, loser = sorted(outcomes, key=lambda code: len(outcomes[code].refused))
    assert len(outcomes[winner].done) == 1 and not outcomes[loser].done
    assert f"{winner} 接手核实" in outcomes[loser].refused[found.id]


def test_a_verdict_cannot_be_changed(
    tmp_path: Path, store: Store, make_config: MakeConfig, tell: Tell, now: datetime
) -> None:
    (found,) = stories(store, tell, make_config(tmp_path), now, "a")
    decide(store, make_config(tmp_path), [found.id], TAKE, now)
    with pytest.raises(Exception, match="never changed"):
        store.db.conn.execute("UPDATE verdict SET role = 'B1'")


def test_a_snooze_sleeps_and_wakes_with_a_message(
    tmp_path: Path, store: Store, receiver: Any, make_config: MakeConfig, tell: Tell, now: datetime
) -> None:
    config = make_config(tmp_path, channels=[{"name": "hook", "kind": "webhook", "url": receiver.url()}])
    (found,) = stories(store, tell, config, now, "a", updated_at=now)
    until = now + timedelta(hours=5)
    decide(store, config, [found.id], Wish(decision=Decision.SNOOZE, role="A3", until=until), now)
    alert(store, config, until - timedelta(minutes=1))
    assert alerts.still_open(store) == [] and len(receiver.got) == 1
    for minutes in (0, 10):
        assert alert(store, config, until + timedelta(minutes=minutes))["failed"] == 0
    assert [item.state for item in alerts.still_open(store)] == [State.NEW]
    assert len(receiver.got) == 2 and "搁置的时间到了" in receiver.got[1]["text"]


def test_an_answered_story_comes_back_with_its_answer(
    tmp_path: Path, store: Store, receiver: Any, make_config: MakeConfig, tell: Tell, now: datetime
) -> None:
    config = make_config(tmp_path, channels=[{"name": "hook", "kind": "webhook", "url": receiver.url()}])
    (found,) = stories(store, tell, config, now, "a", updated_at=now)
    answer(store, config, found.id, "问过教育局:学校门口已经不让卖。", now)
    later = now + timedelta(hours=30)
    tell(store, "a", threads=4, updated_at=later)
    alert(store, config, later)
    assert [(item.id, item.state) for item in alerts.still_open(store)] == [(found.id, State.NEW)]
    assert "以前回应过（警报 1，2026-03-02，A3）：问过教育局:学校门口已经不让卖。" in receiver.got[1]["text"]
    much_later = later + timedelta(days=20)  # analysis has let go of the story; a new one tells the same
    tell(store, "b", updated_at=much_later)
    answer(store, config, found.id, "问过教育局:学校门口已经不让卖。", later)
    alert(store, config, much_later)
    assert "以前回应过（警报 1，" in receiver.got[2]["text"]
    (new,) = [item for item in alerts.still_open(store) if item.story_id == "b"]
    assert [event.what for event in alerts.events(store, new.id)] == ["opened", "answered-before"]


def test_an_old_answer_that_was_corrected_comes_back_with_the_correction(
    tmp_path: Path, store: Store, receiver: Any, make_config: MakeConfig, tell: Tell, now: datetime
) -> None:
    config = make_config(tmp_path, channels=[{"name": "hook", "kind": "webhook", "url": receiver.url()}])
    old = Fact(
        key="gate", claim="校门口在卖牙签弩", verdict=FactVerdict.FALSE, answer="教育局查过，没有人在校门口卖。",
        sources=(FactSource(name="教育局"),),
    )  # fmt: skip
    facts.put(store, [old], Origin.OWN, now - timedelta(hours=1))
    (found,) = stories(store, tell, config, now, "a", updated_at=now)
    answer(store, config, found.id, old.answer, now)
    new = replace(old, verdict=FactVerdict.TRUE, answer="三月一日起有人在卖。<at>")
    facts.put(store, [new], Origin.OWN, now + timedelta(hours=1))
    later = now + timedelta(hours=30)
    tell(store, "a", threads=4, updated_at=later)
    alert(store, config, later)
    text = receiver.got[1]["text"]
    assert text.index("以前回应过（警报 1，") < text.index("这个回应之后有更正") < text.index("现在改为“属实”")
    assert "三月一日起有人在卖。" in text and "<at>" not in text


def everything(store: Store) -> str:
    """All that the database says, but the posts themselves and what is read out of each."""
    tables = [
        row["name"]
        for row in store.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
        if not row["name"].startswith(("post", "scored_post", "thread", "sqlite", "_"))
    ]
    return json.dumps([list(row) for name in tables for row in store.rows(f"SELECT * FROM {name}")], default=str)


def test_an_opinion_leaves_nothing_behind(
    tmp_path: Path, store: Store, receiver: Any, make_config: MakeConfig, tell: Tell, now: datetime
) -> None:
    hook = {"name": "hook", "kind": "webhook", "url": receiver.url(), "digest": True}
    config = make_config(tmp_path, channels=[hook], digest={"folder": "digests"})
    found, other = stories(
        store, tell, config, now, "a", title="菜场涨价没人管", terms=("菜场", "涨价"), why="“菜场”在三个帖子里"
    ) + stories(store, tell, config, now, "b")[1:]  # fmt: skip
    day = now.astimezone(config.zone).date()
    write(store, config, now, day, tmp_path / "digests")
    receiver.answers = [500]
    send(store, config, now, day)
    assert "菜场" in (tmp_path / "digests" / f"{day}.txt").read_text(encoding="utf-8")
    asked = Wish(decision=Decision.DISMISS, role="A3", reason=Reason.OPINION)
    assert "再确认一次" in decide(store, config, [found.id], asked, now).refused[found.id]
    assert "\\u83dc\\u573a" in everything(store)
    assert decide(store, config, [found.id], OPINION, now).refused == {}
    assert "\\u83dc\\u573a" not in everything(store) and "thread-a-0" not in everything(store)
    assert store.rows("SELECT 1 FROM story_post WHERE story_id = 'a'") == []
    for path in (tmp_path / "digests").iterdir():
        assert "菜场" not in path.read_text(encoding="utf-8") and "牙签弩" in path.read_text(encoding="utf-8")
    assert "不能撤销" in decide(store, config, [found.id], UNDO, now).refused[found.id]
    receiver.answers, before = [200], len(receiver.got)
    tell(store, "a", threads=9, title="菜场涨价没人管", updated_at=now + timedelta(hours=2), shown=False)
    alert(store, config, now + timedelta(hours=3))
    kinds = [message["kind"] for message in receiver.got[before:]]
    assert "digest" in kinds  # the others' news still arrive
    assert "菜场" not in json.dumps(receiver.got[before:], ensure_ascii=False)
    assert alerts.as_of(store, now) == [other] and alerts.closed_between(store, now - timedelta(1), now) == []
    assert exports.among_open(store, [found.id, other.id]) == {other.id}
    kept = digests.get(store, day)
    assert kept is not None and [item.id for item in kept.open] == [other.id]


def test_what_was_merged_and_then_dropped_leaves_no_word_with_the_other(
    tmp_path: Path, store: Store, make_config: MakeConfig, tell: Tell, now: datetime
) -> None:
    """The other alert's history says that something was merged and came out again, not what it was."""
    config = make_config(tmp_path)
    stays, goes = stories(store, tell, config, now, "a", "b")
    merge = Wish(decision=Decision.MERGE, role="A3", into=stays.id)
    for wish in (merge, UNDO, OPINION):
        assert not decide(store, config, [goes.id], wish, now).refused
    told = [(event.what, event.detail) for event in alerts.events(store, stays.id)]
    assert [what for what, _ in told][1:] == ["joined", "left"]
    assert not any(goes.title in detail for _, detail in told)
    assert all(str(goes.id) in detail for what, detail in told if what in {"joined", "left"})


def test_a_line_of_history_is_never_changed(
    tmp_path: Path, store: Store, make_config: MakeConfig, tell: Tell, now: datetime
) -> None:
    stories(store, tell, make_config(tmp_path), now, "a")
    with pytest.raises(StoreError, match="never changed"), store.writing() as db:
        db.conn.execute("UPDATE alert_event SET detail = ''")
