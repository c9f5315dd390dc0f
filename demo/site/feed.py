"""Local sites that offer their newest items as a feed, each in a dialect of its own, all with validators."""

from __future__ import annotations

from dataclasses import dataclass

from demo.records import Thread, Town
from demo.site.markup import environment
from demo.site.reply import Reply, Request, html
from demo.site.validated import Validated


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How a kind of site writes its feed: `shown` items at `path`; `item` is the address of one, by its number."""

    template: str
    kind: str
    path: str
    item: str
    shown: int


_RSS, _ATOM = "application/rss+xml; charset=UTF-8", "application/atom+xml; charset=utf-8"
RSS = Dialect(template="feed.xml", kind=_RSS, path="/feed", item="/p/{key}", shown=20)
# Ten items is what WordPress shows unless somebody changes it.
WORDPRESS = Dialect(template="wordpress.xml", kind=_RSS, path="/feed/", item="/archives/{key}", shown=10)
ATOM = Dialect(template="atom.xml", kind=_ATOM, path="/atom.xml", item="/notice/{key}.html", shown=30)


class FeedSite:
    """The feed, and one page an item. Every dialect names the items' writers, as such sites do."""

    robots = "User-agent: *\nDisallow: /wp-admin/\n"

    def __init__(self, town: Town, board: str, name: str, root: str, dialect: Dialect = RSS) -> None:
        self._templates, self._name, self._dialect = environment(town.end), name, dialect
        items = sorted(town.on(board), key=lambda thread: thread.opened_at, reverse=True)
        self._items = {dialect.item.format(key=thread.key): thread for thread in items}
        self._templates.filters["address"] = self._address
        text = self._templates.get_template(dialect.template).render(
            site=name, root=root, items=items[: dialect.shown], changed=items[0].opened_at
        )
        self._feed = Validated(text.encode(), dialect.kind, items[0].opened_at)

    def answer(self, request: Request) -> Reply:
        """The feed (304 when the validator still holds), an item's page, or 404."""
        if request.path == self._dialect.path:
            return self._feed.answer(request)
        if (item := self._items.get(request.path)) is not None:
            return html(self._templates.get_template("feed_item.html").render(site=self._name, item=item))
        return html(self._templates.get_template("missing.html").render(site=self._name), status=404)

    def forbidden(self, request: Request) -> bool:
        """Whether robots.txt closes this address."""
        return request.path.startswith("/wp-admin/")

    def _address(self, item: Thread) -> str:
        return self._dialect.item.format(key=item.key)
