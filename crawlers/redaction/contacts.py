"""Ways to reach a person that are not plain numbers: e-mail, messengers, profile addresses, account numbers.

A contact cue followed by a Latin token is masked whatever it looks like: 加微信 abc123, vx:lily_99, 扣扣 4567.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawlers.redaction.data import Datum, Span

_DOMAIN = r"[a-z0-9-]{1,63}(?:(?:\.|。| ?点 ?|\(dot\)| dot )[a-z0-9-]{2,63}){1,3}"
_MAIL = re.compile(rf"(?<![a-z0-9._%+-])[a-z0-9._%+-]{{1,64}} ?(?:@|\(at\)|\[at\]|艾特|圈a| at ) ?{_DOMAIN}")
MAYBE_MAIL = re.compile(r"@|\(at\)|\[at\]|艾特|圈a| at |[#*&] ?[a-z1]")
_MAIL_HASH = re.compile(
    r"(?<![a-z0-9._%+-])[a-z0-9._%+-]{1,64} ?[#*&] ?"
    r"(?:qq|vip\.qq|163|126|139|189|gmail|sina|sohu|hotmail|outlook|foxmail|yeah)\.(?:com|cn|net)(?![a-z0-9])"
)

_WECHAT = r"微信|威信|薇信|维信|徽信|卫星|嶶信|葳信|薇芯|v信|wei ?xin|wechat|wxid|wx|vx"
_QQ = r"扣扣|抠抠|企鹅号?|球球|q ?q"
_OTHER = (
    r"telegram|电报|飞机号|tg|whatsapp|skype|line ?id|钉钉|抖音|快手|小红书|红薯|微博|支付宝|陌陌|探探|soul|b站"
    r"|贴吧|闲鱼|instagram|facebook|twitter|推特|ins|ig"
)
_WEAK = r"薇|微|威|卫|嶶|v|w|q|扣|企鹅"
_JUNK = r"[^\w\n\x00〔〕,,。;;、!!??]"  # spaces, colons, brackets, hearts … between cue and handle
_LINK = rf"(?:[群号號]|账号|帐号|号码|id|小号|大号|客服|名|昵称|搜索?|me){{0,2}}{_JUNK}{{0,4}}[是为]?{_JUNK}{{0,3}}"
_HANDLE = r"(?P<token>(?:[a-z0-9](?:[a-z0-9_.-]| (?=\d)){2,39}|[a-z]\d))"
_CUES = (
    (re.compile(rf"(?<![a-z])(?:{_WECHAT}){_LINK}{_HANDLE}"), Datum.WECHAT),
    (re.compile(rf"(?<![a-z])(?:{_QQ}){_LINK}{_HANDLE}"), Datum.QQ),
    (re.compile(rf"(?<![a-z])(?:{_OTHER}){_LINK}{_HANDLE}"), Datum.OTHER_ID),
    (
        re.compile(rf"(?:加|➕|\+|私|联系|找)(?:我|你|他|她)?的?[ \t]?(?P<cue>{_WEAK}){_LINK}{_HANDLE}"),
        Datum.WECHAT,
    ),
    (
        re.compile(rf"(?<![a-z0-9])(?P<cue>{_WEAK}){_JUNK}{{0,3}}[号群]?{_JUNK}{{0,2}}[::][ \t]{{0,2}}{_HANDLE}"),
        Datum.WECHAT,
    ),
    (re.compile(rf"(?:加我|加个|私我|➕我|\+我)[ \t]?(?:[::])?[ \t]?{_HANDLE}"), Datum.OTHER_ID),
)
MAYBE_HANDLE = re.compile(r"[a-z0-9][a-z0-9_. -]{2}|[a-z]\d")
_CUE = re.compile(rf"{_WECHAT}|{_QQ}|{_OTHER}|{_WEAK}|加我|加个|私我|➕我|\+我")
_ORDINARY = re.compile(
    r"(?:app|apps|pay|ios|android|iphone|ipad|https?|www|pc|ok|logo|vip|id|web|bug|sdk|api|video|live|group|tv|plus|pro|max"
    r"|beta|ui|mini|car|com|cn|and|the|for|with|from|online|team|music|work|mail)(?![a-z0-9_])"
)
_SMALL_NUMBER = re.compile(r"\d{1,4}(?![\d_.a-z-])")

_NUMBERED = re.compile(
    r"(?:护照|学号|工号|社保|医保|准考证|订单|运单|快递单?|单号|账号|帐号|账户|帐户|会员号?|编号|身份证|证件|驾驶证"
    r"|驾照|卡号|银行卡|病历|住院|档案|通行证|户名)(?:号码?|编号|卡号|尾号)?[ \t]{0,2}[::是为]?[ \t]{0,2}"
    r"(?P<token>[a-z]{0,4}[a-z0-9-]{0,3}\d[a-z0-9-]{3,30})"
)
MAYBE_NUMBERED = re.compile(r"\d[a-z0-9-]{3}")
MAYBE_PROFILE = re.compile(r"[/=]|space-u")
_PROFILE = re.compile(
    r"(?:weibo\.(?:com|cn)/(?:u/|n/|p/)?|t\.me/|douyin\.com/(?:user|share/user)/|xiaohongshu\.com/user/profile/"
    r"|zhihu\.com/people/|bilibili\.com/|(?:twitter|x|instagram|facebook|tiktok)\.com/@?|kuaishou\.com/profile/"
    r"|user\.qzone\.qq\.com/|u\.wechat\.com/|weixin\.qq\.com/[a-z]/|tieba\.baidu\.com/home/main\?un=|space-uid-|space-username-)"
    r"(?P<token>[^\s/?#&\"'<>()（）,，。;；〔〕\x00]{2,60})"
)
_DEEP_LINK = re.compile(r"(?:weixin|mqq\w*|alipays?)://(?P<token>[^\s〔〕\x00]{2,200})")
_PARAMETER = re.compile(
    r"[?&;](?:uid|userid|user_id|user|username|uname|uin|openid|phone|mobile|tel|email|wechat|weixin|wx|qq|account|nick)="
    r"(?P<token>[^\s&#\"'<>〔〕\x00]{2,80})"
)


def mails(shadow: str) -> Iterator[Span]:
    """E-mail addresses, also disguised: name#qq.com, name(at)163 点 com."""
    for pattern in (_MAIL, _MAIL_HASH):
        for match in pattern.finditer(shadow):
            yield Span(match.start(), match.end(), Datum.EMAIL)


