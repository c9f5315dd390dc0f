"""Downloads addresses in a crawler process of its own, with chosen guards; started by the tests, never imported.

Argument: JSON ``{"urls": [], "loopback": [[host, port]], "robots": bool, "at_once": int, "site": [host, port]}``.
With `site`, requests are kept to it as in a visit. Prints which addresses were answered, the kind of each failure,
and the pause of each host at the end.
"""

from __future__ import annotations

import json
import sys
from collections.abc import AsyncIterator
from typing import Any

from scrapy import Spider
from scrapy.http import Request, Response

from crawlers.manners.guard import Site
from crawlers.manners.settings import JITTER, source_settings
from crawlers.processes.process import CrawlProcess
from crawlers.visits.failures import failure_of
from model.config import Config

ORDER = json.loads(sys.argv[1])
RESULT: dict[str, Any] = {"answered": [], "failed": {}, "pauses": {}}


class Probe(Spider):
    name = "probe"

    def __init__(self, refused_names: set[str]) -> None:
        super().__init__()
        self.refused_names, self.robots = refused_names, {}
        host, port = ORDER.get("site", ["", 0])
        self.site = Site(host=host, port=port, loopback=True)

    async def start(self) -> AsyncIterator[Request]:
        for url in ORDER["urls"]:
            yield Request(url, callback=self.got, errback=self.lost, meta={"asked": url}, dont_filter=True)

    def got(self, response: Response) -> None:
        RESULT["answered"].append(response.meta["asked"])

    def lost(self, failure: Any) -> None:
        found = failure_of(failure.value, failure.request.url, self.refused_names)
        RESULT["failed"][failure.request.meta["asked"]] = found.kind

    def closed(self, reason: str) -> None:
        for host, slot in self.crawler.engine.downloader.slots.items():
            RESULT["pauses"][host] = round(slot.delay * (1 - JITTER), 6)


class Process(CrawlProcess):
    async def join(self) -> None:
        await self.crawl(Probe, self.refused_names)


config = Config.model_validate(
    {
        "association": {"name": "协会", "town": "永康", "contact": "mailto:help@xiehui.cn"},
        "crawl": {"timeout": ORDER.get("timeout", "5s"), "delay": "0s"},
        "sources": [{"name": "甲", "kind": "feed", "url": "http://127.0.0.1/", "allow_loopback": True}],
    }
)
process = Process(config, [])
process.loopback = frozenset((host, port) for host, port in ORDER["loopback"])
chosen = source_settings(config, config.sources[0])
# Neither the site guard nor one request at a time: the resolver and robots.txt must hold alone.
unguarded: dict[str, int | None] = {
    "crawlers.manners.middleware.UrlGuard": None,
    "crawlers.manners.middleware.SiteRedirects": None,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": 600,
}
chosen["DOWNLOADER_MIDDLEWARES"] = {
    **chosen["DOWNLOADER_MIDDLEWARES"],
    **({} if "site" in ORDER else unguarded),
    "crawlers.manners.robots.Robots": 100 if ORDER["robots"] else None,
}
chosen |= {"CONCURRENT_REQUESTS": ORDER["at_once"], "CONCURRENT_REQUESTS_PER_DOMAIN": ORDER["at_once"]}
chosen |= {"RETRY_ENABLED": False, "LOG_LEVEL": "ERROR"}
process.settings.setdict(chosen, priority="cmdline")
process.start(install_signal_handlers=False)
print(json.dumps(RESULT))
