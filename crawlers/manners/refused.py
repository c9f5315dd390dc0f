"""A request that we do not make, or whose answer we do not take."""

from __future__ import annotations

from scrapy.exceptions import IgnoreRequest


class Refused(IgnoreRequest):
    """`kind` is a stable word (a message of data/messages/crawlers.toml), `detail` a word or address for people.

    `retry_after` is the header's value when the site named a time.
    """

    def __init__(self, kind: str, url: str, *, detail: str = "", retry_after: str | None = None) -> None:
        super().__init__(f"{kind}: {url} {detail}".strip())
        self.kind, self.url, self.detail, self.retry_after = kind, url, detail, retry_after
