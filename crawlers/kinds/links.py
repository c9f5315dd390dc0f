"""Links of a list page: where they lead, and what the list says about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lxml.html import HtmlElement

from crawlers.kinds.base import Page, Visit
from crawlers.reading.links import absolute, canonical, same_site, whole_thread
from crawlers.reading.rows import fingerprint, last_seen, rows_around
from crawlers.reading.selectors import nodes
from crawlers.reading.text import one_line, plain, select

_MOST = 1000  # links of one page


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One link. `active` is the end of the latest moment that its row names, `when` how it is written there."""

    url: str
    title: str
    marker: str
    active: datetime | None
    when: str


def listed(tree: HtmlElement, selector: str, page: Page, visit: Visit) -> list[Listed]:
    """The links to pages of the same site that `selector` finds, each address once, in order."""
    base = base_of(tree, page.url)
    found_nodes = nodes(tree, selector)[:_MOST]
    links = {node: url for node in found_nodes if (url := _target(node, base, page.url))}
    rows = rows_around(links)
    found: dict[str, Listed] = {}
    for node, url in links.items():
        if url not in found:
            found[url] = _listed(node, url, rows[node], page, visit)
    return list(found.values())


def next_address(tree: HtmlElement, selector: str, page: Page) -> str:
    """The address of the next page, or ''."""
    if not selector:
        return ""
    base = base_of(tree, page.url)
    for node in nodes(tree, selector):
        url = canonical(absolute(node.get("href") or "", base) or page.url)
        if same_site(url, page.url) and whole_thread(url) != whole_thread(canonical(page.url)):
            return whole_thread(url)
    return ""


def base_of(tree: HtmlElement, url: str) -> str:
    """The page's ``<base href>`` when it stays on the site (it follows the Host header and may not), else `url`."""
    for node in select(tree, "base[href]"):
        base = absolute(node.get("href") or "", url)
        if base and same_site(base, url):
            return base
    return url


def _target(node: HtmlElement, base: str, here: str) -> str:
    href = (node.get("href") or "").strip()
    url = absolute(href, base) if href and not href.startswith("#") else ""
    if not url or not same_site(url, here):
        return ""
    url = whole_thread(canonical(url))
    return "" if url == whole_thread(canonical(here)) else url


def _listed(node: HtmlElement, url: str, row: HtmlElement, page: Page, visit: Visit) -> Listed:
    active, when = last_seen(row, node, page.fetched_at, visit.zone)
    return Listed(
        url=url,
        title=one_line(plain(node) or node.get("title") or ""),
        marker=fingerprint(row, node, page.fetched_at.astimezone(visit.zone)),
        active=active,
        when=when,
    )
