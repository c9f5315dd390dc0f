"""One POST, bounded in time and in what is read of the answer. Errors never hold the address."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass

import requests

from alerts.delivery.parcel import Refused, keep_addresses_out_of_logs

_MOST = 65_536  # bytes of an answer; those of chats have a hundred
_ALL = 3


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
    it leads.

    `seconds` bounds each wait; all of it takes at most `_ALL` times as long, also when the name is looked up for
    ever or the answer comes drop by drop, for which the library has no limit.
    """
    keep_addresses_out_of_logs()
    sent = {"Content-Type": "application/json; charset=utf-8", **headers}
    outcome: list[Answer | Refused] = []
    asking = threading.Thread(target=_ask, args=(url, content, sent, seconds, read, outcome), daemon=True)
    asking.start()
    asking.join(_ALL * seconds)
    found = outcome[0] if outcome else Refused("timeout", halts=True)
    if isinstance(found, Refused):
        raise found
    return found


def _ask(
    url: str,
    content: bytes,
    headers: Mapping[str, str],
    seconds: float,
    read: bool,
    outcome: list[Answer | Refused],
) -> None:
    try:
        with requests.post(
            url, data=content, headers=headers, timeout=seconds, allow_redirects=False, stream=True
        ) as answer:
            if 300 <= answer.status_code < 400:
                outcome.append(Refused("redirect", str(answer.status_code), halts=True))
            else:
                outcome.append(Answer(answer.status_code, _beginning(answer) if read else b""))
    except requests.Timeout:
        outcome.append(Refused("timeout", halts=True))
    except requests.ConnectionError:
        outcome.append(Refused("connection", halts=True))
    except (requests.RequestException, UnicodeError):
        outcome.append(Refused("address", halts=True))
    except Exception as error:  # noqa: BLE001 - the end of a thread: its traceback would show the address
        outcome.append(Refused("crashed", type(error).__name__))


def _beginning(answer: requests.Response) -> bytes:
    """The body, or as much of a long one as an answer of a chat could be."""
    found = b""
    for piece in answer.iter_content(4096):
        found += piece
        if len(found) > _MOST:
            break
    return found
