"""Which columns of a file are read, and which could hold a person: those refuse the whole file. Pure.

The rule errs on the side of refusing: a column that is dropped costs a minute, one that is kept costs a promise.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

KNOWN = ("source", "key", "url", "thread", "title", "body", "published_at", "fetched_at")
REQUIRED = ("source", "key")

_ANYWHERE = re.compile(
    r"author|nick|user|usr|avatar|portrait|member|profile|person|speaker|poster|sender|writer|commenter|publisher"
    r"|blogger|reporter|editor|byline|creator|owner|handle|account|contact|phone|mobile|mail|wechat|weixin|signature"
    r"|gender|birth|passport|follower|mention|reply_?to|replied_?to|identity|id_?card|openid|unionid|screen_?name"
    r"|作者|昵称|网名|网友|头像|用户|账号|帐号|账户|帐户|会员|姓名|名字|[楼层版博群号]主|手机|电话|联系|邮箱|邮件|微信"
    r"|身份证|证件|住址|地址|性别|年龄|生日|出生|个人|签名|粉丝|关注|主页|属地|车牌|银行卡|号码|私信|[人者员]$"
)
_WORDS = frozenset(["uid", "uin", "qq", "tel", "cell", "ip", "sex", "age", "address", "by", "who", "fan", "fans"])
_ALONE = frozenset(["name", "from", "to", "id_number", "人", "谁"])
_NAME_OF_A_THING = frozenset(
    ["source", "site", "board", "forum", "thread", "topic", "file", "category", "section", "column", "channel"]
)


def normal(name: str) -> str:
    """A column's name as it is compared: half-width, lower case, without blanks around it."""
    return unicodedata.normalize("NFKC", name).replace("\ufeff", "").strip().lower()


def could_hold_a_person(name: str) -> bool:
    """Whether a column of this name may say who wrote something, or how to reach somebody."""
    split = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", unicodedata.normalize("NFKC", name).strip()).lower()
    if normal(name) in KNOWN:
        return False
    words = set(re.findall(r"[a-z]+", split))
    named = "name" in words and not words & _NAME_OF_A_THING
    return bool(_ANYWHERE.search(split) or words & _WORDS or split in _ALONE or named)


def unread(names: Iterable[str]) -> list[str]:
    """The columns that are neither read nor refused, in order, each once."""
    return list(dict.fromkeys(name for name in names if name and normal(name) not in KNOWN))
