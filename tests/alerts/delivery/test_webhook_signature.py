"""A receiver can tell that a message is ours, and when it was made."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from alerts.run import alert
from model.config import Config
from store.database import Store


def genuine(secret: str, timestamp: str, body: bytes, signature: str) -> bool:
    """As docs/channels.md tells receivers to do it."""
    made = hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(f"sha256={made}", signature)


def hook(chat: Any, **more: object) -> list[dict[str, object]]:
    return [{"name": "hook", "kind": "webhook", "url": chat.url("/in"), **more}]


def test_a_signed_message(
    tmp_path: Path, store: Store, chat: Any, make_config: Callable[..., Config], tell: Any, now: datetime
) -> None:
    config = make_config(tmp_path, channels=hook(chat, secret="geheim"))
    tell(store)
    assert alert(store, config, now)["delivered"] == 1
    (request,) = chat.got
    timestamp, signature = request.headers["X-Huisheng-Timestamp"], request.headers["X-Huisheng-Signature"]
    assert genuine("geheim", timestamp, request.raw, signature)
    assert not genuine("geheim", timestamp, request.raw + b" ", signature)
    assert not genuine("geheim", str(int(timestamp) + 1), request.raw, signature)
    assert timedelta(0) <= datetime.fromtimestamp(int(timestamp), now.tzinfo) - now < timedelta(seconds=60)
    assert request.headers["X-Huisheng-Id"] == request.content["id"]
    assert "牙签弩".encode() in request.raw, "UTF-8, not escapes"


def test_without_a_secret_there_is_no_signature(
    tmp_path: Path, store: Store, chat: Any, make_config: Callable[..., Config], tell: Any, now: datetime
) -> None:
    config = make_config(tmp_path, channels=hook(chat))
    tell(store)
    alert(store, config, now)
    assert "X-Huisheng-Signature" not in chat.got[0].headers
