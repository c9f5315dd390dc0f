"""One POST, bounded in time and in what is read of the answer. Errors never hold the address."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass

import requests

from alerts.delivery.parcel import Refused, keep_addresses_out_of_logs

_MOST = 65_536  # bytes of an answer; those of chats have a hundred


@dataclass(frozen=True, slots=True)
class Answer:
    """Status of HTTP and, where it was asked for, the body."""

    status: int
    body: bytes

    def values(self) -> Mapping[str, object]:
        """The body as an object of JSON; empty when it is none, such as the page of a proxy."""
        try:
            found = json.loads(self.body)
        except ValueError:  # also of bytes that are no text
            return {}
        return found if isinstance(found, dict) else {}


def as_json(content: object) -> bytes:
    """UTF-8 without escapes, which would make a Chinese text twice as long."""
    return json.dumps(content, ensure_ascii=False).encode("utf-8", "replace")


def post(url: str, content: bytes, headers: Mapping[str, str], seconds: float, *, read: bool = False) -> Answer:
    """POST bytes of JSON. Raises `Refused` for no connection, no answer in time, and a redirect: nobody chose where
    it leads. `seconds` bounds the wait for a connection, for the answer's head, and for its body."""
    keep_addresses_out_of_logs()
    sent = {"Content-Type": "application/json; charset=utf-8", **headers}
    try:
        with requests.post(
            url, data=content, headers=sent, timeout=seconds, allow_redirects=False, stream=True
        ) as answer:
            if 300 <= answer.status_code < 400:
                raise Refused("redirect", str(answer.status_code), halts=True)
            return Answer(answer.status_code, _read(answer, seconds) if read else b"")
    except requests.Timeout:
        raise Refused("timeout", halts=True) from None
    except requests.ConnectionError:
        raise Refused("connection", halts=True) from None
    except (requests.RequestException, UnicodeError):
        raise Refused("address", halts=True) from None


def _read(answer: requests.Response, seconds: float) -> bytes:
    """The body, unless it is long or comes drop by drop."""
    end, found = time.monotonic() + seconds, b""
    for piece in answer.iter_content(4096):
        found += piece
        if len(found) > _MOST:
            break
        if time.monotonic() > end:
            raise Refused("timeout", halts=True)
    return found
