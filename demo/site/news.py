"""The town's paper: lists of articles and article pages, in GBK as many local papers still are."""

from __future__ import annotations

import re

from demo.records import NEWS, Thread, Town
from demo.site.markup import environment
from demo.site.reply import Reply, Request, html
from demo.town.hours import ZONE

SHOWN = 30
_LIST = re.compile(r"/news/(?:index_(\d{1,4})|index)\.html")
_ARTICLE = re.compile(r"/news/\d{4}/\d{4}/(\d{1,9})\.html")


class NewsSite:
    """Lists at /news/index.html, /news/index_2.html …; /news/draft/ is closed to programs, yet linked."""

    robots = "User-agent: *\nDisallow: /news/draft/\n"

    def __init__(self, town: Town, name: str) -> None:
        self._templates, self._name = environment(town.end), name
        self._templates.filters["address"] = _address
        self._articles = sorted(town.on(NEWS), key=lambda thread: thread.opened_at, reverse=True)
        self._by_key = {thread.key: thread for thread in self._articles}
        self._pages = max(1, -(-len(self._articles) // SHOWN))

    def answer(self, request: Request) -> Reply:
        """A list page, an article, or 404."""
        listed, asked = _LIST.fullmatch(request.path), _ARTICLE.fullmatch(request.path)
        number = int(listed[1] or 1) if listed else 0
        if 0 < number <= self._pages:
            shown = self._articles[(number - 1) * SHOWN : number * SHOWN]
            return self._page("news_list.html", articles=shown, number=number, pages=self._pages)
        if asked and int(asked[1]) in self._by_key:
            article = self._by_key[int(asked[1])]
            return self._page("news_article.html", article=article, post=article.entries[0])
        return self._page("missing.html", status=404)

    def forbidden(self, request: Request) -> bool:
        """Whether robots.txt closes this address."""
        return request.path.startswith("/news/draft/")

    def _page(self, template: str, *, status: int = 200, **values: object) -> Reply:
        text = self._templates.get_template(template).render(site=self._name, **values)
        return html(text, status=status, charset="gbk")


def _address(article: Thread) -> str:
    local = article.opened_at.astimezone(ZONE)
    return f"/news/{local:%Y}/{local:%m%d}/{article.key}.html"
