"""Fills the page templates of `pages/`. Times are shown as each kind of site shows them, in the town's zone."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from demo.town.hours import ZONE

_EMOJI = re.compile("([\U0001f300-\U0001faff\u2600-\u27bf]\ufe0f?)")
_SMILEY = Markup(
    '<img src="https://s.w.org/images/core/emoji/15.0.3/72x72/{}.png" alt="{}" class="wp-smiley" '
    'style="height: 1em; max-height: 1em;" />'
)
_FOLDER = Path(__file__).parent / "pages"


def environment(now: datetime) -> Environment:
    """The templates as a site shows them at `now`."""
    found = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=False,
        auto_reload=False,
    )
    found.filters.update(
        {
            "minute": lambda moment: _unpadded(moment, "%H:%M"),
            "second": lambda moment: _unpadded(moment, "%H:%M:%S"),
            "day": lambda moment: _unpadded(moment, "").strip(),
            "recent": lambda moment: now - moment < timedelta(days=7),
            "ago": lambda moment: _ago(now - moment),
            "iso": lambda moment: moment.astimezone(ZONE).isoformat(),
            "iso_day": _local("%Y-%m-%d"),
            "iso_minute": _local("%Y-%m-%d %H:%M"),
            "iso_month": _local("%Y-%m"),
            "rfc822_utc": lambda moment: format_datetime(moment.astimezone(UTC)),
            "smileys": _smileys,
            "rfc822": lambda moment: format_datetime(moment.astimezone(ZONE)),
        }
    )
    return found


def _smileys(text: str) -> Markup:
    """`text` as WordPress sends it: each emoji is a picture that says what it is in its `alt`."""
    parts = _EMOJI.split(text)
    return Markup("").join(_picture(part) if place % 2 else part for place, part in enumerate(parts))


def _picture(emoji: str) -> Markup:
    return _SMILEY.format("-".join(f"{ord(letter):x}" for letter in emoji), emoji)


def http_date(moment: datetime) -> str:
    """A date as HTTP headers carry it."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def _local(form: str) -> Callable[[datetime], str]:
    return lambda moment: moment.astimezone(ZONE).strftime(form)


def _unpadded(moment: datetime, clock: str) -> str:
    """``2026-11-7 13:20``: Discuz! does not pad months and days."""
    local = moment.astimezone(ZONE)
    return f"{local.year}-{local.month}-{local.day} {local.strftime(clock)}"


def _ago(age: timedelta) -> str:
    """``3\N{NO-BREAK SPACE}小时前``, as boards decorate recent times."""
    if age < timedelta(minutes=1):
        return "刚刚"
    if age < timedelta(hours=1):
        return f"{age.seconds // 60}\N{NO-BREAK SPACE}分钟前"
    if age < timedelta(days=1):
        return f"{age.seconds // 3600}\N{NO-BREAK SPACE}小时前"
    return f"{age.days}\N{NO-BREAK SPACE}天前"
