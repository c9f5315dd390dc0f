"""Invented inhabitants. Their names are built so that they cannot occur in any sentence of the town by chance."""

from __future__ import annotations

from random import Random

from demo.records import Speaker

_FIRST = (
    "橙子味", "夜航", "青柠", "胖达", "不吃香菜", "阿禾", "墨鱼丸", "薄荷", "向北", "风筝线",
    "半糖", "木木", "栗子", "云朵", "大橘", "喵星", "钢蛋", "土豆泥", "海盐", "七月半", "拾光",
    "芝士", "电波", "路灯下", "蜗牛", "星期八", "白开水", "猫步",
)  # fmt: skip
_SECOND = (
    "汽水", "同学", "船长", "先森", "不加冰", "小号", "在路上", "爱睡觉", "本人", "的日常",
    "慢半拍", "老友", "来也",
)  # fmt: skip


class Crowd:
    """About a thousand people, a few of whom talk a lot."""

    def __init__(self, random: Random, size: int = 900) -> None:
        self._random = random
        numbers = random.sample(range(10_000, 99_999), size)
        self.people = [
            Speaker(name=f"{random.choice(_FIRST)}{random.choice(_SECOND)}{number % 1000:03d}", number=number)
            for number in numbers
        ]

    def one(self) -> Speaker:
        """Somebody; the first of the list far more often than the last."""
        return self.people[int(len(self.people) * self._random.random() ** 1.6)]

    def several(self, count: int) -> list[Speaker]:
        """`count` different people."""
        return self._random.sample(self.people, count)
