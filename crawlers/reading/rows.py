"""The row of a list around each link: what else the list says about a thread or an article."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from lxml.html import HtmlElement

from crawlers.reading.dates import read_date
from crawlers.reading.text import plain
from model.records import Precision

_MOST = 12  # texts of one row that may be dates
_TOP = frozenset(("body", "html", "main"))
# What changes by itself: relative times, and how often something was looked at.
_RESTLESS = re.compile(
    r"(?:\d+|半|几|[一二两三四五六七八九十]+)\s*个?半?\s*(?:秒|分|小时|钟头|天|周|星期|月|年)钟?[之以]?前|刚刚|刚才"
    r"|(?:今天|昨天|前天)\s*\d{1,2}:\d\d|\b(?:\d+|an?)\s+(?:second|sec|minute|min|hour|day|week|month|year)s?\s+ago\b"
    r"|(?<!\S)(?:\d{1,2}\s?(?:秒|分|时|小时|天)钟?|现在)(?!\S)"  # django-spirit: 3分, 2时, without a 前
    r"|\bjust now\b|\b(?:\d{1,2}[smhd]|now)\b|(?:浏览|阅读|查看|点击|人气|views?)[量数]?\s*[::]?\s*[\d,.]+[k万]?"
    r"|[\d,.]+[k万]?\s*(?:次|人)?(?:浏览|阅读|查看|点击|views?)",
    re.IGNORECASE,
)


def rows_around(links: Mapping[HtmlElement, str]) -> dict[HtmlElement, HtmlElement]:
    """For each link the largest element around it that holds no link to another address."""
    inside: dict[HtmlElement, set[str]] = defaultdict(set)
    for link, url in links.items():
        for above in link.iterancestors():
            inside[above].add(url)
    return {link: _row(link, inside) for link in links}


def _row(link: HtmlElement, inside: Mapping[HtmlElement, set[str]]) -> HtmlElement:
    row = link
    for above in link.iterancestors():
        if len(inside[above]) > 1 or above.tag in _TOP:
            break
        row = above
    return row


def last_seen(row: HtmlElement, link: HtmlElement, now: datetime, zone: ZoneInfo) -> tuple[datetime | None, str]:
    """The latest moment that the row names, outside the link's own words, and how it is written there."""
    found: list[tuple[datetime, str]] = []
    for text in _stamps(row, link):
        when, precision = read_date(text, now, zone)
        if when is not None:
            found.append((when + timedelta(days=1) if precision is Precision.DAY else when, text))
    return max(found, key=lambda one: one[0], default=(None, ""))


def fingerprint(row: HtmlElement, link: HtmlElement, now: datetime) -> str:
    """A short mark that changes when the row says something new: a later reply, more replies, another title.

    A row that says nothing but the title gives a mark that changes once a day.
    """
    stamps = [text for text in _attributes(row) if not _RESTLESS.search(text)]
    words = _RESTLESS.sub("", plain(row, [link]))
    if not stamps and not re.search(r"\d", words):
        stamps = [now.date().isoformat()]
    whole = "\n".join([plain(link), words, *stamps])
    return hashlib.sha256(whole.encode("utf-8")).hexdigest()[:16]


def _stamps(row: HtmlElement, link: HtmlElement) -> list[str]:
    texts = _attributes(row)
    for node in row.iter("*"):
        if node is not link and link not in node.iterancestors() and len(node) <= 1:
            text = plain(node)
            if len(text) <= 40 and node.find(".//a") is not link:
                texts.append(text)
    if row.find(".//*") is not None:
        texts.append(plain(row, [link])[-40:])
    return [text for text in texts if re.search(r"\d|刚|昨|前|now|ago", text)][-_MOST:]


def _attributes(row: HtmlElement) -> list[str]:
    """Values of `title` and `datetime` attributes that hold a number."""
    values = (node.get(name) or "" for node in row.iter("*") for name in ("datetime", "title"))
    return [value for value in values if re.search(r"\d", value) and len(value) <= 60]
