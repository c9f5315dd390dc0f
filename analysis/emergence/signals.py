"""What the manner of a text says: advertising, a greeting, an enquiry. Evidence for or against, never a verdict.

The lists are everyday words of Chinese boards, not words of any story.
"""

from __future__ import annotations

import re
from pathlib import Path

_HAZARDS = Path(__file__).resolve().parents[2] / "data" / "lexicons" / "hazards.txt"
_CONTACT = re.compile(
    r"\d{6,}|\d{3,4}-\d{4,8}|电话|手机号|微信|加[vV]|vx|QQ|扣扣|二维码|热线|(?:请|可|需要的?)联系|咨询|预约|详谈|面谈|私聊"
)
_OFFER = re.compile(
    r"优惠|特价|折起|打折|五折|办卡|贷款|抵押|放款|包邮|下单|代理|加盟|招聘|诚聘|招工|普工|包吃住|双休|出租|转让|租金|"
    r"开业|欢迎(?:新老|进店|光临|选购|咨询)|先到先得|名额有限|一站式|批发|回收|团购|秒杀|促销|礼品|拎包入住"
)
_ENQUIRY = re.compile(
    r"真的吗|真的假的|是真的|真假|求证|属实|听说|据说|有没有人知道|有人知道吗|谁知道|谁能说说|群里|朋友圈|扩散|"
    r"谣言|辟谣|假的吧|提醒|大家注意|小心|当心|太可怕|吓人|紧急|求扩散|看到有人说|刚刷到|怎么回事|什么情况"
)
_GREETING = re.compile(
    r"快乐|愉快|早安|晚安|早上好|晚上好|好梦|祝大家|祝福|祝愿|节日|放假|假期|怎么过|过节|新年|吉祥|恭喜|活动有人|到了$"
)


def _listed(path: Path) -> re.Pattern[str]:
    """Any word of a list: words between spaces, lines that begin with # left out."""
    lines = path.read_text(encoding="utf-8").splitlines()
    words = {word for line in lines if not line.startswith("#") for word in line.split()}
    return re.compile("|".join(sorted(map(re.escape, words))))


_HAZARD = _listed(_HAZARDS)


def advertises(text: str) -> bool:
    """Whether a text reads like an advertisement: a contact beside an offer, or two offers."""
    offers = len(set(_OFFER.findall(text)))
    return offers >= 2 or (offers >= 1 and _CONTACT.search(text) is not None)


def leaves_contact(text: str) -> bool:
    """Whether a text asks to be called, written to or added."""
    return _CONTACT.search(text) is not None


def enquires(text: str) -> bool:
    """Whether a text asks if something is true, or passes on hearsay."""
    return _ENQUIRY.search(text) is not None


def greets(text: str) -> bool:
    """Whether a text is a greeting or talk about a holiday."""
    return _GREETING.search(text) is not None


def endangers(text: str) -> bool:
    """Whether a text speaks of danger to life, health or money (data/lexicons/hazards.txt)."""
    return _HAZARD.search(text) is not None
