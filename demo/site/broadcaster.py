"""The broadcaster: no list of articles worth reading, but a sitemap, as many newer sites have.

``/sitemap.xml`` is an index of one packed sitemap a month, one of Google's news tags for the last two days, and one
of the editors' own pages, which nobody should want. Every fourth article shows no time: only the sitemap knows it.
"""

from __future__ import annotations

import gzip
import re
from datetime import timedelta
from itertools import groupby

from demo.records import RADIO, Thread, Town
from demo.site.markup import environment
from demo.site.reply import Reply, Request, html
from demo.site.validated import Validated
from demo.town.hours import ZONE

_XML, _GZIP = "application/xml; charset=utf-8", "application/gzip"
_ARTICLE = re.compile(r"/xinwen/\d{4}-\d\d-\d\d/(\d{1,9})\.html")
_NEWS = timedelta(days=2)


class BroadcasterSite:
    """Articles at /xinwen/…, their editors' pages at /author/…, drafts closed to programs at /xinwen/neibu/."""

    robots = "User-agent: *\nDisallow: /xinwen/neibu/\n"

    def __init__(self, town: Town, name: str, root: str) -> None:
        self._templates, self._name, self._root = environment(town.end), name, root
        self._templates.filters["address"] = _address
        articles = sorted(town.on(RADIO), key=lambda thread: thread.opened_at, reverse=True)
        self._by_key = {thread.key: thread for thread in articles}
        self.robots += f"Sitemap: {root}/sitemap.xml\n"
        self._files = self._sitemaps(articles, [a for a in articles if town.end - a.opened_at < _NEWS])

    def answer(self, request: Request) -> Reply:
        """A sitemap, an article, or 404."""
        if (file := self._files.get(request.path)) is not None:
            return file.answer(request)
        asked = _ARTICLE.fullmatch(request.path)
        if asked and int(asked[1]) in self._by_key:
            article = self._by_key[int(asked[1])]
            return html(self._page("radio_article.html", article=article, post=article.entries[0]))
        return html(self._page("missing.html"), status=404)

    def forbidden(self, request: Request) -> bool:
        """Whether robots.txt closes this address."""
        return request.path.startswith("/xinwen/neibu/")

    def _sitemaps(self, articles: list[Thread], news: list[Thread]) -> dict[str, Validated]:
        changed, files, months = articles[0].opened_at, dict[str, Validated](), []
        for month, found in groupby(articles, key=lambda article: f"{article.opened_at.astimezone(ZONE):%Y-%m}"):
            listed = list(found)
            months.append((f"/sitemap-{month}.xml.gz", listed[0].opened_at))
            text = self._page("sitemap.xml", articles=listed, news=False)
            files[months[-1][0]] = Validated(gzip.compress(text.encode(), mtime=0), _GZIP, listed[0].opened_at)
        text = self._page("sitemap.xml", articles=news, news=True)
        files["/sitemap-news.xml"] = Validated(text.encode(), _XML, changed)
        text = self._page("sitemap_index.xml", months=months, changed=changed)
        files["/sitemap.xml"] = Validated(text.encode(), _XML, changed)
        return files

    def _page(self, template: str, **values: object) -> str:
        return self._templates.get_template(template).render(site=self._name, root=self._root, **values)


def _address(article: Thread) -> str:
    return f"/xinwen/{article.opened_at.astimezone(ZONE):%Y-%m-%d}/{article.key}.html"
