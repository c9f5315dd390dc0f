"""Any service that Apprise knows: mail, ntfy, Bark … The only place that imports it."""

from __future__ import annotations

from apprise import Apprise, AppriseAsset, NotifyBase, NotifyFormat

from alerts.delivery.parcel import Parcel, Refused, keep_addresses_out_of_logs
from model.config.channels import AppriseChannel

# Characters with which services call people or start markup; from a post they are only text.
_MAIL = 30_000  # characters; Telegram takes 4,096
_HARMLESS = str.maketrans({"@": "＠", "<": "＜", ">": "＞"})


def send(channel: AppriseChannel, parcel: Parcel, *, seconds: float) -> None:
    """Send `parcel`; services that take long HTML (mail) get it. Raises `Refused`."""
    keep_addresses_out_of_logs()
    services = _services(channel, seconds)
    html = bool(parcel.html) and all(_reads_html(service) for service in services)
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


def _reads_html(service: NotifyBase) -> bool:
    """Whether it prefers HTML and is no chat: those allow a few tags in a few thousand characters."""
    return service.resolve_format() is NotifyFormat.HTML and service.body_maxlen >= _MAIL
