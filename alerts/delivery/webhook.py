"""A POST of one JSON object per message; any 2xx means delivered. With a secret, signed.

``X-Huisheng-Signature: sha256=…`` is HMAC-SHA256 in hexadecimal over the seconds in ``X-Huisheng-Timestamp``, a
dot, and the bytes of the body (the form that Stripe and Slack use). A receiver compares it and refuses old
timestamps, so that nobody can invent a message or send an old one again.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime

from alerts.delivery.parcel import Parcel, Refused
from alerts.delivery.post import as_json, post
from model.config.channels import WebhookChannel

AGENT = "Huisheng/0.1 (webhook)"


def send(channel: WebhookChannel, parcel: Parcel, *, seconds: float, at: datetime) -> str:
    """POST `parcel`; the status of the answer. Raises `Refused`. The answer's body is not read: it cannot keep
    us."""
    content = {
        **parcel.body, "id": parcel.short_id, "kind": parcel.kind, "subject": parcel.subject, "text": parcel.whole,
        "repeat": parcel.repeat,
    }  # fmt: skip
    body = as_json(content)
    headers = {"User-Agent": AGENT, "X-Huisheng-Id": parcel.short_id}
    if channel.secret:
        headers |= signed(channel.secret, body, int(at.timestamp()))
    status = post(channel.url, body, headers, seconds).status
    if not 200 <= status < 300:
        raise Refused("status", str(status))
    return str(status)


def signed(secret: str, body: bytes, timestamp: int) -> dict[str, str]:
    """The headers by which a receiver knows who sent `body`, and when."""
    made = hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()
    return {"X-Huisheng-Timestamp": str(timestamp), "X-Huisheng-Signature": f"sha256={made}"}
