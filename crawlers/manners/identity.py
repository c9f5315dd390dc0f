"""Who we say we are: ``Huisheng/<version> (+contact)`` and, for a mail address, a ``From`` header.

Discuz! chooses its template by looking for short words anywhere in the user agent, so that a contact such as
``mailto:help@connect.example`` (it contains *nec*) would get the phone page, whose dates are relative only. A
letter of such a word is therefore percent-encoded, which mail programs and browsers undo (RFC 6068, RFC 3986);
``From`` (RFC 9110, 10.1.2) carries the address as it is.
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from urllib.parse import quote

NAME = "Huisheng"
# Words of Discuz! X's `checkmobile` and of common reverse proxies; lower case.
_WORDS = (
    "phone mobile mobi wap java symbian series webos sony blackberry dopod nokia samsung palm xda pie meizu midp "
    "cldc motorola foma docomo up.browser up.link blazer helio hosin huawei novarra coolpad techfaith alcatel amoi "
    "ktouch nexian ericsson philips sagem wellcom bunjalloo maui spice bird zte longcos pantech gionee hiptop benq "
    "haier cect compal ctl lg nec tcl daxian dbtel eastcom konka kejian lenovo mot soutec sgh sed capitel "
    "panasonic sharp panda android netfront ucweb pad kindle pocket"
)
PHONE_WORDS = tuple(_WORDS.split())


def user_agent(contact: str, release: str | None = None) -> str:
    """The user agent for `contact` (``mailto:…`` or a web address), pure ASCII and free of phone words."""
    plain = quote(contact, safe="!#$%&'()*+,/:;=?@[]~-._").replace("(", "%28").replace(")", "%29")
    return f"{NAME}/{release or _release()} (+{_without_phone_words(plain)})"


def sender(contact: str) -> str | None:
    """The mail address for the ``From`` header, or None when `contact` is a web address or not ASCII."""
    address = contact.removeprefix("mailto:").split("?")[0]
    return address if contact.startswith("mailto:") and address.isascii() else None


def _without_phone_words(text: str) -> str:
    for word in PHONE_WORDS:
        while (at := text.lower().find(word)) >= 0:
            # The last letter: encoding the first one could complete another word before it.
            last = at + len(word) - 1
            text = f"{text[:last]}%{ord(text[last]):02X}{text[last + 1 :]}"
    return text


def _release() -> str:
    try:
        return version("huisheng")
    except PackageNotFoundError:
        return "0"
