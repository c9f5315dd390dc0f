"""企业微信群机器人.

Manual: https://developer.work.weixin.qq.com/document/path/91770 (read as
https://work.weixin.qq.com/api/doc/90000/90136/91770): text of at most 2,048 bytes of UTF-8, Markdown 4,096, 20
messages a minute and robot; ``<@userid>`` calls people in both. Plain text is used although its parts are shorter:
nothing that a post says can be formatting there. A picture has no words: ``msgtype: image`` with base64 and MD5
(github.com/vimsucks/wxwork-bot-go: image.go) of a PNG or JPEG of at most 2 MB
(github.com/diegosouzapw/awesome-omni-skill: skills/development/wecom-bot/SKILL.md). Codes: −1 from the list of
global codes (a copy at https://static.kancloud.cn/dabashan/qiwei/2376083); 93000 and 40058 as reported at
github.com/zema1/watchvuln/issues/146 and github.com/RayWangQvQ/BiliBiliTool/issues/569. For 45009 (too often),
45033, 93004, 93008 and 93017 no page was found among the stored ones; they are what the manual's code look-up is
known to say.
"""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime, timedelta

from alerts.delivery.parcel import Part
from alerts.delivery.robots.address import Address
from alerts.delivery.robots.robot import Robot, Verdict
from alerts.delivery.split import utf8

_BUSY = Verdict(reason="busy")
_OFTEN = Verdict(reason="often", rest=timedelta(minutes=1))
_GONE = Verdict(reason="stopped", final=True)


def _request(address: Address, text: str, at: datetime) -> tuple[str, dict[str, object]]:
    return address.url, {"msgtype": "text", "text": {"content": text}}


def _picture(address: Address, part: Part, at: datetime) -> tuple[str, dict[str, object]]:
    (data,) = part.parcel.pictures.values()
    image = {
        "base64": base64.b64encode(data).decode(),
        "md5": hashlib.md5(data, usedforsecurity=False).hexdigest(),  # what the service asks for: a check sum
    }
    return address.url, {"msgtype": "image", "image": image}


WECOM = Robot(
    official="https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=",
    limit=2048, size=utf8, per_minute=15, codes=("errcode",), texts=("errmsg",), request=_request,
    picture=_picture,
    verdicts={
        -1: _BUSY, 45009: _OFTEN, 45033: _OFTEN,
        93000: Verdict(reason="key", final=True), 93004: _GONE, 93008: _GONE, 93017: _GONE,
        40058: Verdict(reason="content", final=True, halts=False),
        60020: Verdict(reason="ip", final=True),
    },
)  # fmt: skip
