"""Different posts that share much of their wording: what a careless index takes for copies. All is invented."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence

_PLACES = [
    "城东",
    "城西",
    "老汽车站",
    "人民广场",
    "南门菜场",
    "新华小区",
    "二中门口",
    "江滨公园",
    "五金城",
    "高铁站",
    "夜市街",
    "望春桥",
]
_COLOURS = ["红色", "黑色", "灰色", "蓝色", "白色", "黄色", "咖啡色", "墨绿色"]
_CLOTHES = ["外套", "羽绒服", "毛衣", "校服", "连衣裙", "运动裤", "牛仔裤", "棉背心"]
_GOODS = ["婴儿车", "电动车", "冰箱", "书桌", "山地自行车", "洗衣机", "钢琴", "空调", "沙发", "健身器"]
_JOBS = [
    "服务员",
    "保洁员",
    "仓库管理员",
    "电焊工",
    "会计",
    "幼儿园老师",
    "送货司机",
    "缝纫工",
    "前台",
    "数控操作工",
]
_STATES = ["九成新", "只用过两次", "有一点划痕", "搬家急出", "原装发票都在", "孩子大了用不上了"]
_SIGNS = ("听力不好", "不太会说话", "说本地话", "背着书包", "拄着拐杖")
_WHO = ("小男孩", "小女孩", "老人", "老大爷", "老太太", "中年妇女")
_ROOMS = ("一室一厅", "两室一厅", "三室两厅", "单间带独卫", "复式", "四室两厅")
_EXTRAS = [
    "家电齐全",
    "拎包入住",
    "可短租",
    "不养宠物",
    "有电梯",
    "采光好",
    "近学校",
    "带车位",
    "新装修",
    "押一付三",
]
_SIGNATURE = (
    "——————本号只转发街坊投稿,内容由投稿人负责,不代表本号观点。投稿请在后台留言,"
    "合作请联系运营,转载请注明出处。长按二维码关注我们,每天早上八点准时更新本地新鲜事。"
)
_NOTICES = (
    "【通知】接上级部门通知,为做好近期安全工作,请各位居民务必注意以下事项:",
    "各位家长请注意,根据学校工作安排,现将本周有关事项通知如下,请认真阅读并配合:",
    "【温馨提示】受冷空气影响,预计未来三天我市将有一次明显降温过程,气象部门提醒市民:",
)

Several = Callable[[random.Random, Sequence[str]], list[str]]


def _lost(chosen: random.Random, _: Sequence[str]) -> list[str]:
    """People looked for: one form, other people."""
    return [
        f"寻人启事:{who},{chosen.randint(3, 85)}岁,身高{chosen.randint(95, 180)}厘米左右,"
        f"{chosen.randint(1, 28)}日{chosen.choice(['早上', '中午', '傍晚', '晚上'])}在{place}走失,"
        f"走失时上身穿{chosen.choice(_COLOURS)}{chosen.choice(_CLOTHES)},下身{chosen.choice(_COLOURS)}"
        f"{chosen.choice(_CLOTHES)},{chosen.choice(_SIGNS)},"
        "有看到的好心人请联系家人,必有重谢"
        for who, place in _pairs(chosen, _WHO, _PLACES)
    ]


def _flats(chosen: random.Random, _: Sequence[str]) -> list[str]:
    """Flats to let: one form, other flats."""
    return [
        f"出租{place}{room},{chosen.randint(30, 160)}平,{chosen.randint(2, 26)}楼,"
        f"月租{chosen.randint(4, 40) * 100},{','.join(chosen.sample(_EXTRAS, 3))},有意私聊,中介勿扰"
        for room, place in _pairs(chosen, _ROOMS, _PLACES)
    ]


def _sales(chosen: random.Random, _: Sequence[str]) -> list[str]:
    return [
        f"出一个{goods},{chosen.choice(_STATES)},原价{chosen.randint(3, 90) * 100},现在{chosen.randint(1, 40) * 50}"
        f"就卖,{place}自提,{chosen.choice(['可以小刀', '不议价', '送货另算', '先到先得'])},需要的私信我"
        for goods, place in _pairs(chosen, _GOODS, _PLACES)
    ]


def _jobs(chosen: random.Random, _: Sequence[str]) -> list[str]:
    return [
        f"招聘{job}{chosen.randint(1, 9)}名,地点{place},工资{chosen.randint(30, 90) * 100},"
        f"{chosen.choice(['包吃住', '包吃', '有社保', '月休四天', '做六休一', '长白班'])},"
        f"{chosen.choice(['有经验优先', '生手可学', '男女不限', '夫妻工优先', '限四十五岁以下'])},有意的私聊"
        for job, place in _pairs(chosen, _JOBS, _PLACES)
    ]


def _signed(chosen: random.Random, texts: Sequence[str]) -> list[str]:
    """Different posts above one long signature."""
    return [text + _SIGNATURE for text in chosen.sample(texts, 10)]


def _noticed(chosen: random.Random, texts: Sequence[str]) -> list[str]:
    """Different posts below one beginning."""
    notice = chosen.choice(_NOTICES)
    return [notice + text for text in chosen.sample(texts, 10)]


def _pairs(chosen: random.Random, some: Sequence[str], others: Sequence[str]) -> list[tuple[str, str]]:
    """Each of `some` with another of `others`."""
    return list(zip(some, chosen.sample(others, len(some)), strict=True))


SEVERAL: Mapping[str, Several] = {
    "people looked for": _lost,
    "flats to let": _flats,
    "things for sale": _sales,
    "jobs": _jobs,
    "one long signature": _signed,
    "one beginning": _noticed,
}
"""Each makes texts of which none is a copy of another; the second argument is a stock of different posts."""
