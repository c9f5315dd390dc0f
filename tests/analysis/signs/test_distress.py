"""First-person distress against reports about others, advice and figures of speech. All sentences are invented."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.signs.distress import first_person_distress
from analysis.signs.distress_lexicon import lexicon

LISTS = Path(__file__).with_name("distress")

OWN = """
我想死
活不下去了
我不想活了
真的好想死,每天都睡不着
我真的活不下去了,谁能听我说说话
压力太大了,想从楼上跳下去,一了百了
我想自杀
我准备跳楼了,再见
不想活了
死了算了,反正没人在乎
活着太累了
活着真没意思
我已经写好了遗书
今晚我吃了一瓶安眠药
我割腕了,血止不住
没有我他们会更好
再见了这个世界
被老师骂得想死
和老公吵完架,真的不想活了
他说我胖,我真的不想活了
同学们都笑我,我活不下去了
爸妈天天打架,我想死的心都有了
老师逼得我活不下去
我觉得自己撑不下去了
我想结束自己的生命
每天醒来都觉得没有活下去的勇气
如果可以,我不想再醒来
我 想 死
我想\u200b死
考砸了,我要跳河
欠了这么多钱,不如死了
我连死的心都有了,没人懂
再不还钱我就跳楼
看着孩子这样受苦,我也活不下去了
我好想消失
""".strip().splitlines()

OTHERS = """
孩子说想死,我该怎么办
听说有人跳楼
听说二中有个学生想跳楼
我儿子说他不想活了,求助
她在群里发消息说我不想活了
邻居家的女儿说活不下去了
昨天有个女孩要跳河,被救下来了
朋友想自杀,怎么劝她
我同学想死,我很担心
孩子跟我说,活不下去了
我女儿写道:我想死
网传一男子准备跳楼
学生留言:“再见了这个世界”
老人说活着没意思
千万别想不开去跳楼
不要自杀,生命只有一次
我不想死,我想好好活着
我想死你了
好久不见,想死你们了
想死妈妈做的红烧肉了
实体店活不下去了
今年生意太差,厂子都撑不下去了
鱼缸里的鱼活不下去了
跳楼价大甩卖,最后三天
笑死我了
热死了,今天四十度
这题难死我了
有人在桥上要跳下去,快去看看
新闻里说一个学生割腕了
如何预防青少年自杀
你想死吗,闯红灯
听说他吃了农药,送医院了
同事扬言要跳楼讨薪
蓝鲸游戏让孩子去跳楼,家长注意
我表妹说她不想再醒来
""".strip().splitlines()


@pytest.mark.parametrize("text", OWN)
def test_the_writer_is_in_distress(text: str) -> None:
    assert first_person_distress(text)


@pytest.mark.parametrize("text", OTHERS)
def test_somebody_else_or_a_figure_of_speech(text: str) -> None:
    assert not first_person_distress(text)


def test_one_sentence_among_many_is_enough() -> None:
    assert first_person_distress("今天食堂的菜不错。下午考试。晚上一个人在宿舍,真的活不下去了。")


def listed(name: str) -> tuple[list[str], list[str]]:
    """The posts of a list: the writer's own, and the others."""
    lines = [
        line.split(" | ", 1) for line in (LISTS / name).read_text(encoding="utf-8").splitlines() if " | " in line
    ]
    assert {kind for kind, _ in lines} == {"own", "other"}
    return [text for kind, text in lines if kind == "own"], [text for kind, text in lines if kind == "other"]


def test_every_post_of_the_first_list_is_judged_right() -> None:
    own, others = listed("first.txt")
    assert (len(own), len(others)) == (30, 30)
    assert [text for text in own if not first_person_distress(text)] == []
    assert [text for text in others if first_person_distress(text)] == []


@pytest.mark.parametrize(
    ("name", "posts", "found", "wrong"),
    [("second.txt", 60, 22, 3), ("later.txt", 188, 74, 2), ("plain.txt", 60, 26, 3)],
)
def test_what_was_reached_on_the_other_lists_is_kept(name: str, posts: int, found: int, wrong: int) -> None:
    own, others = listed(name)
    assert len(own) + len(others) == posts
    assert sum(map(first_person_distress, own)) >= found
    assert sum(map(first_person_distress, others)) <= wrong


def test_the_quick_look_passes_every_phrase() -> None:
    own = [*OWN, *(text for name in ("first.txt", "second.txt", "later.txt") for text in listed(name)[0])]
    spoken = [text for text in own if lexicon().own.search(text)]
    assert len(spoken) > 60
    assert [text for text in spoken if not lexicon().needed.search(text)] == []


@pytest.mark.parametrize("mark", ["\u200b", "*", "·", "😱", " ", "\n", ",", "。"])
@pytest.mark.parametrize("text", ["我想死", "不想活了"])
def test_marks_between_the_characters_hide_nothing(text: str, mark: str) -> None:
    assert first_person_distress(mark.join(text))


def test_a_megabyte_is_read() -> None:
    assert not first_person_distress("孩子说想死," * 100_000)


@given(st.text(st.characters(), max_size=60))
def test_any_text_has_an_answer(text: str) -> None:
    assert first_person_distress(text) in {True, False}
