"""robots.txt (RFC 9309), obeyed from the first request on.

Scrapy's own middleware lets all but the first of several early requests through, takes 5xx, timeouts, 401, 403 and
429 for "everything allowed", and never applies Crawl-delay. Here every request to a host waits for one shared
answer; only a plain answer or a plain "there is none" (404 and other 4xx) lets anything through.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any, Protocol, cast

from scrapy import Spider
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.http import Request
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import ProtegoRobotParser
from scrapy.utils.httpobj import urlparse_cached

from crawlers.manners.identity import NAME
from crawlers.manners.refused import Refused
from crawlers.manners.slots import slot_of
from crawlers.visits.failures import failure_of
from store.robots import Copy

LONGEST_PAUSE = 120.0
"""Seconds. A site that asks for a longer Crawl-delay is left alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a host's robots.txt says. `refused`: nothing may be read, because of this."""

    parser: ProtegoRobotParser | None = None
    refused: Refused | None = None

    @property
    def pause(self) -> float:
        """Seconds between two pages, by Crawl-delay or Request-rate; 0 when the site names none."""
        if self.parser is None:
            return 0.0
        rate = self.parser.rp.request_rate(NAME)
        each = rate.seconds / rate.requests if rate and rate.requests else 0.0
        return max(0.0, self.parser.crawl_delay(NAME) or 0.0, each)


class RobotsMemory(Protocol):
    """Copies of robots.txt from earlier runs, by scheme and host."""

    def recall(self, root: str) -> Copy | None:
        """A copy that may still be used."""

    def keep(self, root: str, copy: Copy) -> None:
        """What was just read."""


def _says(status: int) -> bool:
    """Is this a plain answer, or a plain "there is none"? Anything else forbids everything for now."""
    return 200 <= status < 300 or (400 <= status < 500 and status not in {401, 403, 408, 425, 429})


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
            known[host] = asyncio.ensure_future(self._rules(host, as_part="part" in request.meta))
        rules = await asyncio.shield(known[host])
        if rules.refused is not None:
            raise rules.refused
        if rules.parser is not None:
            self._obey_pause(request, parts.hostname or "", rules.pause)
            if not rules.parser.allowed(request.url, NAME):
                raise Refused("robots", request.url)

    async def _rules(self, host: str, *, as_part: bool) -> Rules:
        """From a copy that is no older than a day, else from the site."""
        memory: RobotsMemory | None = getattr(self.crawler.spider, "robots_memory", None)
        copy = memory.recall(host) if memory is not None else None
        if copy is not None:
            return self._read(copy.status, copy.body, f"{host}/robots.txt")
        return await self._load(host, memory, as_part=as_part)

    async def _load(self, host: str, memory: RobotsMemory | None, *, as_part: bool) -> Rules:
        url = f"{host}/robots.txt"
        meta: dict[str, Any] = {"dont_obey_robotstxt": True}
        if as_part:
            meta |= {"part": True, "download_slot": slot_of(url)}
        errand = getattr(self.crawler.spider, "errand", None)
        if errand is not None and errand.patience() < self.crawler.settings.getfloat("DOWNLOAD_TIMEOUT"):
            meta |= {"download_timeout": errand.patience(), "dont_retry": True}
        request = Request(url, priority=self.DOWNLOAD_PRIORITY, meta=meta, callback=NO_CALLBACK)
        try:
            response = await self.crawler.engine.download_async(request)
        except Exception as error:  # noqa: BLE001 - whatever kept us from reading the rules, we may not go on
            return Rules(refused=self._unreachable(error, url))
        if _says(response.status):
            if memory is not None:
                memory.keep(host, Copy(status=response.status, body=response.body))
            return self._read(response.status, response.body, url)
        later = response.headers.get("Retry-After")
        refused = Refused(
            "robots-unreachable",
            url,
            detail=f"HTTP {response.status}",
            retry_after=later.decode("latin-1") if later else None,
        )
        return Rules(refused=refused)

    def _read(self, status: int, body: bytes, url: str) -> Rules:
        if not 200 <= status < 300:
            return Rules()
        rules = Rules(parser=ProtegoRobotParser.from_crawler(self.crawler, body))
        if rules.pause > LONGEST_PAUSE:
            # Waiting would hold up every other source and the whole cycle; hurrying would be rude.
            return Rules(refused=Refused("crawl-delay", url, detail=f"{rules.pause:.0f} s"))
        return rules

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
