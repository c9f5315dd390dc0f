"""Which words are people. The names are made up of common parts; nobody in particular is meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.signs.persons import Persons

PERSONS = Persons(known=["杨梅节", "陆小二"])

PEOPLE = """
张伟强 王建军 李晓梅 陈志明 刘美芳 黄文辉 吴佳怡 徐国平 孙丽娜 朱浩然 胡志刚
郭子轩 何雨欣 林小燕 郑海涛 梁思琪 谢俊杰 宋佳慧 唐雪梅 韩振华 王芳 李强 张敏
陈涛 赵鹏 周倩 吴磊 徐静 孙杰 朱琳 王某 李某某 张先生 陈女士 刘老师 黄校长
徐书记 林医生 吴老板 小王 小陈 老李 老徐 阿芳 阿强 欧阳明 诸葛晴 上官雨桐 王总
李姐 陈哥 @小城居民 @someone 子涵 浩宇 伟丽 阿依·古丽 雨欣
渠主任 覃校长 佘医生 月亮姐姐 特朗普 贝克汉姆 朴志英
""".replace("\n", " ").split()
THINGS = """
蓝鲸 牙签弩 高考 白酒 马路 水果 安全 江南 石柱 方岩 唐先 古山 和平 温柔 高兴
黄金 马上 任何 周末 周边 关注 余额 万一 于是 华为 康师傅 王者荣耀 毛巾 牛奶
冬天 时间 马拉松 黄焖鸡 高铁站 水果店 安全带 萝卜刀 溺水 水库 文具店 小学 校门口
家长 孩子 老师 医生 警察 疫苗 停水 诈骗 人贩子 食堂 甲醛 电动车 保温杯 广场
白菜 易燃 车祸 台风 洪水 暴雨 经常 卫生 沙滩 胡萝卜 陆军 谢谢 王子 徐徐 应急
施工 郑州 苏打水 何必 董事会 杨梅 周年 周期 许多 孙悟空 沈阳 应聘 楼盘 殷红
施肥 小吃 小区 老家 老板 阿姨 杨梅节 陆小二 顶
班主任 副校长 女老师 我老师 小姐姐 马拉松 巧克力 阿莫西林 布洛芬
巴西 加拿大 西瓜 新校长 维生素 卡拉胶 奥利奥 朴实 格林豪泰
""".replace("\n", " ").split()


@pytest.mark.parametrize("word", PEOPLE)
def test_a_person(word: str) -> None:
    assert PERSONS.person_like(word)


@pytest.mark.parametrize("word", [*THINGS, "", "@", "iphone", "110", "😂", "不知道怎么办才好"])
def test_not_a_person(word: str) -> None:
    assert not PERSONS.person_like(word)


def test_hidden_characters_and_traditional_ones_do_not_hide_a_name() -> None:
    assert PERSONS.person_like("張\u200b偉強")


@given(st.text(st.characters(), max_size=8))
def test_any_word_has_an_answer(word: str) -> None:
    assert PERSONS.person_like(word) in {True, False}
