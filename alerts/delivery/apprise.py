"""Any service that Apprise knows: mail, ntfy, Bark … The only place that imports it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from apprise import Apprise, AppriseAsset, AppriseAttachment, NotifyBase, NotifyFormat
from apprise.attachment.memory import AttachMemory

from alerts.delivery.parcel import PICTURE, Parcel, Refused, keep_addresses_out_of_logs
from model.config.channels import AppriseChannel

# Characters with which services call people or start markup; from a post they are only text.
_MAIL = 30_000  # characters; Telegram takes 4,096
_MAIL_PLUGIN = "apprise.plugins.email.base"
_PICTURE = re.compile(r'<img src="cid:[^>]*>')
_HARMLESS = str.maketrans({"@": "＠", "<": "＜", ">": "＞"})


def send(channel: AppriseChannel, parcel: Parcel, *, seconds: float) -> None:
    """Send `parcel`; services that take long HTML (mail) get it. Raises `Refused`."""
    keep_addresses_out_of_logs()
    services = _services(channel, seconds)
    html = bool(parcel.html) and all(_reads_html(service) for service in services)
    pictures = html and bool(parcel.pictures) and all(_shows_pictures(service) for service in services)
    page = parcel.html if pictures else _PICTURE.sub("", parcel.html)
    shown = pictures or parcel.kind == PICTURE
    with _plain_part(parcel.text):
        accepted = services.notify(
            title=parcel.subject.translate(_HARMLESS),
            body=page if html else parcel.text.translate(_HARMLESS),
            body_format=NotifyFormat.HTML if html else NotifyFormat.TEXT,
            attach=_attached(parcel) if shown else None,
        )
    if not accepted:
        raise Refused("refused")


def attaches(channel: AppriseChannel) -> bool:
    """Whether all its services are chats that show an attached picture; an address that cannot be used is none."""
    keep_addresses_out_of_logs()
    try:
        found = list(_services(channel, 1.0))
    except Refused:
        return False
    return bool(found) and all(service.attachment_support and not _reads_html(service) for service in found)


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


def _attached(parcel: Parcel) -> AppriseAttachment:
    found = AppriseAttachment()
    for name, data in parcel.pictures.items():
        found.add(AttachMemory(content=data, name=name, mimetype="image/png"))  # type: ignore[no-untyped-call]
    return found


def _shows_pictures(service: NotifyBase) -> bool:
    """Whether it can carry a picture inside the page (mail, RFC 2387); switches that on."""
    if not hasattr(service, "inline"):
        return False
    service.inline = True
    return True


def _reads_html(service: NotifyBase) -> bool:
    """Whether it prefers HTML and is no chat: those allow a few tags in a few thousand characters."""
    return service.resolve_format() is NotifyFormat.HTML and service.body_maxlen >= _MAIL
