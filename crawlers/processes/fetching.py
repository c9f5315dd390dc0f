"""A single fetch with the same manners as a visit, for `huisheng source try`; stores nothing."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import datetime

from crawlers.kinds.base import Fetch
from crawlers.manners.guard import site_of
from crawlers.processes.job import Event, Fetched, Job, Trouble
from crawlers.visits.plan import Node
from crawlers.visits.reply import Reply, content_type_of
from model.catalogue import Catalogue
from model.config import Source


class OneFetch:
    """Fetches `job.fetch` and reports the reply, whatever its status."""

    def __init__(
        self, source: Source, job: Job, clock: Callable[[], datetime], emit: Callable[[Event], None]
    ) -> None:
        self.crawl_delay, self.requests = 0.0, 0
        self.site_later: datetime | None = None
        self.site = site_of(source)
        self._source, self._job, self._clock, self._emit = source, job, clock, emit
        self._node: Node | None = Node(Fetch(url=job.fetch, role="list"))

    def next(self) -> Node | None:
        """The one address, once."""
        node, self._node = self._node, None
        return node

    def headers(self, node: Node) -> dict[str, str]:
        """Nothing is remembered, so nothing is conditional."""
        return {}

    def patience(self) -> float:
        """As long as the settings say."""
        return self._job.config.crawl.timeout.total_seconds()

    def replied(self, node: Node, reply: Reply) -> None:
        """Hand the page over."""
        content_type, charset = content_type_of(reply.headers.get("content-type", ""))
        self._emit(
            Fetched(
                url=reply.url, status=reply.status, content_type=content_type, charset=charset,
                body=base64.b64encode(reply.body).decode("ascii"), at=self._clock().isoformat(),
            )
        )  # fmt: skip

    def broke(self, node: Node, kind: str, url: str, *, detail: str = "", retry_after: str | None = None) -> None:
        """Say why there is no page."""
        say = Catalogue(self._job.config.language).say
        words = say(f"crawlers.trouble.{kind}", url=url, detail=detail, when="")
        self._emit(Trouble(source=self._source.name, kind=kind, message=words, url=url, fatal=True))
