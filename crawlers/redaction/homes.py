"""Doors and number plates. Streets and estates stay, they say where something happens; the door does not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawlers.redaction.data import Datum, Span

_N = r"(?:[0-9]{1,5}|[a-z][0-9]{0,3}|[一二三四五六七八九十]{1,4})"
_HOUSE = rf"(?:{_N}[ ]?(?:号楼|幢|栋|号|弄|座)[ ]?){{1,3}}"
_DOOR = re.compile(
    rf"(?=[ 0-9a-z一二三四五六七八九十])(?<![0-9a-z])(?:{_HOUSE}(?:{_N}[ ]?单元[ ]?)?(?:{_N}[ ]?楼[ ]?)?{_N}[ ]?室"
    rf"|(?:{_N}[ ]?(?:号楼|幢|栋|座)[ ]?){{1,2}}[0-9]{{3,4}}(?![0-9元块])"
    rf"|{_HOUSE}{_N}[ ]?单元(?:[ ]?{_N}(?:[ ]?(?:室|楼|号))?)?"
    rf"|{_N}[ ]?单元[ ]?{_N}(?:[ ]?室)?"
    rf"|[0-9]{{1,3}}[ ]?[-—#][ ]?[0-9]{{1,2}}[ ]?[-—#][ ]?[0-9]{{3,4}}(?:室|(?![0-9-]))"
    rf"|(?<=[路街巷弄道村区苑园庭府城])[ ]?[0-9]{{1,5}}号[ ]?[0-9]{{3,4}}(?![0-9元块]))"
)
_LIVES = re.compile(
    r"(?<!住)(?:家住|住在|住址|地址|我家在|他家在|她家在|寄到|户籍|家在|住)[::在是]?[ ]?[\u4e00-\u9fff0-9]{0,16}?"
    rf"(?P<door>{_N}[ ]?(?:号|弄|幢|栋|座)"
    r"(?:[ ]?[0-9a-z一二三四五六七八九十]{1,5}[ ]?(?:幢|栋|单元|室|号|楼)){0,3})(?!线|楼梯|公交|地铁)"
)
MAYBE_DOOR = re.compile(r"[0-9a-z一二三四五六七八九十] ?(?:[号幢栋弄座单]|[-—#] ?[0-9]{1,2} ?[-—#])")
_PROVINCE = "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]"
_PLATE = re.compile(
    rf"{_PROVINCE}[ ]?[a-hj-np-z][ ·•.\-]{{0,2}}(?=[a-z*×]{{0,4}}[0-9])"
    r"[a-hj-np-z0-9*×]{4,5}[a-hj-np-z0-9*×挂学警港澳](?![a-z0-9])"
)


def doors(shadow: str) -> Iterator[Span]:
    """The part of an address that names one home: 12号301室, 5幢2单元; any house number after 家住, 地址 …"""
    for match in _DOOR.finditer(shadow):
        yield Span(match.start(), match.end(), Datum.ADDRESS)
    for match in _LIVES.finditer(shadow):
        yield Span(match.start("door"), match.end("door"), Datum.ADDRESS)


def plates(shadow: str) -> Iterator[Span]:
    """Number plates of cars, with at least two digits."""
    for match in _PLATE.finditer(shadow):
        if sum(c.isdigit() for c in match[0]) >= 2:
            yield Span(match.start(), match.end(), Datum.PLATE)
