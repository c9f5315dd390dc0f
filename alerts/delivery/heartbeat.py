"""A dead man's switch: a service elsewhere expects a visit after each job and raises the alarm when none comes.

The form is that of healthchecks.io (https://healthchecks.io/docs/http_api/), which others share: the address
itself for success, ``/fail`` behind it for failure.
"""

from __future__ import annotations

import threading
from urllib.parse import urlsplit, urlunsplit

import requests

from alerts.delivery.parcel import keep_addresses_out_of_logs

SECONDS = 10.0
"""The longest a visit may take, whatever hangs: looking up the name has no limit of its own."""
AGENT = "Huisheng/0.1 (heartbeat)"


def visit(url: str, *, ok: bool, seconds: float = SECONDS) -> str:
    """Visit the address of a job that ended; '' when it was heard, else a message of ``delivery.heartbeat``.

    ``status 404`` stands for ``status`` with that figure. Never raises, never takes longer than `seconds`.
    """
    heard: list[str] = []
    asking = threading.Thread(target=_ask, args=(url if ok else failure_of(url), seconds, heard), daemon=True)
    asking.start()
    asking.join(seconds)
    return heard[0] if heard else "no_answer"


def failure_of(url: str) -> str:
    """The address that is told of a failure."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/fail"))


def _ask(url: str, seconds: float, heard: list[str]) -> None:
    keep_addresses_out_of_logs()
    try:
        with requests.get(
            url, headers={"User-Agent": AGENT}, timeout=seconds, allow_redirects=False, stream=True
        ) as answer:
            heard.append("" if 200 <= answer.status_code < 300 else f"status {answer.status_code}")
    except requests.Timeout:
        heard.append("no_answer")
    except Exception:  # noqa: BLE001 - the end of a thread: its traceback would show the address
        heard.append("connection")
