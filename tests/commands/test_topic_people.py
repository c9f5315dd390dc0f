"""A person is no watch topic, wherever one is handed in; what only looks like one is."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from alerts.digest.build import build
from analysis.run import analyse
from analysis.signs.veils import place_words
from analysis.signs.watched import people_among, without_people
from checkup.case import admit
from checkup.configuration import people as checked
from cli import huisheng
from model.config import Config, Topic, load
from model.config.settings import Association
from model.errors import ConfigError, UsageError
from model.records import Post, Precision
from store import posts, runs, scores
from store.database import Store, open_store

CONFIG = """\
association: {{name: 协会, town: 永康, contact: "mailto:a@xiehui.cn"}}
database: town.db
places:
  - {{name: 王建华路}}
topics:
  school:
    words:
      - 溺水
      - {word}
"""
TOWN = Config(association=Association(name="-", town="永康", contact="mailto:-@-"))
PEOPLE = (
    "王建军", "许嘉怡", "欧阳文静", "王校长", "李老师", "张先生", "阿芳",
    "小陈", "老李", "阿依古丽·买买提", "@小城居民", "覃懿轩",
    "王建军老师", "校长王建军", "王建军打人", "王建军 偷税", "王 建 军", "王-建-军", "刘医生误诊",
)  # fmt: skip
THINGS = [
    "溺水", "野泳", "高考", "停水", "停电", "疫苗", "诈骗", "牙签弩", "磁力珠",
    "萝卜刀", "蓝鲸", "跳楼", "黄金", "白酒", "高温", "黄色预警", "石油", "温州",
    "方岩", "石柱", "胡库", "舟山镇", "王老吉", "老干妈", "张小泉", "哪吒", "帕金森",
    "康师傅", "华为", "小米", "方便面", "马路", "马拉松", "常山胡柚", "胡公", "金华火腿",
    "甲醛", "校车", "校服", "水痘", "诺如", "登革热", "甲流", "食物中毒", "房价",
    "学区房", "烂尾楼", "集资", "传销", "刷单", "杀猪盘", "人贩子", "拐卖", "走失",
    "地震", "台风", "洪水", "暴雨", "塌方", "火灾", "爆炸", "氯气", "泄漏",
    "涨价", "断货", "停课", "开学", "中考", "校园霸凌", "营养餐", "食堂", "流浪狗",
    "狂犬病", "高铁", "公交", "车祸", "酒驾", "电动车", "共享单车", "路灯", "红绿灯",
    "王者荣耀", "奥特曼", "布洛芬", "温泉", "江南", "金银花", "白血病", "高血压", "安全带",
    "马蜂", "蓝天", "常规", "单位", "文化", "金融", "贷款", "包子", "龙虾",
    "游泳", "万达", "汤溪", "古山", "芝英", "象珠", "唐先", "龙山",
    "康师傅方便面", "老干妈辣酱", "王老吉凉茶", "张小泉剪刀", "班主任打人", "高温假", "医生误诊", "老师体罚",
]  # fmt: skip


def check(folder: Path, word: str) -> str:
    path = folder / "config.yaml"
    path.write_text(CONFIG.format(word=word), encoding="utf-8")
    try:
        done = CliRunner().invoke(huisheng, ["config", "check", "--config", str(path)], catch_exceptions=False)
    except ConfigError as error:
        return str(error)
    assert done.exit_code == 0
    return ""


def test_a_person_is_refused_in_plain_words_with_its_line(tmp_path: Path) -> None:
    said = check(tmp_path, "王建军")
    assert said.startswith(f"{tmp_path / 'config.yaml'}:9:9: topics.school.words.1: “王建军”像是人名")
    assert "topics, never people" in said


def test_a_thing_is_not(tmp_path: Path) -> None:
    assert check(tmp_path, "停水") == check(tmp_path, "王建华路") == ""


@pytest.mark.parametrize("word", PEOPLE)
def test_people(word: str) -> None:
    topic = Topic(words=["溺水", word], near=[("孩子", word, 5)], must_words=[word])
    assert {where[:2] for where, _ in people_among({"t": topic}, [])} == {
        ("t", "words"), ("t", "must_words"), ("t", "near")
    }  # fmt: skip


def test_things() -> None:
    assert list(people_among({"t": Topic(words=THINGS)}, place_words(TOWN))) == []


NOW = datetime(2026, 3, 30, 4, tzinfo=UTC)
WORDS = {"words": ["溺水", "王建军"], "level": "life"}


def refused(*words: str) -> str:
    done = CliRunner().invoke(huisheng, list(words))
    assert isinstance(done.exception, ConfigError | UsageError), done.output  # cli.main ends with 2 for both
    return str(done.exception)


@pytest.mark.parametrize("below", [False, True])
@pytest.mark.parametrize("command", ["score", "replay"])
def test_a_file_of_topics_with_a_person_is_refused(tmp_path: Path, command: str, below: bool) -> None:
    topics = tmp_path / "topics.yaml"
    topics.write_text(json.dumps({"topics": {"t": WORDS}} if below else {"t": WORDS}), encoding="utf-8")
    (tmp_path / "posts.jsonl").write_text("", encoding="utf-8")
    said = refused(command, str(tmp_path / "posts.jsonl"), "--topics", str(topics))
    assert f"{'topics.' if below else ''}t.words.1: “王建军”像是人名" in said


def test_topic_try_refuses_a_person(tmp_path: Path) -> None:
    path = config_with(tmp_path, "王建军")
    open_store(tmp_path / "town.db").close()
    assert "王建军" in refused("topic", "try", "王建军老师", "--config", str(path))
    assert "王建军" in refused("topic", "try", "偷税", "--near", "王建军", "钱", "9", "--config", str(path))
    assert "王建军" in refused("topic", "try", "--topic", "school", "--config", str(path))


def test_import_takes_over_no_person_not_even_as_a_title(tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    words.write_text("[王建军]\n溺水\n王建军老师\n\n停水 => 王建军\n", encoding="utf-8")
    done = CliRunner().invoke(huisheng, ["topic", "import", str(words)], catch_exceptions=False)
    assert "王建军" not in done.stdout and "溺水" in done.stdout and "停水" in done.stdout
    assert done.stderr.count("王建军") == 3


def test_only_the_word_is_left_out_and_a_topic_that_would_mean_something_else() -> None:
    person = "王建军"
    kept, found = without_people(
        {
            "danger": Topic(title=person, words=["溺水", person], near=[("孩子", "河", 5), (person, "河", 5)]),
            "must": Topic(words=["偷税"], must_words=[person]),
            "alone": Topic(words=[person]),
            person: Topic(words=["停水"]),
            "not": Topic(words=["停水"], not_words=[person]),
        },
        [],
    )
    assert kept == {
        "danger": Topic(words=["溺水"], near=[("孩子", "河", 5)]),
        "not": Topic(words=["停水"], not_words=[person]),
    }
    assert len(found) == 6


def config_with(folder: Path, word: str) -> Path:
    path = folder / "config.yaml"
    path.write_text(CONFIG.format(word=word), encoding="utf-8")
    return path


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = open_store(tmp_path / "town.db")
    said = {"a": "王建军又在打人", "b": "水库有人溺水"}
    at = NOW - timedelta(minutes=20)
    posts.save(
        store,
        [
            Post(
                source="论坛", key=key, url="", thread=key, thread_url="", opener=True, title="", body=body,
                published_at=at, precision=Precision.MINUTE, fetched_at=at,
            )
            for key, body in said.items()
        ],
    )  # fmt: skip
    return store


def test_the_job_goes_on_without_the_person_and_says_so(store: Store, tmp_path: Path) -> None:
    config = load(config_with(tmp_path, "王建军"))
    assert analyse(store, config, NOW)["people"] == 1
    assert analyse(store, config, NOW + timedelta(minutes=10))["people"] == 1
    found = scores.by_ids(store, [1, 2])
    assert (found[1].watch, [hit.term for hit in found[2].watch]) == ((), ["溺水"])
    (issue,) = runs.issues_since(store, NOW - timedelta(days=1))  # said once, not every ten minutes
    assert issue.kind == "person-topic" and "王建军" not in issue.message
    digest = build(store, config, NOW + timedelta(minutes=20), NOW.date())
    assert any("像是人名" in note for note in digest.inward) and "王建军" not in str(digest.inward)


def test_once_it_is_mended_nothing_is_said_any_more(store: Store, tmp_path: Path) -> None:
    analyse(store, load(config_with(tmp_path, "王建军")), NOW)
    config = load(config_with(tmp_path, "停水"))
    assert "people" not in analyse(store, config, NOW + timedelta(minutes=10))
    assert not build(store, config, NOW + timedelta(minutes=20), NOW.date()).inward


def test_doctor_names_the_line(tmp_path: Path) -> None:
    path = config_with(tmp_path, "王建军")
    (finding,) = checked(admit(path, NOW, {}))
    assert finding.where.startswith(f"{path}:9:9") and "王建军" in finding.what
    assert not list(checked(admit(config_with(tmp_path, "停水"), NOW, {})))
