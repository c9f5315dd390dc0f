"""Where messages go. A channel's address is a secret and comes from the environment: ``${NAME}``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from model.config.base import AppriseUrl, DingtalkUrl, FeishuUrl, HttpUrl, Name, Settings, WecomUrl

# Apprise knows these as well, but takes their HTTP 200 for a yes when the code in the body says no.
_OURS = {
    "wecom": "wecom", "wecombot": "wecom", "dingtalk": "dingtalk", "feishu": "feishu", "lark": "feishu",
}  # fmt: skip


class _Channel(Settings):
    name: Name
    alerts: bool = True
    digest: bool = True
    picture: bool = True


class WebhookChannel(_Channel):
    """A POST of one JSON object per message, signed when there is a secret."""

    kind: Literal["webhook"]
    url: HttpUrl = Field(repr=False)
    secret: str = Field(default="", repr=False)


class WecomChannel(_Channel):
    """企业微信群机器人."""

    kind: Literal["wecom"]
    url: WecomUrl = Field(repr=False)


class _GuardedRobot(_Channel):
    secret: str = Field(default="", repr=False)
    keyword: str = Field(default="", max_length=40)


class DingtalkChannel(_GuardedRobot):
    """钉钉群自定义机器人."""

    kind: Literal["dingtalk"]
    url: DingtalkUrl = Field(repr=False)


class FeishuChannel(_GuardedRobot):
    """飞书群自定义机器人."""

    kind: Literal["feishu"]
    url: FeishuUrl = Field(repr=False)


class AppriseChannel(_Channel):
    """Any service that Apprise knows: mail, ntfy, Bark, Telegram …"""

    kind: Literal["apprise"]
    url: AppriseUrl = Field(repr=False)


def _by_our_own(value: Any) -> Any:
    """An Apprise address of a chat that we send to ourselves becomes one of ours."""
    if not isinstance(value, Mapping) or value.get("kind") != "apprise":
        return value
    scheme = str(value.get("url", "")).partition("://")[0].lower()
    return {**value, "kind": _OURS[scheme]} if scheme in _OURS else value


Channel = Annotated[
    WecomChannel | DingtalkChannel | FeishuChannel | AppriseChannel | WebhookChannel,
    Field(discriminator="kind"),
    BeforeValidator(_by_our_own),
]
