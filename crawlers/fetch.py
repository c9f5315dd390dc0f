"""Reads one address in a process of its own, with the manners of a visit; stores nothing."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from datetime import datetime

from crawlers.kinds.base import Page, Refusal
from crawlers.processes.job import Fetched, Job, Trouble
from crawlers.processes.parent import CHILD, Child
from model.catalogue import Catalogue
from model.config import Config, Source

_REQUESTS = 6  # robots.txt, a retry and a few redirects


def fetch_once(
    config: Config,
    source: Source,
    url: str,
    now: datetime,
    *,
    program: Sequence[str] = CHILD,
    note: Callable[[str], object] = str,
) -> Page | Refusal:
    """The page at `url`, which must be on the site of `source`; a `Refusal` when it may not or cannot be read.

    A reply that is no success is a refusal too. `source` need not be in `config`. `note` is told, in words, what
    the page may lack.
    """
    alone = config.model_copy(update={"sources": [source]})
    pause = config.delay_of(source).total_seconds() + config.crawl.timeout.total_seconds()
    child = Child(Job(config=alone, now=now, sources=(source.name,), fetch=url), _REQUESTS * pause, program)
    answer: Page | Refusal | None = None
    for event in child:
        if isinstance(event, Fetched):
            answer = _page(event, config)
        elif isinstance(event, Trouble) and not event.fatal:
            note(event.message)
        elif isinstance(event, Trouble):
            answer = Refusal(kind=event.kind, message=event.message, url=event.url)
    return answer or _refusal(config, "crashed", url, child.fault)


def _page(event: Fetched, config: Config) -> Page | Refusal:
    if not 200 <= event.status < 300:
        return _refusal(config, "http-status", event.url, f"HTTP {event.status}")
    return Page(
        url=event.url, status=event.status, content_type=event.content_type, charset=event.charset,
        body=base64.b64decode(event.body), fetched_at=datetime.fromisoformat(event.at),
    )  # fmt: skip


def _refusal(config: Config, kind: str, url: str, detail: str) -> Refusal:
    words = Catalogue(config.language).say(f"crawlers.trouble.{kind}", url=url, detail=detail, when="")
    return Refusal(kind=kind, message=words, url=url)
