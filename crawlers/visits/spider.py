"""The one spider. It carries addresses out and replies in, one at a time; everything else is `Visiting`."""

from __future__ import annotations

import traceback
from collections.abc import AsyncIterator, Container, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol, cast

from scrapy import Spider
from scrapy.http import Request, Response
from twisted.python.failure import Failure as TwistedFailure

from crawlers.manners.guard import Site
from crawlers.manners.robots import RobotsMemory
from crawlers.visits.failures import failure_of
from crawlers.visits.plan import Node
from crawlers.visits.reply import Reply


class Errand(Protocol):
    """What the spider is sent out for."""

    site: Site
    crawl_delay: float
    requests: int
    site_later: datetime | None

    def next(self) -> Node | None:
        """The next page to fetch, None when done."""

    def headers(self, node: Node) -> dict[str, str]:
        """Extra request headers for `node`."""

    def patience(self) -> float:
        """Seconds to wait for the next reply."""

    def replied(self, node: Node, reply: Reply) -> None:
        """The site answered."""

    def broke(self, node: Node, kind: str, url: str, *, detail: str = "", retry_after: str | None = None) -> None:
        """`node` could not be fetched or read."""


class VisitSpider(Spider):
    """Never yields items, so that nothing that was read can reach Scrapy's logs."""

    name = "visit"

    def __init__(
        self,
        errand: Errand,
        robots: dict[str, Any],
        refused_names: Container[str],
        robots_memory: RobotsMemory | None = None,
    ) -> None:
        super().__init__()
        self.errand, self.robots, self.refused_names = errand, robots, refused_names
        self.robots_memory = robots_memory
        self.site = errand.site

    async def start(self) -> AsyncIterator[Request]:
        """Called by Scrapy: the first request."""
        for request in self._next():
            yield request

    def parse(self, response: Response, **kwargs: Any) -> Iterator[Request]:
        """Called by Scrapy with each reply, whatever its status."""
        node = cast(Node, response.meta["node"])
        headers = {
            name.decode("latin-1").lower(): b", ".join(values).decode("latin-1")
            for name, values in response.headers.items()
        }
        reply = Reply(
            url=response.url, status=response.status, headers=headers, body=response.body,
            drawn=response.meta.get("drawn"),
        )  # fmt: skip
        try:
            self.errand.replied(node, reply)
        except Exception as error:  # noqa: BLE001 - one page that breaks a parser must not end the visit
            self.errand.broke(node, "parser-failed", response.url, detail=_place(error))
        yield from self._next()

    def failed(self, failure: TwistedFailure) -> Iterator[Request]:
        """Called by Scrapy when there is no reply."""
        request = cast(Request, failure.request)  # type: ignore[attr-defined]
        found = failure_of(failure.value or OSError(), request.url, self.refused_names)
        node = cast(Node, request.meta["node"])
        url = getattr(failure.value, "url", request.url)
        self.errand.broke(node, found.kind, url, detail=found.detail, retry_after=found.retry_after)
        yield from self._next()

    def _next(self) -> Iterator[Request]:
        node = self.errand.next()
        if node is None:
            return
        usual, left = self.settings.getfloat("DOWNLOAD_TIMEOUT"), self.errand.patience()
        yield Request(
            node.fetch.url, callback=self.parse, errback=self.failed, headers=self.errand.headers(node),
            # A second try could go on long after the time of this visit.
            meta={"node": node, "download_timeout": left, "dont_retry": left < usual}, dont_filter=True,
        )  # fmt: skip


def _place(error: Exception) -> str:
    """Class and place of `error`, without its text: that may quote the page, and so a person."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__}, {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
