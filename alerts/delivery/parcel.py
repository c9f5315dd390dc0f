"""What a channel is handed, and why it may refuse. The address of a channel is a secret: no text here holds it."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from model.errors import DeliveryError

PICTURE = "picture"
"""The kind of a message that is a picture with a line beside it, where the channel shows one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One message on its way. `text` is plain, stands below the subject and ends with `footer`, the short id.

    `html` is empty for most messages; `pictures` are PNG files that it names as ``cid:…``. `repeat`: it may have
    arrived before.
    """

    short_id: str
    kind: str
    subject: str
    text: str
    html: str
    body: Mapping[str, object]
    footer: str = ""
    repeat: bool = False
    pictures: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def whole(self) -> str:
        """The text for a place that shows no subject: the marks that stand there may never be missing."""
        return f"{self.subject}\n{self.text}"

    @property
    def bare(self) -> str:
        """The whole without the footer: the same at every attempt, so that its parts are."""
        return self.whole.removesuffix(self.footer).rstrip("\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What goes to a channel in one request: the whole parcel, or for chats one part of its text."""

    parcel: Parcel
    text: str = ""


class Refused(DeliveryError):
    """Not accepted. `reason` is a message of data/messages/delivery.toml (``reason.<reason>``).

    `status` is what the channel answered, without its address. `final`: trying again makes no sense until a person
    has mended something. `rest`: how long to leave the whole channel alone. `halts`: other messages would fare the
    same.
    """

    def __init__(
        self,
        reason: str,
        status: str = "",
        *,
        final: bool = False,
        rest: timedelta | None = None,
        halts: bool = False,
    ) -> None:
        super().__init__(f"{reason} {status}".strip())
        self.reason, self.status = reason, status
        self.final, self.rest, self.halts = final, rest, halts or rest is not None


def _nothing(record: logging.LogRecord) -> bool:
    return False


def keep_addresses_out_of_logs() -> None:
    """Silence the libraries that send: both log addresses, and there are keys in them.

    urllib3 logs in loggers below its own, which take over its level; Apprise logs in one and changes its level.
    """
    logging.getLogger("urllib3").setLevel(logging.CRITICAL + 1)
    logging.getLogger("apprise").addFilter(_nothing)