def cued(shadow: str) -> Iterator[Span]:
    """The token after a contact cue; ordinary words (app, pay, https …) and short plain numbers stay."""
    if _CUE.search(shadow) is None:
        return
    for pattern, kind in _CUES:
        for match in pattern.finditer(shadow):
            if not _ORDINARY.match(shadow, match.start("token")) and not _small(match, shadow):
                yield Span(match.start("token"), _end(match), _weak_kind(match, kind))


def numbered(shadow: str) -> Iterator[Span]:
    """Document, order and account numbers after the word that names them."""
    for match in _NUMBERED.finditer(shadow):
        yield Span(match.start("token"), match.end("token"), Datum.OTHER_ID)


def profiles(shadow: str) -> Iterator[Span]:
    """The handle in the address of somebody's page or in the query of a link."""
    for pattern in (_PROFILE, _DEEP_LINK, _PARAMETER):
        for match in pattern.finditer(shadow):
            kind = Datum.QQ if "qzone" in match[0] or "uin=" in match[0] or "qq=" in match[0] else Datum.OTHER_ID
            yield Span(match.start("token"), match.end("token"), kind)


def _small(match: re.Match[str], shadow: str) -> bool:
    return bool(_SMALL_NUMBER.match(shadow, match.start("token")))


def _end(match: re.Match[str]) -> int:
    return match.start("token") + len(match["token"].rstrip(" ._-"))


def _weak_kind(match: re.Match[str], kind: Datum) -> Datum:
    return Datum.QQ if match.groupdict().get("cue") in {"q", "扣", "企鹅"} else kind
