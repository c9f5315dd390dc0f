"""The crawler process: all due sources at once, but one site at a time sees one request at a time."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Callable, Iterable
from datetime import datetime
from urllib.parse import urlsplit

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from crawlers.manners.guard import allowed_pairs, site_of
from crawlers.manners.robots import RobotsMemory, Rules
from crawlers.manners.settings import process_settings, source_settings
from crawlers.rendering.needs import lacking
from crawlers.visits.spider import Errand, VisitSpider
from model.config import Config, Source, wants_browser

SITES_AT_ONCE = 16  # each site keeps its own pace; this bounds memory and open connections
BROWSERS_AT_ONCE = 1  # a few hundred megabytes each, of the gigabyte that a service may have


class CrawlProcess(AsyncCrawlerProcess):
    """Runs one errand per source. Sources on one site follow each other, with the pause between them.

    `loopback` and `refused_names` are read and filled by the resolver, see manners/resolver.py.
    """

    def __init__(self, config: Config, sources: Iterable[Source], memory: RobotsMemory | None = None) -> None:
        self._config, self._sources, self._memory = config, list(sources), memory
        self.loopback = allowed_pairs(self._sources)
        self.refused_names: set[str] = set()
        self._robots: dict[str, asyncio.Future[Rules]] = {}
        self._begin: Callable[[Source], Errand] | None = None
        self._finish: Callable[[Source, Errand | None, str], None] | None = None
        self._waiting: Callable[[Source, datetime], None] | None = None
        super().__init__(process_settings(config))

    def run(
        self,
        begin: Callable[[Source], Errand],
        finish: Callable[[Source, Errand | None, str], None],
        waiting: Callable[[Source, datetime], None] | None = None,
    ) -> None:
        """Blocks until every source was visited. `begin` makes its errand; `finish` is told when it is over, with
        the name of the error when it could not even be begun or its crawler broke; `waiting` is told of a source
        that was put off, because its site asked another one for a pause."""
        self._begin, self._finish, self._waiting = begin, finish, waiting
        self.start(install_signal_handlers=False)

    async def join(self) -> None:
        """Called by Scrapy: when this is done, the process ends."""
        sites: dict[str, list[Source]] = {}
        for source in self._sources:
            sites.setdefault(site_of(source).key, []).append(source)
        room, browsers = asyncio.Semaphore(SITES_AT_ONCE), asyncio.Semaphore(BROWSERS_AT_ONCE)
        drawn = [sources for sources in sites.values() if any(map(wants_browser, sources))]
        plain = [sources for sources in sites.values() if not any(map(wants_browser, sources))]
        waits = [self._visit_site(sources, room) for sources in plain]
        waits += [self._visit_site(sources, browsers) for sources in drawn]  # they take no room from the others
        await asyncio.gather(*waits)

    async def _visit_site(self, sources: list[Source], room: asyncio.Semaphore) -> None:
        async with room:
            for number, source in enumerate(sources):
                if number:
                    await asyncio.sleep(self._pause(source))
                later = await self._visit(source)
                if later is not None:
                    self._put_off(sources[number + 1 :], later)
                    return

    def _put_off(self, sources: list[Source], later: datetime) -> None:
        """The site asked one source for a pause: the others on it must not knock either."""
        if self._waiting is not None:
            for source in sources:
                self._waiting(source, later)

    def _pause(self, source: Source) -> float:
        """Seconds between two sources on one site: ours, or the site's Crawl-delay when that is longer."""
        known = [task.result().pause for url, task in self._robots.items() if task.done() and _on(url, source)]
        return max(self._config.delay_of(source).total_seconds(), *known, 0.0)

    async def _visit(self, source: Source) -> datetime | None:
        """Until when the site wants no other visit."""
        if self._begin is None or self._finish is None:
            return None
        errand: Errand | None = None
        fault = ""
        try:
            errand = self._begin(source)
            if wants_browser(source) and (lack := lacking()) is not None:
                _cannot(errand, source, lack)
            else:
                await self._send(errand, source)
        except Exception as error:  # noqa: BLE001 - one source that breaks must not stop the others
            frame = traceback.extract_tb(error.__traceback__)[-1]
            fault = f"{type(error).__name__}, {frame.name}:{frame.lineno}"
        self._finish(source, errand, fault)
        return errand.site_later if errand is not None else None

    async def _send(self, errand: Errand, source: Source) -> None:
        # Scrapy lays the process' own settings over a crawler's of the same priority.
        crawler = Crawler(VisitSpider, Settings(source_settings(self._config, source), priority="cmdline"))
        await self.crawl(
            crawler,
            errand=errand,
            robots=self._robots,
            refused_names=self.refused_names,
            robots_memory=self._memory,
        )
        if crawler.stats is not None:
            errand.requests = crawler.stats.get_value("downloader/request_count", 0)


def _cannot(errand: Errand, source: Source, kind: str) -> None:
    """Nothing is asked of the site when this machine could not read its answer."""
    node = errand.next()
    if node is not None:
        errand.broke(node, kind, source.url)


def _on(root: str, source: Source) -> bool:
    """Is `root` (scheme and host) the root of the source's own address?"""
    return urlsplit(root)[:2] == urlsplit(source.url)[:2]
