"""What every settings model shares: frozen, unknown keys refused; and the small types used by several."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Annotated, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import jmespath
from cssselect import SelectorError
from cssselect import parse as parse_selector
from jmespath.exceptions import JMESPathError
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from model.catalogue import both


class Settings(BaseModel):
    """A block of config.yaml. Unknown keys are errors; values never change after loading.

    What each key means stands in data/messages/settings.toml, in both languages.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)


_DURATION = r"\s*(\d{1,8}(?:\.\d{1,6})?)\s*([smhd])\s*"
_ADDRESS = r"[Hh][Tt][Tt][Pp][Ss]?://[^\s/?#@]+([/?#]\S*)?"
NAME = r"[A-Za-z0-9_\-\u4e00-\u9fff]{1,40}"
_CLOCK = r"([01]\d|2[0-3]):[0-5]\d"
_CONTACT = r"mailto:[^\s@]+@[^\s@]+|https?://\S+"
_APPRISE = r"[A-Za-z0-9+.\-]+://\S+"
_WECOM, _DINGTALK, _FEISHU = (
    rf"(?:https?|{schemes})://\S+" for schemes in ("wecom|wecombot", "dingtalk", "feishu|lark")
)
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def _duration(value: object) -> object:
    """``30m``, ``2h``, ``1d``, ``90s`` → timedelta. A bare number is refused: nobody remembers its unit."""
    if isinstance(value, timedelta):
        return value
    match = re.fullmatch(_DURATION, value) if isinstance(value, str) else None
    if match is None:
        raise ValueError(both("config.duration"))
    return timedelta(**{_UNITS[match[2]]: float(match[1])})


def _above_zero(value: timedelta) -> timedelta:
    if value <= timedelta(0):
        raise ValueError(both("config.duration_zero"))
    return value


def _http_url(value: str) -> str:
    """An absolute http(s) address with a host and no password in it."""
    try:
        parts = urlsplit(value)
        usable = parts.scheme in {"http", "https"} and parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError:
        usable = False
    if not usable or re.search(r"\s", value):
        raise ValueError(both("config.address"))
    if parts.username or parts.password:
        raise ValueError(both("config.address_secret"))
    return value


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(both("config.zone", value=repr(value))) from None
    return value


def _encoding(value: str) -> str:
    try:
        codecs.lookup(value)
    except LookupError:
        raise ValueError(both("config.encoding", value=repr(value))) from None
    return value


def _selector(value: str) -> str:
    """A CSS selector that may end in ``::attr(name)``; may be empty where the field allows it."""
    css = re.sub(r"::(attr\([\w:\-]+\)|text)\s*$", "", value).strip()
    try:
        if css:
            parse_selector(css)
    except SelectorError:
        raise ValueError(both("config.selector", value=repr(value))) from None
    return value


def _query(value: str) -> str:
    """A JMESPath expression; may be empty where the field allows it."""
    try:
        if value:
            jmespath.compile(value)
    except JMESPathError:
        raise ValueError(both("config.query", value=repr(value))) from None
    return value


def _filled(value: str) -> str:
    if not value.strip():
        raise ValueError(both("config.too_short", limit=1))
    return value


def _one_word(value: str) -> str:
    """`value`, unless it holds Chinese commas: ``[溺水，野泳]`` is a list of one word that nobody ever writes."""
    if re.search(r"[，、；]", value):
        raise ValueError(both("config.wide_comma"))
    return value


def shaped(pattern: str, message: str) -> Callable[[str], str]:
    """A validator: the whole text matches `pattern`, else the catalogue's `message`."""

    def check(value: str) -> str:
        if re.fullmatch(pattern, value) is None:
            raise ValueError(both(message))
        return value

    return check


def ordered(value: tuple[Any, Any]) -> tuple[Any, Any]:
    """A validator: a range whose first figure is not above its second."""
    if value[0] > value[1]:
        raise ValueError(both("config.range"))
    return value


def form(pattern: str) -> WithJsonSchema:
    """What an editor can check of a text: the whole of it matches `pattern`."""
    return WithJsonSchema({"type": "string", "pattern": f"^(?:{pattern})$"})


Zone = Annotated[str, AfterValidator(_zone)]
Encoding = Annotated[str, AfterValidator(_encoding)]
Selector = Annotated[str, AfterValidator(_selector)]
FilledSelector = Annotated[str, AfterValidator(_filled), AfterValidator(_selector), form(r"[\s\S]*\S[\s\S]*")]
Query = Annotated[str, AfterValidator(_query)]
Duration = Annotated[timedelta, BeforeValidator(_duration), form(_DURATION)]
PositiveDuration = Annotated[
    timedelta, BeforeValidator(_duration), AfterValidator(_above_zero), form(rf"(?=.*[1-9]){_DURATION}")
]
HttpUrl = Annotated[str, AfterValidator(_http_url), form(_ADDRESS)]
Filled = Annotated[str, AfterValidator(_filled), form(r"[\s\S]*\S[\s\S]*")]
Word = Annotated[
    str,
    AfterValidator(_filled),
    AfterValidator(_one_word),
    Field(max_length=40),
    form(r"(?=[\s\S]*\S)[^，、；]{1,40}"),
]
Name = Annotated[str, AfterValidator(shaped(NAME, "config.name")), form(NAME)]
Clock = Annotated[str, AfterValidator(shaped(_CLOCK, "config.clock")), form(_CLOCK)]
Contact = Annotated[str, AfterValidator(shaped(_CONTACT, "config.contact")), form(_CONTACT)]
AppriseUrl = Annotated[str, AfterValidator(shaped(_APPRISE, "config.channel_address")), form(_APPRISE)]
WecomUrl = Annotated[str, AfterValidator(shaped(_WECOM, "config.wecom_address")), form(_WECOM)]
DingtalkUrl = Annotated[str, AfterValidator(shaped(_DINGTALK, "config.dingtalk_address")), form(_DINGTALK)]
FeishuUrl = Annotated[str, AfterValidator(shaped(_FEISHU, "config.feishu_address")), form(_FEISHU)]
