"""A POST of one JSON object per message; any 2xx means delivered."""

from __future__ import annotations

import requests

from alerts.delivery.parcel import Parcel, Refused, keep_addresses_out_of_logs
from model.config.channels import WebhookChannel

AGENT = "Huisheng/0.1 (webhook)"


def send(channel: WebhookChannel, parcel: Parcel, *, seconds: float) -> None:
    """POST `parcel`. Raises `Refused`, also for a redirect: nobody chose the address that it names."""
    keep_addresses_out_of_logs()
    content = {"id": parcel.short_id, "kind": parcel.kind, "subject": parcel.subject, "text": parcel.whole}
    status = _post(channel.url, {**parcel.body, **content}, seconds)
    if 300 <= status < 400:
        raise Refused("redirect", str(status))
    if not 200 <= status < 300:
        raise Refused("status", str(status))


def _post(url: str, content: dict[str, object], seconds: float) -> int:
    """The status of the answer; its body is not read, so that it cannot keep us."""
    try:
        with requests.post(
            url, json=content, headers={"User-Agent": AGENT}, timeout=seconds, allow_redirects=False, stream=True
        ) as answer:
            return answer.status_code
    except requests.Timeout:
        raise Refused("timeout") from None
    except requests.ConnectionError:
        raise Refused("connection") from None
    except (requests.RequestException, UnicodeError):
        raise Refused("address") from None
