"""Any service that Apprise knows: mail, ntfy, Bark … The only place that imports it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from apprise import Apprise, AppriseAsset, NotifyBase, NotifyFormat

from alerts.delivery.parcel import Parcel, Refused, keep_addresses_out_of_logs
from model.config.channels import AppriseChannel

# Characters with which services call people or start markup; from a post they are only text.
_MAIL = 30_000  # characters; Telegram takes 4,096
_MAIL_PLUGIN = "apprise.plugins.email.base"
_HARMLESS = str.maketrans({"@": "＠", "<": "＜", ">": "＞"})


def send(channel: AppriseChannel, parcel: Parcel, *, seconds: float) -> None:
    """Send `parcel`; services that take long HTML (mail) get it. Raises `Refused`."""
    keep_addresses_out_of_logs()
    services = _services(channel, seconds)
    html = bool(parcel.html) and all(_reads_html(service) for service in services)
    with _plain_part(parcel.text):
        accepted = services.notify(
            title=parcel.subject.translate(_HARMLESS),
            body=parcel.html if html else parcel.text.translate(_HARMLESS),
            body_format=NotifyFormat.HTML if html else NotifyFormat.TEXT,
        )
    if not accepted:
        raise Refused("refused")


def _services(channel: AppriseChannel, seconds: float) -> Apprise:
    asset = AppriseAsset(
        app_id="Huisheng", app_desc="Huisheng 回声", app_url="", image_url_mask="", image_url_logo="",
        async_mode=False, http_redirects=False, secure_logging=True,
    )  # fmt: skip
    services = Apprise(asset=asset)
    if not services.add(channel.url):
        raise Refused("address")
    for service in services:
        service.socket_connect_timeout = min(service.socket_connect_timeout, seconds)
        service.socket_read_timeout = min(service.socket_read_timeout, seconds)
    return services


@contextmanager
def _plain_part(text: str) -> Iterator[None]:
    """While this lasts, the plain part of an HTML mail is `text`.

    Apprise would strip the tags off the HTML: every link is lost and forty empty lines stand where the bars were.
    It has no hook for a text of one's own.
    """
    mail = sys.modules.get(_MAIL_PLUGIN)  # there once a mail address was given
    if mail is None:
        yield
        return
    stripped = vars(mail)["convert_between"]
    setattr(mail, "convert_between", lambda *_: text)  # noqa: B010 - a module has no such attribute for mypy
    try:
        yield
    finally:
        setattr(mail, "convert_between", stripped)  # noqa: B010


def _reads_html(service: NotifyBase) -> bool:
    """Whether it prefers HTML and is no chat: those allow a few tags in a few thousand characters."""
    return service.resolve_format() is NotifyFormat.HTML and service.body_maxlen >= _MAIL
