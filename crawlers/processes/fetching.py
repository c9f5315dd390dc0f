"""A single fetch with the same manners as a visit, for `huisheng source try`; stores nothing."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import datetime

from crawlers.kinds.base import Fetch
from crawlers.manners.guard import site_of
from crawlers.processes.job import Event, Fetched, Job, Trouble
from crawlers.visits.plan import Node
from crawlers.visits.reply import Drawn, Reply, content_type_of, notes_on
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
        if reply.drawn is not None and not self._may_be_read(reply.drawn, reply.url):
            return
        content_type, charset = content_type_of(reply.headers.get("content-type", ""))
        self._emit(
            Fetched(
                url=reply.url, status=reply.status, content_type=content_type, charset=charset,
                body=base64.b64encode(reply.body).decode("ascii"), at=self._clock().isoformat(),
            )
        )  # fmt: skip

    def _may_be_read(self, drawn: Drawn, url: str) -> bool:
        say = Catalogue(self._job.config.language).say
        if drawn.wall:
            self._tell(drawn.wall, say(f"reading.refusal.{drawn.wall}", url=url), url, fatal=True)
            return False
        for kind, values in notes_on(drawn):
            detail = self._words(drawn.fault, url=drawn.url) if drawn.fault else ""
            self._tell(kind, self._words(kind, url=url, detail=detail, **values), url, fatal=False)
        return True

    def broke(self, node: Node, kind: str, url: str, *, detail: str = "", retry_after: str | None = None) -> None:
        """Say why there is no page."""
        self._tell(kind, self._words(kind, url=url, detail=detail), url, fatal=True)

    def _words(self, kind: str, **values: str) -> str:
        say = Catalogue(self._job.config.language).say
        return say(f"crawlers.trouble.{kind}", **{"url": "", "detail": "", "when": "", **values})

    def _tell(self, kind: str, words: str, url: str, *, fatal: bool) -> None:
        self._emit(Trouble(source=self._source.name, kind=kind, message=words, url=url, fatal=fatal))
