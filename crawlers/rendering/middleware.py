"""The downloader middleware that hands a page of scripts to the browser, after all others have seen the reply."""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import suppress
from typing import Any

from playwright.async_api import Error as PlaywrightError
from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Request, Response
from scrapy.http.request import NO_CALLBACK
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler
from scrapy_playwright.page import PageMethod

from crawlers.manners.guard import fault_of
from crawlers.manners.middleware import site_of_spider
from crawlers.manners.refused import Refused
from crawlers.reading.charset import decode
from crawlers.reading.text import document
from crawlers.reading.walls import wall_before_parsing, wall_in
from crawlers.rendering.browser import STARTING
from crawlers.rendering.drawing import Drawing, TooLarge
from crawlers.rendering.fetching import PartFetcher
from crawlers.visits.reply import Drawn, content_type_of

_HTML = frozenset(("text/html", "application/xhtml+xml"))
_LATER = frozenset((429, 503))
_CLOSING = 10.0  # seconds

# Its warnings quote addresses and tracebacks; what they tell becomes an issue.
logging.getLogger("scrapy-playwright").setLevel(logging.CRITICAL)


class Rendering:
    """Draws the pages that the spider asked for; parts, robots.txt and what is no page pass untouched.

    scrapy-playwright starts, keeps and ends the browser. It is asked directly, not as Scrapy's download handler:
    that would be a second browser for a second scheme, and would hold the host's slot while its parts wait for it.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._seconds = crawler.settings.getfloat("DOWNLOAD_TIMEOUT")
        self._most = crawler.settings.getint("DOWNLOAD_MAXSIZE")
        self._encoding: str = crawler.settings.get("HUISHENG_ENCODING", "")
        self._context: dict[str, Any] = crawler.settings.getdict("HUISHENG_CONTEXT")
        self._browser = ScrapyPlaywrightDownloadHandler.from_crawler(crawler)
        self._parts = PartFetcher(crawler, self._encoding)
        self._number = 0
        crawler.signals.connect(self._close, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Rendering:
        """Called by Scrapy."""
        return cls(crawler)

    async def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Response:
        """The page as it is when its scripts have run. Raises `Refused`.

        A wall is returned as it came: no script of it is ever run.
        """
        text = self._page_text(request, response)
        if text is None or wall_before_parsing(text) or wall_in(document(text)):
            return response
        drawing = Drawing(
            response.url, text, self._parts.fetch, most_bytes=self._most,
            is_own=lambda url: fault_of(url, site_of_spider(self._crawler)) is None,
        )  # fmt: skip
        await self._draw(response.url, drawing)
        self._rest(request)
        return self._read(request, response, drawing)

    def _page_text(self, request: Request, response: Response) -> str | None:
        header = (response.headers.get("Content-Type") or b"").decode("latin-1")
        kind, charset = content_type_of(header)
        if "node" not in request.meta or not 200 <= response.status < 300 or kind not in _HTML:
            return None
        return decode(response.body, declared=charset, configured=self._encoding)

    async def _draw(self, url: str, drawing: Drawing) -> None:
        self._parts.page_came(url)
        self._number += 1
        order = {
            "playwright_context": f"page-{self._number}",
            "playwright_context_kwargs": dict(self._context),
            "playwright_page_init_callback": drawing.prepare,
            "playwright_page_goto_kwargs": {"timeout": 0},
            "playwright_page_methods": [PageMethod(drawing.finish)],
            "playwright": True,
        }
        try:
            async with asyncio.timeout(STARTING + self._seconds) as limit:
                drawing.begins(self._seconds, limit)
                await self._browser.download_request(Request(url, meta=order, callback=NO_CALLBACK))
        except TimeoutError:
            raise Refused("javascript-timeout", url, detail=f"{self._seconds:.0f} s") from None
        except TooLarge:
            raise Refused("too-large", url) from None
        except (PlaywrightError, RuntimeError) as error:  # RuntimeError: Playwright itself did not start
            if not drawing.led_to and drawing.failed is None:
                raise Refused("javascript-failed", url, detail=_first_line(error)) from None
        finally:
            await drawing.close()

    def _read(self, request: Request, response: Response, drawing: Drawing) -> Response:
        """What the spider gets. No header of the page as it came: its validators say nothing about its data."""
        if drawing.reloads:
            request.meta["drawn"] = Drawn(wall="anti-scraping")
            return response
        if drawing.led_to:
            raise Refused("javascript-elsewhere", response.url, detail=drawing.led_to[:300])
        if drawing.failed is not None:
            url, part = drawing.failed
            if part.status in _LATER:
                headers = {"Retry-After": part.retry_after} if part.retry_after else {}
                return Response(url, status=part.status, headers=headers, request=request)
            detail = f"{url[:200]} ({part.fault or f'HTTP {part.status}'})"
            raise Refused("javascript-part", response.url, detail=detail)
        request.meta["drawn"] = drawing.ledger.drawn()
        encoding = self._encoding or "utf-8"
        body = f"<!DOCTYPE html>\n{drawing.copy}".encode(encoding, "xmlcharrefreplace")
        if len(body) > self._most:
            raise Refused("too-large", response.url)
        headers = {"Content-Type": f"text/html; charset={encoding}"}
        return HtmlResponse(response.url, status=response.status, headers=headers, body=body, request=request)

    def _rest(self, request: Request) -> None:
        """The pause before the next page begins when this one was drawn, not when it came."""
        engine = self._crawler.engine
        slot = engine.downloader.slots.get(request.meta.get("download_slot", "")) if engine else None
        if slot is not None:
            slot.lastseen = time.monotonic()

    async def _close(self, spider: Spider) -> None:
        with suppress(TimeoutError, PlaywrightError):
            await asyncio.wait_for(self._browser.close(), _CLOSING)


def _first_line(error: Exception) -> str:
    """What Chromium or Playwright says, in its first line; the rest is advice for programmers."""
    lines = str(error).strip().splitlines()
    return lines[0][:200] if lines else type(error).__name__
