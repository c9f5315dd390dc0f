"""A blog-like local site that offers its newest twenty items as RSS 2.0, with validators."""

from __future__ import annotations

import hashlib

from demo.records import BLOG, Town
from demo.site.markup import environment, http_date
from demo.site.reply import Reply, Request, html

SHOWN = 20


class FeedSite:
    """RSS at /feed, one page an item. The items' writers are named in ``dc:creator``, as blogs do."""

    robots = "User-agent: *\nDisallow: /wp-admin/\n"

    def __init__(self, town: Town, name: str, root: str) -> None:
        self._templates, self._name = environment(town.end), name
        self._items = {thread.key: thread for thread in town.on(BLOG)}
        newest = sorted(self._items.values(), key=lambda thread: thread.opened_at, reverse=True)[:SHOWN]
        template = self._templates.get_template("feed.xml")
        self._feed = template.render(site=name, root=root, items=newest).encode()
        self._validators = {
            "ETag": f'"{hashlib.sha256(self._feed).hexdigest()[:24]}"',
            "Last-Modified": http_date(newest[0].opened_at),
        }

    def answer(self, request: Request) -> Reply:
        """The feed (304 when the validator still holds), an item's page, or 404."""
        if request.path == "/feed":
            if request.headers.get("if-none-match") == self._validators["ETag"]:
                return Reply(status=304, headers=self._validators)
            kind = {"Content-Type": "application/rss+xml; charset=UTF-8"}
            return Reply(body=self._feed, headers={**self._validators, **kind})
        key = request.path.removeprefix("/p/")
        if key.isdecimal() and int(key) in self._items:
            item = self._items[int(key)]
            return html(self._templates.get_template("feed_item.html").render(site=self._name, item=item))
        return html(self._templates.get_template("missing.html").render(site=self._name), status=404)

    def forbidden(self, request: Request) -> bool:
        """Whether robots.txt closes this address."""
        return request.path.startswith("/wp-admin/")
