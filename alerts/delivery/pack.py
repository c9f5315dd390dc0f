"""A row of the outbox as a channel gets it. Pure."""

from __future__ import annotations

import base64
from collections.abc import Mapping

from alerts.delivery.parcel import Parcel
from model.catalogue import Catalogue
from model.config import Config
from model.records import Message


def pack(message: Message, config: Config) -> Parcel:
    """`message` with its short id at the end of the text, and marked when it was taken before: it may be a
    repeat."""
    catalogue = Catalogue(config.language)
    footer = catalogue.say("alerts.message.number", id=message.short_id)
    repeat = message.attempts > 1
    if repeat:
        when = f"{message.created_at.astimezone(config.zone):%m-%d %H:%M}"
        footer = catalogue.say("delivery.resent", number=footer, when=when)
    values = {name: value for name, value in message.body.items() if name not in {"text", "html", "pictures"}}
    return Parcel(
        short_id=message.short_id, kind=message.kind, subject=message.subject,
        text=f"{message.body['text']}\n{footer}", html=str(message.body.get("html", "")), body=values,
        footer=footer, repeat=repeat, pictures=_pictures(message),
    )  # fmt: skip


def _pictures(message: Message) -> dict[str, bytes]:
    kept = message.body.get("pictures")
    return {str(name): base64.b64decode(data) for name, data in kept.items()} if isinstance(kept, Mapping) else {}
