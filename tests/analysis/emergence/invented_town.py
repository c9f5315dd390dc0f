"""A town of invented posts: everyday talk by seed, and rumours. Shared by the tests of this wing."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from model.records import Post, Precision

START = datetime(2026, 3, 2, tzinfo=UTC)
SOURCES = ("城事论坛", "晚报", "家长群站", "五金之窗")

_SUBJECTS = [
    "路口红绿灯",
    "小区快递柜",
    "菜场豆腐",
    "公园跑道",
    "楼下早餐店",
    "驾校科目",
    "老家杨梅",
    "医院挂号",
    "公交末班",
    "河边钓鱼",
    "健身房续费",
    "宠物疫苗",
    "装修瓷砖",
    "电动车充电",
    "孩子补课",
    "阳台种花",
    "旧手机回收",
    "羽毛球场",
    "图书馆座位",
    "自来水压力",
]
_SAYINGS = (
    "{}这几天怎么样,有人去过没有",
    "想问一下{}的事情,价钱大概多少",
    "{}比去年好多了,大家觉得呢",
    "今天路过看到{},人还真不少",
    "关于{}我也来说两句,希望能改进",
    "{}什么时候能弄好啊,等了很久",
)
RUMOUR = (
    "听说实验小学门口小店在卖牙签弩,能射穿易拉罐",
    "求证:孩子书包里翻出牙签弩,小店老板说很好卖",
    "牙签弩到底哪里在卖?射到眼睛怎么办,家长们注意",
    "校门口那家小店的牙签弩十块一把,孩子人手一个",
    "今天接孩子看到有人玩牙签弩,射穿了易拉罐,吓人",
)
OTHER_RUMOUR = (
    "群里都在传城北水厂氯气泄漏,自来水一股怪味",
    "水厂氯气泄漏是真的吗?我家水龙头也有怪味",
    "城北的朋友注意,说是氯气泄漏,先别用自来水烧饭",
    "超市矿泉水被抢空了,都说水厂氯气泄漏",
    "打电话问了,没人承认氯气泄漏,可水里怪味是真的",
)


def post(
    number: int, at: datetime, title: str, body: str, *, source: str = SOURCES[0], thread: str = "", voice: str = ""
) -> Post:
    return Post(
        source=source, key=f"p{number}", url=f"https://town.invalid/{number}", thread=thread or f"t{number}",
        thread_url="", opener=True, title=title, body=body, published_at=at, precision=Precision.MINUTE,
        fetched_at=at + timedelta(minutes=1), voice=voice or None,
    )  # fmt: skip


def everyday(days: int, *, a_day: int = 60, seed: int = 7) -> Iterator[Post]:
    """Talk about the same things day after day, in fetch order."""
    chance = random.Random(seed)
    number = 0
    for day in range(days):
        for minute in sorted(chance.randrange(24 * 60) for _ in range(a_day)):
            body = chance.choice(_SAYINGS).format(chance.choice(_SUBJECTS))
            yield post(number, START + timedelta(days=day, minutes=minute), "", body, source=chance.choice(SOURCES))
            number += 1


def rumour(at: datetime, texts: Sequence[str] = RUMOUR, *, first: int = 900_000, step: int = 25) -> list[Post]:
    """Each text as a thread of its own, in turn on each source, `step` minutes apart."""
    return [
        post(first + i, at + timedelta(minutes=step * i), "", text, source=SOURCES[i % len(SOURCES)])
        for i, text in enumerate(texts)
    ]


def in_fetch_order(*streams: Sequence[Post] | Iterator[Post]) -> list[Post]:
    return sorted((p for stream in streams for p in stream), key=lambda p: (p.fetched_at, p.source, p.key))
