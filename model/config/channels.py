"""Where messages go. A channel's address is a secret and comes from the environment: ``${NAME}``."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from model.config.base import AppriseUrl, HttpUrl, Name, Settings


class _Channel(Settings):
    name: Name
    alerts: bool = True
    digest: bool = True


class WebhookChannel(_Channel):
    """A POST of one JSON object per message."""

    kind: Literal["webhook"]
    url: HttpUrl


class AppriseChannel(_Channel):
    """Any service that Apprise knows: mail, ntfy, Bark, Telegram …"""

    kind: Literal["apprise"]
    url: AppriseUrl


Channel = Annotated[WebhookChannel | AppriseChannel, Field(discriminator="kind")]
