"""A digest's long picture as a message of its own: which channel can show one, and what stands beside it.

A message of its own, because a picture that is refused must not bring the words a second time.
"""

from __future__ import annotations

import base64
from datetime import datetime, timedelta
from pathlib import Path

from alerts.delivery import apprise
from alerts.delivery.parcel import PICTURE
from model.catalogue import Catalogue
from model.config import Channel, Config
from model.config.channels import AppriseChannel, DingtalkChannel, WecomChannel
from store import outbox
from store.database import Store

MOST_BYTES = 2_000_000
"""What WeCom takes; others take more."""
USEFUL = timedelta(hours=24)
"""The words have arrived or are tried on; a picture of yesterday is of no use to a group."""


def shows(channel: Channel, url: str) -> bool:
    """Whether `channel` can show a picture, and is to. `url`: where anybody can read it, or ''.

    A robot of Feishu shows only what an app has uploaded before, a webhook is read by programs, and in a mail the
    page has its chart.
    """
    if not channel.picture:
        return False
    if isinstance(channel, WecomChannel):
        return True
    if isinstance(channel, DingtalkChannel):
        return bool(url)
    return isinstance(channel, AppriseChannel) and apprise.attaches(channel)


def enqueue(
    store: Store, config: Config, now: datetime, *, ref: str, subject: str, picture: bytes, url: str = ""
) -> None:
    """One message per channel that takes digests and can show a picture; a channel gets that of a `ref` once.

    Call inside the transaction that enqueues the words, after them.
    """
    if not 0 < len(picture) <= MOST_BYTES:
        return
    body = {
        "text": Catalogue(config.language).say("delivery.picture"), "url": url,
        "pictures": {f"{ref}.png": base64.b64encode(picture).decode()},
    }  # fmt: skip
    for channel in config.channels:
        if channel.digest and shows(channel, url):
            outbox.enqueue(store, channel=channel.name, kind=PICTURE, ref=ref, subject=subject, body=body, at=now)


def public_address(config: Config, name: str) -> str:
    """Where anybody can read the published picture `name`; '' when it is not there."""
    if config.publish_dir is None or not config.publish_url:
        return ""
    there: Path = config.path(config.publish_dir) / "digests" / name
    return f"{config.publish_url.rstrip('/')}/digests/{name}" if there.is_file() else ""
