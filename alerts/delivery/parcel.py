"""What a channel is handed, and why it may refuse. The address of a channel is a secret: no text here holds it."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from model.errors import DeliveryError


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One message on its way. `text` is plain, stands below the subject and ends with the short id.

    `html` is empty for most messages.
    """

    short_id: str
    kind: str
    subject: str
    text: str
    html: str
    body: Mapping[str, object]

    @property
    def whole(self) -> str:
        """The text for a place that shows no subject: the marks that stand there may never be missing."""
        return f"{self.subject}\n{self.text}"


class Refused(DeliveryError):
    """Not accepted. `reason` is a message of data/messages/alerts.toml (``delivery.<reason>``)."""

    def __init__(self, reason: str, status: str = "") -> None:
        super().__init__(f"{reason} {status}".strip())
        self.reason = reason
        self.status = status


def _nothing(record: logging.LogRecord) -> bool:
    return False


def keep_addresses_out_of_logs() -> None:
    """Silence the libraries that send: both log addresses, and there are keys in them.

    urllib3 logs in loggers below its own, which take over its level; Apprise logs in one and changes its level.
    """
    logging.getLogger("urllib3").setLevel(logging.CRITICAL + 1)
    logging.getLogger("apprise").addFilter(_nothing)
