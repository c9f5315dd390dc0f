"""Tips from chat groups: what is taken out, what is counted, what is shown; through the command and the stages."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from alerts.run import triage
from alerts.tips.take import Taken, join, take
from alerts.tips.wording import parted, unnamed
from alerts.triage import marks
from analysis.run import analyse
from cli import huisheng
from commands.tip_reader import TipWords
from model.catalogue import Catalogue
from model.config import Config
from model.records import State
from model.tips import TIPS
from store import alerts, audit, posts, tips
from store.database import Store, open_store

HEARD = "听说东门水库下午有小孩溺水，救护车都去了"


@pytest.fixture
def town(tmp_path: Path, make_config: Any) -> Config:
    topics = {"water": {"title": "溺水", "words": ["溺水"], "level": "life"}, "gas": {"words": ["燃气泄漏"]}}
    config: Config = make_config(tmp_path, topics=topics, digest={"folder": str(tmp_path / "digests")})
    return config


@pytest.fixture(scope="module")
def words() -> TipWords:
    about = {"name": "志愿者协会", "town": "永康", "contact": "mailto:help@xiehui.cn"}
    return TipWords(Config.model_validate({"association": about, "topics": {"water": {"words": ["溺水"]}}}))


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("在幸福里业主群看到说停水", "在〔群名〕看到说停水"),
        ("「永安三小家长群」里传要停课", "「〔群名〕」里传要停课"),
        ("在群里看到的，人群很多", "在群里看到的，人群很多"),
        ("从微信群转的", "从微信群转的"),
        ("阿芳 10:23\n东门封路了\n老周 10:24\n真的吗", "东门封路了\n真的吗"),
        ("阿芳:东门封路了\n老周:真的吗", "东门封路了\n真的吗"),
        ("通知：今晚停水", "通知：今晚停水"),
    ],
)
def test_the_marks_of_a_chat_are_taken_out(said: str, kept: str) -> None:
    assert unnamed(said) == kept


def test_one_address_is_kept_and_none_that_leads_to_a_person() -> None:
    assert parted("看这个 https://news.example.org/a/12?x=1#reply3 真的吗") == (
        "看这个 真的吗",
        "https://news.example.org/a/12?x=1",
    )
    assert parted("https://bbs.example.org/home.php?mod=space&uid=7")[1] == ""
    assert parted("https://bbs.example.org/space-uid-7.html")[1] == ""


def test_numbers_and_names_never_reach_the_database(
    store: Store, words: TipWords, tmp_path: Path, now: Any
) -> None:
    said = "王建国说东门桥封了，电话 13800138000，在幸福里业主群问的"
    taken = take(store, said, now, words.reader())
    assert isinstance(taken, Taken)
    dump = "\n".join(store.db.conn.iterdump())
    for secret in ("王建国", "13800138000", "幸福里"):
        assert secret not in dump
    assert "东门桥封了" in taken.tip.text and audit.latest(store)[0].detail == {"tip": 1}


def test_nearly_the_same_tips_are_one_voice_and_are_stored_once(store: Store, words: TipWords, now: Any) -> None:
    first = take(store, HEARD, now, words.reader())
    again = take(store, HEARD + "！！", now + timedelta(hours=1), words.reader())
    third = take(store, HEARD, now + timedelta(days=4), words.reader())
    assert isinstance(first, Taken) and isinstance(again, Taken) and isinstance(third, Taken)
    assert again.earlier is not None and (again.tip.same_as, again.tip.post_id) == (1, first.tip.post_id)
    assert third.earlier is None, "four days later the same words are news again"
    assert [tip.id for tip in tips.newest(store)] == [3, 1]
    assert store.row("SELECT count(*) AS n FROM post")["n"] == 2  # type: ignore[index]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("陈梓萱的爸爸说校门口有人卖刀", "〔姓名〕的爸爸说校门口有人卖刀"),
        ("听说徐晓燕老师没来", "听说〔姓名〕老师没来"),
        ("城北小学的肉臭了，王主任说没事", "城北小学的肉臭了,〔姓名〕说没事"),
        ("高中生的家长说水库有人溺水", "高中生的家长说水库有人溺水"),
    ],
)
def test_a_name_goes_whole(said: str, kept: str, words: TipWords) -> None:
    """Jieba cuts 陈梓 off 陈梓萱; the rest of a name is a name as well."""
    assert words.redact(said) == kept


@pytest.mark.parametrize(("said", "why"), [("啊", "short"), ("", "short"), ("长" * 2001, "long")])
def test_what_cannot_be_a_tip(store: Store, words: TipWords, now: Any, said: str, why: str) -> None:
    assert take(store, said, now, words.reader()) == why
    assert tips.newest(store) == []


def test_a_tip_goes_with_its_post(store: Store, words: TipWords, now: Any) -> None:
    take(store, HEARD, now, words.reader())
    take(store, HEARD, now, words.reader())
    store.db.conn.execute("DELETE FROM post")
    assert store.row("SELECT count(*) AS n FROM tip")["n"] == 0  # type: ignore[index]


def test_one_tip_on_a_danger_to_life_alarms_as_a_single_unverified_source(town: Config, now: Any) -> None:
    reader = TipWords(town).reader()
    with open_store(town.path(town.database)) as store:
        taken = take(store, HEARD, now, reader)
        assert isinstance(taken, Taken) and taken.topics == ("water",)
        analyse(store, town, now + timedelta(minutes=20))
        triage(store, town, now + timedelta(minutes=20))
        (alert,) = alerts.still_open(store)
    assert (alert.topic, alert.voices, alert.voices_known, alert.sources) == ("water", 1, True, (TIPS,))
    assert marks.ground(alert, Catalogue("zh")) == Catalogue("zh").say("alerts.single_unverified")
    assert [item.source for item in alert.evidence] == [TIPS]
    shown = CliRunner().invoke(huisheng, ["alert", "show", "1", "--config", _written(town)])
    assert shown.exit_code == 0 and "线索（未核实）" in shown.output


def test_tips_of_the_same_wording_do_not_wake_an_ordinary_topic(town: Config, now: Any) -> None:
    reader = TipWords(town).reader()
    with open_store(town.path(town.database)) as store:
        for minute in range(9):
            take(
                store, f"东街那边说是燃气泄漏了大家小心一点{'！' * minute}", now + timedelta(minutes=minute), reader
            )
        analyse(store, town, now + timedelta(minutes=30))
        triage(store, town, now + timedelta(minutes=30))
        assert alerts.still_open(store) == [] and len(tips.since(store, now - timedelta(hours=1))) == 9


def test_a_tip_is_linked_with_an_alert_and_counted_beside_it(
    store: Store, tell: Any, town: Config, words: TipWords, now: Any
) -> None:
    tell(store, "s1")
    triage(store, town, now)
    take(store, "也听说校门口有人卖牙签弩", now, words.reader())
    take(store, "也听说校门口有人卖牙签弩。", now, words.reader())
    alert = join(store, town, 1, 2, now, "A3")
    assert not isinstance(alert, str) and alert.tips == 1
    assert join(store, town, 1, 1, now, "A3") == alert, "twice changes nothing"
    assert [event.detail for event in alerts.events(store, 1)][-1] == "A3 附上线索 #2（未核实）"
    assert marks.tips(alert, Catalogue("zh")) == "另有线索 1 条，未核实"
    tell(store, "s1", threads=4, updated_at=now + timedelta(minutes=5))
    triage(store, town, now + timedelta(minutes=10))
    kept = alerts.get(store, 1)
    assert kept is not None and kept.tips == 1 and kept.state is State.NEW and kept.threads == 4
    assert join(store, town, 9, 1, now, "A3") == "no_alert" and join(store, town, 1, 9, now, "A3") == "no_tip"


def test_the_alert_that_rests_on_a_tip_does_not_count_it_twice(
    store: Store, tell: Any, town: Config, words: TipWords, now: Any
) -> None:
    story = tell(store, "s1")
    triage(store, town, now)
    taken = take(store, HEARD, now, words.reader())
    assert isinstance(taken, Taken)
    store.db.conn.execute("INSERT INTO story_post (story_id, post_id) VALUES (?, ?)", (story.id, taken.tip.post_id))
    assert join(store, town, 1, 1, now, "A3") == "counted"


def _written(config: Config) -> str:
    """The settings as a file."""
    path = config.base / "config.yaml"
    values = json.loads(config.model_dump_json(include={"association", "database", "topics"}))
    path.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
    return str(path)


def test_the_command_from_end_to_end(town: Config) -> None:
    path = _written(town)
    run = CliRunner()
    done = run.invoke(huisheng, ["tip", "-", "--config", path], input=HEARD)
    assert done.exit_code == 0 and "线索 #1（未核实" in done.output and "碰到关注话题：溺水" in done.output
    again = run.invoke(huisheng, ["tip", HEARD, "--json", "--config", path])
    assert json.loads(again.output)["same_as"] == 1
    listed = run.invoke(huisheng, ["tip", "--list", "--config", path])
    assert listed.output.count("\n") == 1 and "溺水" in listed.output
    for wrong in (["tip"], ["tip", "啊"], ["alert", "link", "7", "1"]):
        assert run.invoke(huisheng, [*wrong, "--config", path]).exit_code != 0
    with open_store(town.path(town.database)) as store:
        assert posts.by_ids(store, [1])[0].source == TIPS
