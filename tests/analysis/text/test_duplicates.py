"""Near-duplicates: edited copies are found, other news with the same words are not."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

import pytest

from analysis.text.duplicates import Duplicates

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
FIRST = "昨天下午城西小学门口的文具店在卖一种小弩,能射穿易拉罐,孩子们人手一个,家长们都注意一下"

EDITS = [
    FIRST,
    FIRST.replace(",", "!!! "),
    "转发:" + FIRST,
    FIRST + " 求扩散求扩散,大家转起来",
    FIRST.replace("城西小学", "城东小学"),
    FIRST.replace("家长们都注意一下", "真是太危险了"),
    "　".join(FIRST),
    FIRST[:30],
    FIRST.replace("们", "們").replace("个", "個"),
    "刚才在群里看到一条消息," + FIRST[5:],
]
OTHERS = [
    "城西小学下周一开家长会,请家长们带好上次发的通知单,在门口登记以后到各班教室",
    "文具店开学大促销,书包本子全部八折,小朋友凭成绩单再送一支笔,欢迎大家来",
    "昨天下午在城西公园散步,看到孩子们放风筝,天气真好,大家都出来走走吧",
    "你们家孩子放学以后都去哪里写作业,有没有好的托管班推荐一下,价格不要太贵",
]


@pytest.mark.parametrize("copy", EDITS)
def test_an_edited_copy_is_found(copy: str) -> None:
    seen = Duplicates()
    assert seen.add(1, FIRST, NOW) is None
    assert seen.query(copy, NOW) == 1
    assert seen.add(2, copy, NOW + timedelta(hours=2)) == 1


@pytest.mark.parametrize("other", OTHERS)
def test_other_news_is_no_copy(other: str) -> None:
    seen = Duplicates()
    seen.add(1, FIRST, NOW)
    assert seen.add(2, other, NOW) is None


def test_short_texts_must_be_the_same_and_the_shortest_are_never_copies() -> None:
    seen = Duplicates()
    seen.add(1, "明天全城停水", NOW)
    seen.add(2, "真的吗", NOW)
    assert seen.query("明天全城停水!", NOW) == 1
    assert seen.query("后天全城停水", NOW) is None
    assert seen.query("真的吗", NOW) is None
    assert seen.query("", NOW) is None


def test_a_copy_of_a_copy_names_the_first_post() -> None:
    seen = Duplicates()
    seen.add(1, FIRST, NOW)
    seen.add(2, EDITS[3], NOW)
    assert seen.add(3, EDITS[3] + "扩散", NOW) == 1


def test_what_was_last_said_before_the_window_is_forgotten() -> None:
    seen = Duplicates(timedelta(hours=24))
    seen.add(1, FIRST, NOW)
    assert seen.add(2, FIRST, NOW + timedelta(hours=20)) == 1
    assert seen.add(3, FIRST, NOW + timedelta(hours=40)) == 1
    assert seen.add(4, FIRST, NOW + timedelta(hours=65)) is None


def test_an_edited_post_is_no_copy_of_itself() -> None:
    seen = Duplicates()
    seen.add(1, FIRST, NOW)
    assert seen.add(1, EDITS[3], NOW) is None
    assert seen.add(1, FIRST, NOW) is None


def test_the_state_is_rebuilt_from_the_posts_of_the_window() -> None:
    posts = [(i, text, NOW + timedelta(hours=i)) for i, text in enumerate(EDITS + OTHERS)]
    one = Duplicates()
    roots = [one.add(*post) for post in posts]
    again = Duplicates()
    for post, root in zip(posts[3:], roots[3:], strict=True):
        again.add(*post, root=root)
    later = NOW + timedelta(hours=30)
    assert [again.query(text, later) for text in EDITS + OTHERS] == [
        one.query(text, later) for text in EDITS + OTHERS
    ]


def test_a_flood_of_one_advertisement_does_not_hide_the_news() -> None:
    seen = Duplicates()
    seen.add(0, FIRST, NOW)
    flood = "全城最低价家具清仓,满三千减五百,孩子们的书桌也打折,家长们都注意一下,地址老汽车站对面"
    roots = [seen.add(i, f"{flood}第{i}天", NOW + timedelta(minutes=i)) for i in range(1, 400)]
    assert roots[0] is None and set(roots[1:]) == {1}
    assert seen.query(EDITS[3], NOW + timedelta(hours=8)) == 0


LOST = (
    "寻人启事:小男孩,7岁,身高120厘米左右,3日早上在城东走失,走失时上身穿红色外套,下身黑色运动裤,背着书包,有看到的好心人请联系家人,必有重谢",
    "寻人启事:老太太,82岁,身高150厘米左右,21日傍晚在南门菜场走失,走失时上身穿灰色毛衣,下身蓝色牛仔裤,听力不好,有看到的好心人请联系家人,必有重谢",
)
SIGNATURE = (
    "——————本号只转发街坊投稿,内容由投稿人负责,不代表本号观点。投稿请在后台留言,合作请联系运营,转载请注明出处"
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        LOST,
        (FIRST + SIGNATURE, OTHERS[0] + SIGNATURE),
        (SIGNATURE + FIRST, SIGNATURE + OTHERS[3]),
        (
            "出租城东两室一厅,80平,6楼,月租1200,家电齐全,拎包入住,有意私聊,中介勿扰",
            "出租城东两室一厅,95平,6楼,月租1800,家电齐全,拎包入住,有意私聊,中介勿扰",
        ),
        (
            "#城西小学门口的文具店又出事了# 我觉得家长自己也要管好孩子",
            "#城西小学门口的文具店又出事了# 这家店早就该关门,上次也是",
        ),
        (
            "哈哈哈哈" * 30 + "今天的菜场真的是人山人海挤都挤不进去",
            "哈哈哈哈" * 30 + "这个电影笑死我了大家一定要去看一看",
        ),
    ],
    ids=["a form", "a signature", "a beginning", "other figures", "a topic", "laughing"],
)
def test_shared_wording_around_other_news_is_no_copy(one: str, other: str) -> None:
    seen = Duplicates()
    seen.add(1, one, NOW)
    assert seen.query(other, NOW) is None
    assert seen.query("转发微博:" + one, NOW) == 1


def test_half_of_it_with_a_remark_in_front_is_a_copy() -> None:
    seen = Duplicates()
    seen.add(1, FIRST, NOW)
    assert seen.query("不知道是不是真的,先发出来提个醒:" + FIRST[: len(FIRST) // 2 + 1], NOW) == 1


def test_links_and_placeholders_are_no_wording() -> None:
    seen = Duplicates()
    seen.add(
        1, "今天的本地新闻在这里 https://news.example.org/2026/03/01/a-long-address-of-a-page 大家都来看看吧", NOW
    )
    other = "转一个团购链接给邻居们 https://news.example.org/2026/03/01/a-long-address-of-a-page 今晚截止"
    assert seen.query(other, NOW) is None


def test_a_chain_of_copies_ends_where_nothing_is_left_of_the_first() -> None:
    seen = Duplicates()
    parts = [FIRST, *OTHERS]
    chain = [f"{one},{two}" for one, two in itertools.pairwise(parts)]
    roots = [seen.add(i, text, NOW) for i, text in enumerate(chain)]
    assert roots[0] is None
    assert roots[-1] != 0


@pytest.mark.parametrize("text", ["\ud800" * 40, "བོད་སྐད་" * 9, "e\u0301" * 30, "1" * 50_000, "ﷺ" * 200])
def test_odd_texts_are_taken(text: str) -> None:
    seen = Duplicates()
    seen.add(1, text, NOW)
    seen.query(text, NOW)
    seen.add(2, FIRST, NOW)
    assert seen.query(EDITS[2], NOW) == 2
