"""`config check` refuses a watch topic that is a person, and nothing that only looks like one."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from analysis.signs.veils import place_words
from cli import huisheng
from commands.topic_people import people_among
from model.config import Config, Topic
from model.config.settings import Association
from model.errors import ConfigError

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
