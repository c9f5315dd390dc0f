"""Whom to ask: offices by kind of topic, the association's own before the national numbers."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from model.config.base import Filled, Settings, Word


class Office(Settings):
    """An office that answers questions of a kind. `about` empty: never named."""

    name: Filled
    call: Annotated[str, Field(pattern=r"^[0-9+][0-9 \-]{2,19}$")]
    about: list[Word] = Field(default=[])


NATIONAL = (
    Office(
        name="公安", call="110",
        about=["失踪", "走失", "拐", "抢", "陌生人", "伤人", "打架", "刀", "弩", "枪", "威胁", "跳楼",
               "轻生", "欺凌"],
    ),
    Office(
        name="急救", call="120",
        about=["溺水", "落水", "中毒", "昏迷", "受伤", "晕倒", "烧伤", "抢救"],
    ),
    Office(
        name="消防", call="119",
        about=["起火", "火灾", "着火", "爆炸", "燃气", "煤气", "被困", "溺水", "落水"],
    ),
    Office(
        name="反诈", call="96110",
        about=["诈骗", "骗局", "骗子", "被骗", "刷单", "转账", "验证码", "贷款", "投资群", "冒充", "扫码", "退款"],
    ),
    Office(
        name="市场监管", call="12315",
        about=["食品", "超市", "餐馆", "外卖", "饭店", "假货", "假冒", "涨价", "过期", "玩具", "弩", "奶茶", "零食",
               "保健品", "药店", "菜场", "电子秤"],
    ),
)  # fmt: skip
"""National numbers, in the order of urgency."""


def offices(own: list[Office]) -> list[Office]:
    """Those of the association first, then the national numbers that it does not name itself."""
    named = {office.call for office in own}
    return [*own, *(office for office in NATIONAL if office.call not in named)]
