"""What a site could be read as: proposals for the block of a source, from one page and robots.txt. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from crawlers.kinds.base import Page
from crawlers.kinds.discuz_addresses import board_of
from crawlers.kinds.jsonguess import expressions_for
from crawlers.kinds.trial import kind_of
from crawlers.reading.charset import decode
from crawlers.reading.links import absolute, same_site
from crawlers.reading.text import document, one_line, plain, select

MOST = 30  # proposals of one site; a board list names dozens
_FEED = "link[rel~='alternate'][href]"
_FEED_TYPES = re.compile(r"application/(?:rss\+xml|atom\+xml|feed\+json)", re.IGNORECASE)
_COMMENTS_FEED = re.compile(r"comments?/feed|comments", re.IGNORECASE)
_SITEMAP = re.compile(r"^\s*sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_BOARD = {
    "discuz": re.compile(r"[?&]fid=(\d+)|forum-(\d+)-1\."),
    "mybb": re.compile(r"forumdisplay\.php\?fid=(\d+)"),
}
_NAME = re.compile(r"[^A-Za-z0-9_\-\u4e00-\u9fff]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One way to read the site. `why` is a stable word (``itself``, ``board``, ``feed-link``, ``mark``,
    ``robots``, ``page``); `settings` are keys beyond name, kind and url."""

    kind: str
    url: str
    name: str
    why: str
    settings: Mapping[str, str] = field(default_factory=dict)


def look(page: Page, robots: str) -> list[Proposal]:
    """The ways to read the site of `page`, the most telling first, each address once."""
    text = decode(page.body, declared=page.charset) or ""
    kind = kind_of(page.url, page)
    tree = document("" if kind in {"feed", "sitemap", "json_list"} else text)
    name = _name_of(tree, page.url)
    found: dict[tuple[str, str], Proposal] = {}
    for one in (
        *_by_kind(kind, text, tree, page.url, name),
        *_feeds(tree, page.url, name),
        *_sitemaps(robots, page, name),
    ):
        found.setdefault((one.kind, one.url), one)
    if kind == "page":
        found.setdefault(("page", page.url), Proposal(kind="page", url=page.url, name=name, why="page"))
    return list(found.values())[:MOST]


def _by_kind(kind: str, text: str, tree: HtmlElement, url: str, name: str) -> Iterator[Proposal]:
    if kind in {"feed", "sitemap"}:
        yield Proposal(kind=kind, url=url, name=name, why="itself")
    elif kind == "json_list":
        yield Proposal(kind=kind, url=url, name=name, why="itself", settings=expressions_for(text))
    elif kind == "wordpress":
        yield Proposal(kind=kind, url=_home(tree, url), name=name, why="mark")
    elif kind in _BOARD:
        if _BOARD[kind].search(url):
            yield Proposal(kind=kind, url=url, name=name, why="itself")
        else:
            yield from _boards(kind, tree, url)


def _boards(kind: str, tree: HtmlElement, url: str) -> Iterator[Proposal]:
    """The boards that a forum's front page links to, by the words of their links."""
    seen: set[str] = set()
    for link in select(tree, "a[href]"):
        address = absolute(link.get("href") or "", url)
        match = _BOARD[kind].search(address)
        words = one_line(plain(link))
        number = next((part for part in match.groups() if part), "") if match else ""
        if not number or not words or words.isdigit() or number in seen or not same_site(address, url):
            continue
        seen.add(number)
        board = board_of(address).page(1) if kind == "discuz" else address
        yield Proposal(kind=kind, url=board, name=_name(words) or f"board-{number}", why="board")


def _feeds(tree: HtmlElement, url: str, name: str) -> Iterator[Proposal]:
    for link in select(tree, _FEED):
        address = absolute(link.get("href") or "", url)
        of_comments = _COMMENTS_FEED.search(f"{address} {link.get('title') or ''}")
        if address and same_site(address, url) and _FEED_TYPES.match(link.get("type") or "") and not of_comments:
            yield Proposal(kind="feed", url=address, name=name, why="feed-link")


def _sitemaps(robots: str, page: Page, name: str) -> Iterator[Proposal]:
    for match in _SITEMAP.finditer(robots[:200_000]):
        address = absolute(match[1], page.url)
        if address and same_site(address, page.url):
            yield Proposal(kind="sitemap", url=address, name=name, why="robots")


def _home(tree: HtmlElement, url: str) -> str:
    """The folder a WordPress stands in: what its interface link says, else the host."""
    for link in select(tree, "link[rel='https://api.w.org/'][href]"):
        address = absolute(link.get("href") or "", url)
        if same_site(address, url):
            return address.split("wp-json")[0].split("?")[0].removesuffix("index.php")
    return urljoin(url, "/")


def _name_of(tree: HtmlElement, url: str) -> str:
    """A name for the source: what the page calls its site, else its host."""
    for node in select(tree, "meta[property='og:site_name'][content]"):
        if name := _name(node.get("content") or ""):
            return name
    title = one_line("".join(tree.xpath("//head//title//text()"))[:300])
    parts = [
        part for part in re.split(r"\s+[-|_–—]\s+|[-|_–—]{1,2}(?=[\u4e00-\u9fff])|[|_–—]", title) if part.strip()
    ]
    return (
        _name(parts[-1]) if parts and _name(parts[-1]) else _name((urlsplit(url).hostname or "").replace(".", "-"))
    )


def name_from(words: str) -> str:
    """`words` as the name of a source: at most 20 of the characters that a name may have, up to a bracket."""
    return _name(re.split(r"[(\uff08]", words)[0])


def _name(words: str) -> str:
    return _NAME.sub("", words)[:20]
