"""Names: mentions, children's names, and names that stand next to a way to reach the person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from crawlers.redaction.data import Datum, Span

_NICK = r"[\w\u4e00-\u9fff·•\-]"
_MENTION = re.compile(rf"(?<![a-z0-9〔._%+-])@[ ]?(?P<name>{_NICK}{{1,20}})")
MAYBE_MENTION = re.compile(r"@|[回答]复|引用")
_REPLY_TO = re.compile(
    rf"(?:^|(?<=[\n\s。!?!?,,;;]))(?:回复|答复|引用)[ ]{{0,2}}(?:\d{{1,5}}[楼#][ ]?)?(?P<name>{_NICK}{{1,20}}?)"
    r"(?=[ ]?[::]| 的(?:帖子|回复|评论|话)| 发表于)"
)
_NOT_A_NAME = re.compile(
    r"(?:\d{1,5}(?:元|块|毛|角|米|%|折)?|楼主|楼上|楼下|沙发|层主|本帖|主题|内容|时间|如下|\d+楼)$"
)

_SURNAMES = (
    "王张李刘陈杨赵吴周徐孙朱胡郭何罗郑梁谢宋唐韩冯邓曹彭曾肖萧董袁潘蒋蔡余杜苏魏吕丁沈姚卢姜崔谭汪廖贾邹邱尹薛闫阎侯龚邵覃贺倪葛"
    "樊岳翟俞聂耿殷詹庞邢褚楼施应胥骆林高马黄于叶程任钟陆范石夏韦付方白孟熊秦江段雷龙史陶黎顾毛郝钱严武戴莫孔向汤常温康牛齐伍颜庄章鲁申欧"
    "关兰焦左柳甘祝包宁尚舒阮柯纪梅童凌毕单季裴霍涂成苗谷翁冉蓝路游辛管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤"
)
_GIVEN = r"[\u4e00-\u9fff]{1,2}"
_FULL = rf"(?:欧阳|司马|上官|诸葛|夏侯|皇甫|尉迟|[{_SURNAMES}]){_GIVEN}"
_CHILD = r"孩子|小孩|儿子|女儿|闺女|小朋友|学生|同学|宝宝|男孩|女孩|娃娃?|外甥女?|侄[子女]|孙[子女]"
_COMMON = "王张李刘陈杨赵吴徐孙朱胡郭罗郑梁谢宋韩邓曹彭肖蒋蔡魏吕沈姚卢谭"
_NAME = rf"(?P<name>[{_COMMON}][\u4e00-\u9fff]{{1,2}})"
_YOUNG = r"(?:1[0-7]|[0-9])(?:周?岁|个月)"
_MINOR = (
    re.compile(rf"(?:{_CHILD})(?:的?名字|姓名)?(?:名?叫做?|名为|姓名?[::]|是[::])[ ]?(?P<name>{_FULL})"),
    re.compile(
        rf"(?:{_CHILD}){_NAME}(?=今年|[昨今前]天|昨晚|走失|失踪|失联|不见|[((,,]{{0,2}}(?:[男女][,,]?)?{_YOUNG})"
    ),
    re.compile(rf"(?:年级|班)的?[ ]?(?P<name>{_FULL})[ ]?(?=同学|小朋友|的(?:家长|妈妈|爸爸|奶奶|爷爷))"),
    re.compile(rf"(?<![\u4e00-\u9fff]){_NAME}[ ]?(?=同学|小朋友|[((,,]{{1,2}}(?:[男女][,,]?)?{_YOUNG})"),
)
MAYBE_MINOR = re.compile(r"孩|儿子|女儿|闺女|小朋友|学生|同学|宝宝|娃|外甥|侄|孙|年级|班|岁|个月")
_ROLE = re.compile(
    r"(?:联系人|联络人|姓名|收件人|收货人|寄件人|户名|开户名|收款人|机主|失主|车主|经办人|家长|本人)"
    r"[ ]{0,2}[::][ ]{0,2}"
    rf"(?P<name>{_FULL}(?:先生|女士|小姐|师傅|老师|经理|医生)?)"
)
_TITLE = "(?:先生|女士|小姐|师傅|老师|经理|医生|老板|主任|阿姨|大姐|大哥|哥|姐|总|工)"
_NO_NAME = (
    "(?!施工|应聘|应急|应征|包车|包月|高价|高薪|马上|方便|平时|金融|管理|管道|温馨|常年|安装|安全"
    "|路面|水电|欧洲|付款|付费)"
)
_BARE = rf"(?:(?<![\u4e00-\u9fff])|(?<=联系)|(?<=[找人东主叫是])){_FULL}"
_TITLED = re.compile(
    rf"(?P<name>{_NO_NAME}(?:(?:{_FULL}|[{_SURNAMES}]){_TITLE}|(?:老|小|阿)[{_SURNAMES}]|{_BARE}))"
    r"[ \t::,,((]{0,3}(?:的)?(?:联系)?(?:电话|手机|号码|微信|tel)?号?[ \t::,,((是]{0,3}$"
)
_TITLED_AFTER = re.compile(
    r"^[ \t,,((]{0,3}(?:联系人|请?找)?[::]?[ ]?"
    rf"(?P<name>(?:{_FULL}|[{_SURNAMES}]){_TITLE}|(?:老|小|阿)[{_SURNAMES}])"
)
_REACHABLE = {Datum.MOBILE, Datum.LANDLINE, Datum.WECHAT, Datum.QQ, Datum.ID_CARD, Datum.BANK_CARD}


def mentions(shadow: str) -> Iterator[Span]:
    """@name, 回复 @name, //@name: — and 回复 name: without the sign, as boards write it."""
    for match in _MENTION.finditer(shadow):
        if not _NOT_A_NAME.match(match["name"]):
            yield Span(match.start(), match.end(), Datum.MENTION)
    for match in _REPLY_TO.finditer(shadow):
        if not _NOT_A_NAME.match(match["name"]):
            yield Span(match.start("name"), match.end("name"), Datum.MENTION)


def minors(shadow: str) -> Iterator[Span]:
    """Names of children where the text says that it is a child's name."""
    for pattern in _MINOR:
        for match in pattern.finditer(shadow):
            yield Span(match.start("name"), match.end("name"), Datum.MINOR_NAME)


def named(shadow: str, found: Sequence[Span]) -> Iterator[Span]:
    """Names after 联系人: and the like, and names directly before or after a contact in `found`."""
    for match in _ROLE.finditer(shadow):
        yield Span(match.start("name"), match.end("name"), Datum.NAME_CONTACT)
    for span in found:
        if span.kind not in _REACHABLE:
            continue
        start = max(0, span.start - 24)
        before = _TITLED.search(shadow[start : span.start])
        if before is not None:
            yield Span(start + before.start("name"), start + before.end("name"), Datum.NAME_CONTACT)
        after = _TITLED_AFTER.match(shadow[span.end : span.end + 24])
        if after is not None:
            yield Span(span.end + after.start("name"), span.end + after.end("name"), Datum.NAME_CONTACT)
