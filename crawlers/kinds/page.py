"""A list of articles and the article pages it links to. Selectors are optional: without them it searches."""

from __future__ import annotations

from collections.abc import Mapping

from crawlers.kinds.articles import READ, read_article
from crawlers.kinds.base import NOTHING, Fetch, Outcome, Page, Refusal, Visit
from crawlers.kinds.links import Listed
from crawlers.kinds.listing import Links, read_list
from crawlers.kinds.opened import open_selected
from model.config import PageSource, Source

_SELECTORS = ("links", "next_page", "title", "body", "time")
_HEADLINE = 8  # characters; links with fewer are menus, when nothing better tells articles from menus


class Articles:
    """The kind ``page``."""

    def start(self, source: Source, markers: Mapping[str, str] = NOTHING) -> Fetch:
        """The list of articles."""
        return Fetch(url=source.url, role="list")

    def parse(self, source: Source, fetch: Fetch, page: Page, visit: Visit) -> Outcome | Refusal:
        """A list gives articles to read, an article page gives one post."""
        if not isinstance(source, PageSource):
            raise TypeError(f"{source.name} is no list of articles")
        opened = open_selected(source, _SELECTORS, page, visit)
        if isinstance(opened, Refusal):
            return opened
        if fetch.role == "list":
            return read_list(_links(source), fetch, page, visit, opened)
        return read_article(source, fetch, page, visit, opened)


def _links(source: PageSource) -> Links:
    return Links(
        selector=source.links,
        next_page=source.next_page,
        missing=f"links: {source.links} {source.link_pattern}".strip(),
        marker_of=lambda item: READ,
        wanted=lambda item: _is_article(source, item),
    )


def _is_article(source: PageSource, item: Listed) -> bool:
    if source.link_pattern:
        return source.link_pattern in item.url
    return source.links != "a" or len(item.title) >= _HEADLINE
