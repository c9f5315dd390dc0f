"""How one source did since the last digest: quiet is information, and silence must not look like calm. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from model.catalogue import Catalogue
from model.config import Source
from model.records import SourceCoverage
from store.crawling import SourceVisit
from store.health import Oddity

OK, FAILED, SILENT, ODD, NEVER = "ok", "failed", "silent", "odd", "never"
_LATE = timedelta(hours=1)
_ADDRESS = re.compile(r"https?://[^\s()\"'<>,;\u3000-\u303f\uff00-\uffef]+")


def judge(
    source: Source,
    visit: SourceVisit | None,
    catalogue: Catalogue,
    until: datetime,
    *,
    posts: int,
    newest: datetime | None,
    trouble: str,
    odd: Sequence[Oddity] = (),
) -> SourceCoverage:
    """`posts` were said since the last digest, the newest at `newest`; `trouble` is the last recorded issue.

    `odd`: what is unusual about a source that is read and not silent.
    """
    status, reason = _status(source, visit, catalogue, until, newest)
    if status == OK and odd:
        said = [catalogue.say(f"crawlers.trouble.{one.kind}", **one.details) for one in odd]
        status, reason = ODD, catalogue.say("digest.source.and").join(said)
    message = "" if status == OK else (_without_addresses(trouble) if status == FAILED and trouble else reason)
    return SourceCoverage(
        source=source.name, status=status, posts=posts, last_success=visit.succeeded_at if visit else None,
        newest_post=newest, message=message,
    )  # fmt: skip


def _status(
    source: Source, visit: SourceVisit | None, catalogue: Catalogue, until: datetime, newest: datetime | None
) -> tuple[str, str]:
    if visit is None or visit.first_at > until:
        return NEVER, catalogue.say("digest.source.never")
    if visit.visited_at + 2 * source.every + _LATE < until:
        return NEVER, catalogue.say("digest.source.not_lately", hours=_hours(until - visit.visited_at))
    if visit.succeeded_at is None or visit.succeeded_at < visit.visited_at:
        return FAILED, catalogue.say("digest.source.failed")
    quiet = until - (newest or visit.first_at)
    if quiet > source.healthy.newest_within:
        usual = _hours(source.healthy.newest_within)
        return SILENT, catalogue.say("digest.source.silent", hours=_hours(quiet), usual=usual)
    return OK, ""


def _hours(span: timedelta) -> str:
    return f"{span / timedelta(hours=1):.0f}"


def _without_addresses(text: str) -> str:
    """An issue may name the page that failed, and the page may be a reply's: only its host stays."""
    return _ADDRESS.sub(lambda match: _host(match[0]), text)


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or "…"
    except ValueError:
        return "…"
