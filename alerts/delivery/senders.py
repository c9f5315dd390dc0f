"""Which way a message goes to which kind of channel. One more kind is one more line here."""

from __future__ import annotations

from datetime import datetime

from alerts.delivery import apprise, webhook
from alerts.delivery.parcel import Parcel, Part
from alerts.delivery.robots.address import Address, address
from alerts.delivery.robots.dingtalk import DINGTALK
from alerts.delivery.robots.feishu import FEISHU
from alerts.delivery.robots.robot import Robot
from alerts.delivery.robots.wecom import WECOM
from model.config import Channel
from model.config.channels import AppriseChannel, DingtalkChannel, FeishuChannel, WebhookChannel, WecomChannel

_OTHERS_PER_MINUTE = 60
Chat = WecomChannel | DingtalkChannel | FeishuChannel
_ROBOTS: dict[type[Chat], Robot] = {WecomChannel: WECOM, DingtalkChannel: DINGTALK, FeishuChannel: FEISHU}


def per_minute(channel: Channel) -> int:
    """The most requests a minute: below the limit that the service sets."""
    return _ROBOTS[type(channel)].per_minute if isinstance(channel, Chat) else _OTHERS_PER_MINUTE


def parts(channel: Channel, parcel: Parcel) -> list[Part]:
    """The parcel as the requests that it takes. Raises `Refused` when the address cannot be used."""
    if isinstance(channel, Chat):
        return _ROBOTS[type(channel)].parts(_address(channel), parcel)  # a picture's few words are one part
    return [Part(parcel=parcel)]


def send(channel: Channel, part: Part, *, seconds: float, at: datetime) -> str:
    """Send one part; what the channel answered ('' when it says nothing). Raises `Refused`."""
    if isinstance(channel, WebhookChannel):
        return webhook.send(channel, part.parcel, seconds=seconds, at=at)
    if isinstance(channel, AppriseChannel):
        apprise.send(channel, part.parcel, seconds=seconds)
        return ""
    return _ROBOTS[type(channel)].send(_address(channel), part, seconds=seconds, at=at)


def _address(channel: Chat) -> Address:
    official = _ROBOTS[type(channel)].official
    if isinstance(channel, WecomChannel):
        return address(channel.url, official)
    return address(channel.url, official, secret=channel.secret, keyword=channel.keyword)
