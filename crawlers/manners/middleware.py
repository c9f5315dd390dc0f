"""Downloader middlewares: every request stays on the source's site, redirects included."""

from __future__ import annotations

import zlib
from typing import Protocol, cast

from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.http import Request, Response

from crawlers.manners.guard import Site, fault_of, part_fault_of
from crawlers.manners.refused import Refused
from crawlers.manners.slots import slot_of


class HasSite(Protocol):
    """What the spider tells the middlewares: the one site it may visit."""

    site: Site


def site_of_spider(crawler: Crawler) -> Site:
    """The site that the running spider may visit."""
    return cast(HasSite, crawler.spider).site


def fault_of_request(request: Request, site: Site) -> str | None:
    """Why `request` must not be made. A part of a page (meta ``part``, see rendering/) may be on another site."""
    return part_fault_of(request.url, site) if "part" in request.meta else fault_of(request.url, site)


class UrlGuard:
    """Refuses every request that leaves the site, http(s), or the outside world; robots.txt included."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> UrlGuard:
        """Called by Scrapy."""
        return cls(crawler)

    def process_request(self, request: Request, spider: Spider | None = None) -> None:
        """Raises `Refused`."""
        fault = fault_of_request(request, site_of_spider(self._crawler))
        if fault is not None:
            came_from = request.meta.get("redirect_urls")
            raise Refused(f"redirect-{fault}" if came_from else fault, request.url)


class WholeBody:
    """Refuses a gzip reply that was cut short: Scrapy would hand on what there is as if it were all.

    A feed cut short would be remembered as read by its validator, and the rest never asked for again.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._most = crawler.settings.getint("DOWNLOAD_MAXSIZE")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> WholeBody:
        """Called by Scrapy."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response, spider: Spider | None = None) -> Response:
        """The response as it is. Raises `Refused`."""
        coding = (response.headers.get("Content-Encoding") or b"").strip().lower()
        if coding in {b"gzip", b"x-gzip"} and response.body and is_cut_short(response.body, self._most):
            raise Refused("cut-short", response.url)
        return response


def is_cut_short(packed: bytes, most: int) -> bool:
    """Does this gzip stream stop before its end? Looks at no more than `most` unpacked bytes, 64 kB at a time.

    Streams that are no gzip, or longer than that, are left to the unpacking itself to refuse.
    """
    unpacker, seen = zlib.decompressobj(wbits=31), 0
    rest = packed
    try:
        while rest and not unpacker.eof and seen <= most:
            seen += len(unpacker.decompress(rest, 65_536))
            rest = unpacker.unconsumed_tail
    except zlib.error:
        return False
    return not unpacker.eof and seen <= most


class SiteRedirects(RedirectMiddleware):
    """Redirects within the site only. A target that is not http(s) or leaves the site ends the request."""

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        """A new request for the target; the response itself when it is no redirect. Raises `Refused`."""
        target = response.headers.get("Location")
        redirects = response.status in {301, 302, 303, 307, 308} and target is not None
        result = super().process_response(request, response)
        if isinstance(result, Response):
            if redirects:
                raise Refused("redirect-not-http", request.url)
            return result
        fault = fault_of_request(result, site_of_spider(self.crawler))
        if fault is not None:
            raise Refused(f"redirect-{fault}", request.url, detail=result.url[:300])
        if "part" in result.meta:
            result.meta["download_slot"] = slot_of(result.url)
        return result

    def _engine_started(self) -> None:
        """Scrapy would warn here that nobody sets a Referer on redirects: that is what we want."""

    def handle_referer(self, request: Request, response: Response) -> None:
        """No page is told where we came from."""
        request.headers.pop("Referer", None)
