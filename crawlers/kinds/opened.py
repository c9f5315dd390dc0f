"""Bytes to a page that can be read: charset, control characters; and why a page may be none of ours."""

from __future__ import annotations

from dataclasses import dataclass

from lxml.html import HtmlElement

from crawlers.kinds.base import Page, Refusal, Visit
from crawlers.kinds.gathering import refuse
from crawlers.reading.characters import scrub
from crawlers.reading.charset import decode
from crawlers.reading.text import document
from crawlers.reading.walls import wall_before_parsing, wall_in
from model.config import Source


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


def unexpected(opened: Opened, page: Page, visit: Visit, missing: str) -> Refusal:
    """Why a page without `missing`, its usual structure, is none of ours: a wall, or a changed layout.

    Called only then, because people also write *about* captchas and logins.
    """
    wall = wall_before_parsing(opened.text) or wall_in(opened.tree)
    if wall is not None:
        return refuse(visit, wall.kind, page.url, wall.blocked)
    return refuse(visit, "page-changed", page.url, detail=missing)
