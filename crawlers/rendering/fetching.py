"""Fetches the parts of pages with the crawler's own downloader: all its guards, one at a time per host."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.http import Request, Response
from scrapy.http.request import NO_CALLBACK

from crawlers.manners.robots import Rules
from crawlers.manners.slots import slot_of
from crawlers.reading.charset import decode
from crawlers.rendering.parts import Part
from crawlers.visits.failures import failure_of
from crawlers.visits.reply import content_type_of

# Reasons that may be gone the next time.
_PASSING = frozenset(("timeout", "connection", "dns", "cut-short", "download-failed"))


class PartFetcher:
    """`encoding`: that of the source's settings, or ''.

    Pauses of ours stand between pages; a Crawl-delay of the site's stands between parts too.
    """

    def __init__(self, crawler: Crawler, encoding: str) -> None:
        self._crawler, self._encoding = crawler, encoding
        self._turns: dict[str, asyncio.Lock] = {}
        self._last: dict[str, float] = {}

    def page_came(self, url: str) -> None:
        """The page at `url` was fetched just now: its host has been asked."""
        self._last[_root(url)] = time.monotonic()

    async def fetch(
        self, url: str, headers: Mapping[str, str], kind: str, is_over: Callable[[float], bool]
    ) -> Part:
        """The part at `url`. `is_over`: is the page's time over so many seconds from now?"""
        root = _root(url)
        async with self._turns.setdefault(root, asyncio.Lock()):
            wait = max(0.0, self._last.get(root, 0.0) + self._pause(root) - time.monotonic())
            if is_over(wait):
                return Part(fault="part-pause" if wait else "timeout")
            await asyncio.sleep(wait)
            part = await self._ask(url, headers, kind)
            self._last[root] = time.monotonic()
            return part

    def _pause(self, root: str) -> float:
        known: dict[str, asyncio.Future[Rules]] = getattr(self._crawler.spider, "robots", {})
        rules = known.get(root)
        return rules.result().pause if rules is not None and rules.done() else 0.0

    async def _ask(self, url: str, headers: Mapping[str, str], kind: str) -> Part:
        slot, engine = slot_of(url), self._crawler.engine
        if engine is None:
            return Part(fault="download-failed")
        engine.downloader.per_slot_settings.setdefault(slot, {"delay": 0.0, "concurrency": 1})
        request = Request(
            url, headers=dict(headers), meta={"part": kind, "download_slot": slot}, callback=NO_CALLBACK,
            dont_filter=True,
        )  # fmt: skip
        try:
            response = await engine.download_async(request)
        except Exception as error:  # noqa: BLE001 - whatever it was, the page goes without this part
            found = failure_of(error, url, getattr(self._crawler.spider, "refused_names", ()))
            return Part(fault=found.kind, passing=found.kind in _PASSING, retry_after=found.retry_after)
        return self._part(response, kind)

    def _part(self, response: Response, kind: str) -> Part:
        names = {name.decode("latin-1").lower(): values for name, values in response.headers.items()}
        headers = {name: b", ".join(values).decode("latin-1") for name, values in names.items()}
        body = response.body
        if kind == "script":
            body, headers["content-type"] = self._script(body, headers.get("content-type", ""))
        later = response.status >= 500 or response.status == 429
        return Part(
            status=response.status, headers=headers, body=body, passing=later,
            retry_after=headers.get("retry-after"),
        )  # fmt: skip

    def _script(self, body: bytes, header: str) -> tuple[bytes, str]:
        """A script without a charset is in the page's, and the page was handed over as UTF-8."""
        kind, charset = content_type_of(header)
        text = decode(body, declared=charset, configured=self._encoding)
        return (body, header) if text is None else (text.encode("utf-8", "ignore"), f"{kind}; charset=utf-8")


def _root(url: str) -> str:
    """Scheme and host, as robots.py keeps its rules by."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
