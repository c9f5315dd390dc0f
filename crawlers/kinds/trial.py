"""Trying a page whose role is not known: a feed, a list, or a page with posts? And of which kind is a site?"""

from __future__ import annotations

import re

from crawlers.kinds.base import Fetch, Kind, Outcome, Page, Refusal, Visit
from crawlers.kinds.mybb import as_forum
from crawlers.kinds.opened import open_page
from crawlers.kinds.sitemapfile import LARGEST, looks_like_sitemap
from crawlers.kinds.xmlfeed import is_xml_feed
from crawlers.reading.charset import decode
from crawlers.reading.packed import unpacked
from crawlers.reading.selectors import nodes
from crawlers.reading.text import plain, select
from model.config import (
    DiscuzSource,
    FeedSource,
    ForumSource,
    JsonListSource,
    MyBBSource,
    SitemapSource,
    Source,
    WordPressSource,
)

_DISCUZ = re.compile(
    r"forum\.php\?mod=|/forum-\d+-\d+\.html|/thread-\d+-\d+-\d+\.html|[?&]mod=(?:forumdisplay|viewthread|guide)"
)
_MARKS = (
    (re.compile(r"generator\W+content=\WWordPress|/wp-(?:content|includes|json)/", re.IGNORECASE), "wordpress"),
    (re.compile(r"Powered By\W.{0,120}MyBB|jscripts/general\.js.{0,400}MyBB", re.IGNORECASE | re.DOTALL), "mybb"),
)
_SITEMAP = re.compile(r"sitemap[^/]*\.xml|\.xml\.gz$", re.IGNORECASE)
_NUMBER = re.compile(r"[?&]page=(\d{1,5})(?!\d)|/thread-\d+-(\d{1,5})-")


def kind_of(url: str, page: Page | None) -> str:
    """The likely kind of a site, by its address and, where it has been fetched, by its page."""
    text = _text(page) if page is not None else ""
    if looks_like_sitemap(text) or (not text and _SITEMAP.search(url)):
        return "sitemap"
    if is_xml_feed(text) or (text.lstrip().startswith("{") and "jsonfeed.org" in text[:2000]):
        return "feed"
    if text.lstrip().startswith(("{", "[")):
        return "json_list"
    if _DISCUZ.search(url) or "Powered by Discuz" in text or 'id="threadlisttableid"' in text:
        return "discuz"
    for mark, kind in _MARKS:
        if mark.search(text):
            return kind
    return "page" if page is not None else "feed" if re.search(r"rss|feed|atom|\.xml", url) else "page"


def _text(page: Page) -> str:
    return decode(unpacked(page.body, LARGEST)[0], declared=page.charset) or ""


def try_page(kind: Kind, source: Source, page: Page, visit: Visit) -> Outcome | Refusal:
    """What `page` gives, read in the role that it seems to have."""
    role = role_of(source, page, visit)
    start = kind.start(source)
    if page.url == start.url and role == start.role:
        return kind.parse(source, start, page, visit)
    match = _NUMBER.search(page.url)
    number = int(match[1] or match[2]) if match and role == "item" else 1
    return kind.parse(source, Fetch(url=page.url, role=role, page=number), page, visit)


def role_of(source: Source, page: Page, visit: Visit) -> str:
    """``item`` for a page with posts, ``list`` for one that leads to them."""
    if isinstance(source, FeedSource | WordPressSource | JsonListSource) or (
        isinstance(source, SitemapSource) and _may_be_sitemap(source, page)
    ):
        return "list"
    opened = open_page(source, page, visit)
    if isinstance(opened, Refusal):
        return "list"
    if isinstance(source, DiscuzSource):
        return "item" if select(opened.tree, "#postlist, #content > p.author") else "list"
    if isinstance(source, ForumSource | MyBBSource):
        forum = source if isinstance(source, ForumSource) else as_forum(source)
        return "item" if nodes(opened.tree, forum.post) else "list"
    if source.body:
        return "item" if nodes(opened.tree, source.body) else "list"
    linked = sum(len(plain(link)) for link in select(opened.tree, "a"))
    return "list" if linked > 0.5 * len(plain(opened.tree)) else "item"


def _may_be_sitemap(source: SitemapSource, page: Page) -> bool:
    """Anything but an article: what is no sitemap at a sitemap's address must be told as such."""
    text = _text(page)
    return page.url == source.url or looks_like_sitemap(text) or "<html" not in text[:2000].lower()
