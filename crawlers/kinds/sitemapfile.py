"""A sitemap or an index of sitemaps (sitemaps.org/protocol.html), with Google's news tags where there are any.

Elements are known by their names alone: many sites write no namespace, or a wrong one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lxml import etree

from crawlers.kinds.base import Page, Refusal, Visit
from crawlers.kinds.gathering import refuse
from crawlers.kinds.opened import no_file
from crawlers.reading.characters import mend_references, scrub
from crawlers.reading.charset import decode
from crawlers.reading.packed import unpacked
from crawlers.reading.text import one_line
from crawlers.reading.xmltree import declares_entities, name_of, tree_of
from model.config import Source

LARGEST = 20_000_000  # bytes, unpacked; the protocol allows 50 MB, for which a small machine has no memory
MOST = 50_000  # entries; the protocol's limit
_INDEX, _PAGES = "sitemapindex", "urlset"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One page, or of an index one sitemap; texts as written, '' where the file is silent.

    `published` and `title` come from the news tags.
    """

    loc: str
    lastmod: str
    published: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """`index`: the entries are sitemaps. `more`: the file has more entries than `MOST`."""

    index: bool
    entries: tuple[Entry, ...]
    more: bool


def looks_like_sitemap(text: str) -> bool:
    """True when the beginning of `text` holds the root element of a sitemap or an index."""
    head = text[:5000].lower()
    return any(f"<{root}" in head or f":{root}" in head for root in (_PAGES, _INDEX)) and "<html" not in head


def read_file(source: Source, page: Page, visit: Visit) -> File | Refusal:
    """The entries of `page`. A refusal when it is no sitemap, too large, not well-formed, or defines entities."""
    body, fault = unpacked(page.body, LARGEST)
    if fault:
        return refuse(visit, fault, page.url, limit=LARGEST // 1_000_000)
    text = decode(body, declared=page.charset, configured=source.encoding)
    if text is None:
        return refuse(visit, "charset", page.url)
    text = scrub(text.lstrip("\ufeff"))[0]
    if declares_entities(text):
        return refuse(visit, "entities", page.url)
    if not looks_like_sitemap(text):
        return no_file(text, page, visit, "not-a-sitemap")
    root, fault = tree_of(mend_references(text))
    if root is None:
        return refuse(visit, "broken-sitemap", page.url, detail=fault)
    if name_of(root) not in {_INDEX, _PAGES}:
        return refuse(visit, "not-a-sitemap", page.url)
    entries = tuple(islice(_entries(root), MOST + 1))
    return File(index=name_of(root) == _INDEX, entries=entries[:MOST], more=len(entries) > MOST)


def _entries(root: etree._Element) -> Iterator[Entry]:
    wanted = "sitemap" if name_of(root) == _INDEX else "url"
    for node in root.iterchildren("*"):
        if name_of(node) == wanted:
            said = _said(node)
            if said.get("loc"):
                yield Entry(
                    loc=said["loc"], lastmod=said.get("lastmod", ""), published=said.get("publication_date", ""),
                    title=said.get("title", ""),
                )  # fmt: skip


def _said(node: etree._Element) -> dict[str, str]:
    """The texts of an entry by name: its own children and those of ``news:news``; images have addresses too."""
    said: dict[str, str] = {}
    for part in node.iterchildren("*"):
        if name_of(part) == "news":
            for detail in part.iterchildren("*"):
                if name_of(detail) in {"publication_date", "title"}:
                    said.setdefault(name_of(detail), one_line(detail.text or ""))
        elif name_of(part) in {"loc", "lastmod"}:
            said.setdefault(name_of(part), (part.text or "").strip())
    return said
