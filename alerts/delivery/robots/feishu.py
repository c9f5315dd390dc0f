"""飞书群自定义机器人.

Manual: https://open.feishu.cn/document/ukTMukTMukTM/ucTM5YjL3ETO24yNxkjN (read as
https://open.larkoffice.com/document/ukTMukTMukTM/ucTM5YjL3ETO24yNxkjN.md): the body of a request at most 20 KB,
100 requests a minute and 5 a second per robot, 11232 when the service limits. 9499, 19021, 19022 and 19024, and
3,600 s as the age of a signature: https://blog.csdn.net/qq_43108153/article/details/136166075. 19036 (too long):
release notes of github.com/hughcube/laravel-lark. No stored page was found for 19001; it is what the service is
known to say of an unknown robot. Old answers have ``StatusCode`` instead of ``code``.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime, timedelta

from alerts.delivery.robots.address import Address
from alerts.delivery.robots.dingtalk import escaped
from alerts.delivery.robots.robot import Robot, Verdict

_OFTEN = Verdict(reason="often", rest=timedelta(minutes=1))
_CONTENT = Verdict(reason="content", final=True, halts=False)
_REST_OF_BODY = 300  # bytes around the text, with time and signature


def signature(secret: str, seconds: int) -> str:
    """``sign`` of 签名校验: HMAC-SHA256 over nothing, with time and secret as key, in base64."""
    made = hmac.new(f"{seconds}\n{secret}".encode(), b"", hashlib.sha256).digest()
    return base64.b64encode(made).decode()


def _request(address: Address, text: str, at: datetime) -> tuple[str, dict[str, object]]:
    content: dict[str, object] = {"msg_type": "text", "content": {"text": text}}
    if address.secret:
        seconds = int(at.timestamp())
        content = {"timestamp": str(seconds), "sign": signature(address.secret, seconds), **content}
    return address.url, content


FEISHU = Robot(
    official="https://open.feishu.cn/open-apis/bot/v2/hook/",
    limit=20_000 - _REST_OF_BODY, size=escaped, per_minute=60, codes=("code", "StatusCode"),
    texts=("msg", "StatusMessage"), request=_request,
    verdicts={
        11232: _OFTEN, 99991400: _OFTEN, 9499: _CONTENT, 19036: _CONTENT,
        19001: Verdict(reason="key", final=True), 19021: Verdict(reason="sign", final=True),
        19022: Verdict(reason="ip", final=True), 19024: Verdict(reason="keyword", final=True),
    },
)  # fmt: skip
