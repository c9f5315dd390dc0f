"""Bytes to a page that can be read: charset, control characters; and why a page may be none of ours."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lxml.html import HtmlElement

from crawlers.kinds.base import Page, Refusal, Visit
from crawlers.kinds.gathering import Gathering, refuse
from crawlers.reading.characters import scrub
from crawlers.reading.charset import decode
from crawlers.reading.mobile import is_mobile
from crawlers.reading.scripted import made_by_scripts
from crawlers.reading.selectors import fault_in
from crawlers.reading.text import document
from crawlers.reading.walls import Wall, wall_before_parsing, wall_in
from model.config import Source

_ERROR_PAGE = 200_000  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A page as text and as tree; `odd`: characters that no text should hold were removed."""

    text: str
    tree: HtmlElement
    odd: bool


def open_page(source: Source, page: Page, visit: Visit) -> Opened | Refusal:
    """The page, or a refusal when its charset cannot be told."""
    text = decode(page.body, declared=page.charset, configured=source.encoding)
    if text is None:
        return refuse(visit, "charset", page.url)
    text, odd = scrub(text)
    return Opened(text=text, tree=document(text), odd=odd)


def open_selected(source: Source, selectors: Iterable[str], page: Page, visit: Visit) -> Opened | Refusal:
    """As `open_page`, after a look at the selectors among the settings of `source`, by their names."""
    fault = fault_in({name: getattr(source, name) for name in selectors})
    return refuse(visit, "bad-selector", page.url, detail=fault) if fault else open_page(source, page, visit)


def gathering_of(source: Source, opened: Opened, page: Page, visit: Visit) -> Gathering:
    """An empty gathering for the posts of `opened`, noting what is odd about the page as a whole."""
    gathering = Gathering(source.name, page, visit)
    if opened.odd:
        gathering.note("bad-characters", page.url)
    return gathering


def unexpected(opened: Opened, page: Page, visit: Visit, missing: str) -> Refusal:
    """Why a page without `missing`, its usual structure, is none of ours: a wall, a mobile page, a changed layout.

    Called only then, because people also write *about* captchas and logins.
    """
    wall = wall_before_parsing(opened.text) or wall_in(opened.tree)
    if wall is not None:
        return refuse(visit, wall.kind, page.url, wall.blocked)
    if is_mobile(opened.text, opened.tree):
        return refuse(visit, "mobile-page", page.url)
    if made_by_scripts(opened.tree):
        return refuse(visit, "needs-javascript", page.url)
    return refuse(visit, "page-changed", page.url, detail=missing)


def wall_of_error(body: bytes, charset: str) -> Wall | None:
    """The wall that an error page is: firewalls answer 403, 405 or a number of their own. None: a plain error."""
    text = decode(body[:_ERROR_PAGE], declared=charset, configured="") or ""
    wall = wall_before_parsing(text) or wall_in(document(text))
    return wall if wall is not None and wall.blocked else None


def no_file(text: str, page: Page, visit: Visit, kind: str, detail: str = "") -> Refusal:
    """Why the page `text` is not the file that should be here (a feed, a sitemap): a wall, or else `kind`."""
    wall = wall_before_parsing(text) or wall_in(document(text[:200_000]))
    if wall is not None and wall.kind != "missing":
        return refuse(visit, wall.kind, page.url, wall.blocked)
    return refuse(visit, kind, page.url, detail=detail)
