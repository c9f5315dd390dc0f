"""robots.txt (RFC 9309), obeyed from the first request on.

Scrapy's own middleware lets all but the first of several early requests through, takes 5xx, timeouts, 401, 403 and
429 for "everything allowed", and never applies Crawl-delay. Here every request to a host waits for one shared
answer; only a plain answer or a plain "there is none" (404 and other 4xx) lets anything through.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import cast

from scrapy import Spider
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.http import Request
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import ProtegoRobotParser, RobotParser
from scrapy.utils.httpobj import urlparse_cached

from crawlers.manners.identity import NAME
from crawlers.manners.refused import Refused
from crawlers.manners.slots import slot_of
from crawlers.visits.failures import failure_of

LONGEST_PAUSE = 120.0
"""Seconds. A site that asks for a longer Crawl-delay is left alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a host's robots.txt says. `refused`: nothing may be read, because of this."""

    parser: RobotParser | None = None
    refused: Refused | None = None

    @property
    def pause(self) -> float:
        """Crawl-delay in seconds, 0 when the site names none."""
        return max(0.0, (self.parser.crawl_delay(NAME) if self.parser else None) or 0.0)


class Robots(RobotsTxtMiddleware):
    """One answer per host, shared by all requests, and by the sources of one run through `spider.robots`."""

    async def process_request(self, request: Request, spider: Spider | None = None) -> None:
        """Wait for the host's rules; raises `Refused` when they forbid the address."""
        if request.meta.get("dont_obey_robotstxt"):
            return
        parts = urlparse_cached(request)
        known = cast("dict[str, asyncio.Future[Rules]]", getattr(self.crawler.spider, "robots", {}))
        host = f"{parts.scheme}://{parts.netloc}"
        if host not in known:
            known[host] = asyncio.ensure_future(self._load(f"{host}/robots.txt", as_part="part" in request.meta))
        rules = await asyncio.shield(known[host])
        if rules.refused is not None:
            raise rules.refused
        if rules.parser is not None:
            self._obey_pause(request, parts.hostname or "", rules.pause)
            if not rules.parser.allowed(request.url, NAME):
                raise Refused("robots", request.url)

    async def _load(self, url: str, *, as_part: bool) -> Rules:
        meta = {"dont_obey_robotstxt": True, **({"part": True, "download_slot": slot_of(url)} if as_part else {})}
        request = Request(url, priority=self.DOWNLOAD_PRIORITY, meta=meta, callback=NO_CALLBACK)
        try:
            response = await self.crawler.engine.download_async(request)
        except Exception as error:  # noqa: BLE001 - whatever kept us from reading the rules, we may not go on
            return Rules(refused=self._unreachable(error, url))
        if 200 <= response.status < 300:
            rules = Rules(parser=ProtegoRobotParser.from_crawler(self.crawler, response.body))
            if rules.pause > LONGEST_PAUSE:
                # Waiting would hold up every other source and the whole cycle; hurrying would be rude.
                return Rules(refused=Refused("crawl-delay", url, detail=f"{rules.pause:.0f} s"))
            return rules
        if 400 <= response.status < 500 and response.status not in {401, 403, 408, 425, 429}:
            return Rules()
        later = response.headers.get("Retry-After")
        refused = Refused(
            "robots-unreachable",
            url,
            detail=f"HTTP {response.status}",
            retry_after=later.decode("latin-1") if later else None,
        )
        return Rules(refused=refused)

    def _unreachable(self, error: Exception, url: str) -> Refused:
        found = failure_of(error, url, getattr(self.crawler.spider, "refused_names", ()))
        if found.kind in {"dns", "connection", "certificate", "inner-address"}:
            return Refused(found.kind, url, detail=found.detail)
        return Refused("robots-unreachable", url, detail=found.detail or found.kind)

    def _obey_pause(self, request: Request, hostname: str, delay: float) -> None:
        if "part" in request.meta:  # see rendering/fetching.py
            return
        self._slow_down(hostname, delay)
        errand = getattr(self.crawler.spider, "errand", None)
        if errand is not None:
            errand.crawl_delay = delay

    def _slow_down(self, hostname: str, delay: float) -> None:
        """Crawl-delay is a floor under our own pause; jitter only ever adds to it (see settings.py)."""
        if delay == 0:
            return
        downloader = self.crawler.engine.downloader
        floor = delay / (1 - self.crawler.settings.getfloat("DOWNLOAD_DELAY_JITTER"))
        now = downloader.slots[hostname].delay if hostname in downloader.slots else 0.0
        wanted = max(floor, now, self.crawler.settings.getfloat("DOWNLOAD_DELAY"))
        downloader.per_slot_settings[hostname] = {"delay": wanted}
        if hostname in downloader.slots:
            downloader.slots[hostname].delay = wanted
