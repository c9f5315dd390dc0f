"""The real kinds read the town's pages and get exactly what was said, when, and nobody's name."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from pydantic import TypeAdapter

from crawlers.kinds import KINDS
from crawlers.kinds.base import Fetch, Page, Read, Refusal, Visit
from crawlers.reading.links import leads_to_a_person, lists_people
from demo.records import Town
from demo.site.server import Server
from demo.sources import FEEDS, Outlet, Sites, served
from demo.town.build import build
from demo.town.hours import ZONE
from model.config import Source

END = datetime(2026, 5, 20, 6, 41, tzinfo=UTC)
SOURCE: TypeAdapter[Source] = TypeAdapter(Source)
VISIT = Visit(markers={}, oldest=END - timedelta(days=31), zone=ZONE)


@pytest.fixture(scope="module")
def town() -> Town:
    return build(1, END)


def visit(sites: Sites, outlet: Outlet) -> list[Read]:
    """A whole visit, without the network: each address is answered by the site itself."""
    source = SOURCE.validate_python({"name": outlet.name, "allow_loopback": True, **outlet.settings})
    kind, reads, seen = KINDS[source.kind], list[Read](), set[str]()
    server = next(server for server in sites.servers if source.url.startswith(server.root))
    todo = [kind.start(source)]
    while todo:
        fetch = todo.pop(0)
        if fetch.url not in seen and "/draft/" not in fetch.url:
            seen.add(fetch.url)
            assert not leads_to_a_person(fetch.url) and not lists_people(fetch.url)
            outcome = kind.parse(source, fetch, _page(server, fetch), VISIT)
            assert not isinstance(outcome, Refusal), outcome
            assert outcome.refusals == ()
            reads += outcome.reads
            todo += outcome.follow
    return reads


def _page(server: Server, fetch: Fetch) -> Page:
    parts = urlsplit(fetch.url)
    reply = server.answer(f"{parts.path}?{parts.query}", {})
    kind, _, charset = reply.headers["Content-Type"].partition("; charset=")
    return Page(
        url=fetch.url, status=reply.status, content_type=kind, charset=charset, body=reply.body, fetched_at=END
    )  # fmt: skip


@pytest.mark.parametrize("board", ["city", "life", "south", "family", "news", "radio", *FEEDS])
def test_everything_is_read_once_word_for_word_and_to_the_minute(town: Town, board: str) -> None:
    with served(town) as sites:
        reads = visit(sites, next(outlet for outlet in sites.outlets if outlet.board == board))
    threads = sorted(town.on(board), key=lambda thread: thread.opened_at)
    shown = threads[-FEEDS[board][1].shown :] if board in FEEDS else threads
    said = [(t, e) for t in shown for e in t.entries]
    assert len(reads) == len({read.post.key for read in reads}) == len(said)
    told = sorted((r.post.body.replace("\n", ""), r.post.published_at.replace(second=0)) for r in reads)  # type: ignore[union-attr]
    assert told == sorted((e.body.replace("\n", ""), e.at.replace(second=0).astimezone(UTC)) for _, e in said)
    assert {r.post.title for r in reads if r.post.opener} == {t.title for t, _ in said}
    named = {e.speaker.name for _, e in said}
    heard = [r.post.title + r.post.body.removeprefix("回复 @") for r in reads]
    assert [text for text in heard for name in named if name in text.partition(":")[2]] == []
