"""钉钉群自定义机器人.

Manual: https://open.dingtalk.com/document/robots/custom-robot-access (cited at
https://juejin.cn/post/7129698690297495583): 20 messages a minute and robot; more than that, and it stays silent
for ten minutes. The size is what its own answer says: ``460101 message too long, exceed 20000 bytes``
(github.com/timonwong/prometheus-webhook-dingtalk/issues/30). ``310000`` is said for a missing keyword, a wrong
signature and an unknown IP alike and is told apart by its words (github.com/qd-today/qd/issues/510,
github.com/timonwong/prometheus-webhook-dingtalk/issues/197); 130101 is the rate
(https://blog.csdn.net/jialiuyang/article/details/118615052). No stored page was found for 300005, 400013, 400101,
400102, 410100 and 4301xx; they are what the manual's table is known to say. ``at`` is always empty. A picture is
shown by Markdown from an address that anybody can read (``![](…)``, as at
https://cscoder.cn/docs/open/aliyun/robot-messages-markdown.html); a robot cannot be given one.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime, timedelta
from urllib.parse import quote

from alerts.delivery.harmless import address as plain_link
from alerts.delivery.harmless import harmless
from alerts.delivery.parcel import Part
from alerts.delivery.post import as_json
from alerts.delivery.robots.address import Address
from alerts.delivery.robots.robot import Robot, Verdict

_OFTEN = Verdict(reason="often", rest=timedelta(minutes=10))
_KEY, _IP = Verdict(reason="key", final=True), Verdict(reason="ip", final=True)
_STOPPED = Verdict(reason="stopped", final=True)
_CONTENT = Verdict(reason="content", final=True, halts=False)
_REST_OF_BODY = 200  # bytes of the message around its text
_IN_MARKDOWN = ":/?#!$&'*+,;=%-._~@"  # a bracket would end the address


def signature(secret: str, milliseconds: int) -> str:
    """``sign`` of 加签: HMAC-SHA256 over time and secret with the secret as key, in base64."""
    made = hmac.new(secret.encode(), f"{milliseconds}\n{secret}".encode(), hashlib.sha256).digest()
    return base64.b64encode(made).decode()


def escaped(text: str) -> int:
    """Bytes of `text` inside a JSON body."""
    return len(as_json(text))


def _request(address: Address, text: str, at: datetime) -> tuple[str, dict[str, object]]:
    return _signed(address, {"msgtype": "text", "text": {"content": text}}, at)


def _picture(address: Address, part: Part, at: datetime) -> tuple[str, dict[str, object]]:
    title = harmless(part.parcel.subject)
    words = "\n\n".join(harmless(line) for line in part.text.splitlines())
    shown = f"![]({quote(plain_link(str(part.parcel.body['url'])), safe=_IN_MARKDOWN)})\n\n{words}"
    return _signed(address, {"msgtype": "markdown", "markdown": {"title": title, "text": shown}}, at)


def _signed(address: Address, message: dict[str, object], at: datetime) -> tuple[str, dict[str, object]]:
    content = {**message, "at": {"atMobiles": [], "atUserIds": [], "isAtAll": False}}
    if not address.secret:
        return address.url, content
    milliseconds = int(at.timestamp() * 1000)
    sign = quote(signature(address.secret, milliseconds), safe="")
    joint = "&" if "?" in address.url else "?"
    return f"{address.url}{joint}timestamp={milliseconds}&sign={sign}", content


def _judge(code: int, words: str) -> Verdict | None:
    if code != 310000:
        return None
    said = words.lower()
    if "keyword" in said or "关键词" in said:
        return Verdict(reason="keyword", final=True)
    if "sign" in said or "签名" in said or "timestamp" in said:
        return Verdict(reason="sign", final=True)
    return _IP if "ip" in said or "白名单" in said else Verdict(reason="security", final=True)


DINGTALK = Robot(
    official="https://oapi.dingtalk.com/robot/send?access_token=",
    limit=20_000 - _REST_OF_BODY, size=escaped, per_minute=15, codes=("errcode",), texts=("errmsg",),
    request=_request, judge=_judge,
    picture=_picture,
    verdicts={
        -1: Verdict(reason="busy"), 130101: _OFTEN, 410100: _OFTEN,
        300001: _IP, 300005: _KEY, 400101: _KEY, 400013: _STOPPED, 400102: _STOPPED,
        460101: _CONTENT, 101002: _CONTENT, 430101: _CONTENT, 430102: _CONTENT, 430103: _CONTENT, 430104: _CONTENT,
    },
)  # fmt: skip
