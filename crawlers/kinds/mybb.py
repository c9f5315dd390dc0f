"""MyBB 1.8: its default theme read as any forum is, by selectors; a missing thread comes with HTTP 200."""

from __future__ import annotations

from collections.abc import Mapping

from crawlers.kinds.base import NOTHING, Fetch, Outcome, Page, Refusal, Visit
from crawlers.kinds.forum import Forum
from crawlers.kinds.gathering import refuse
from crawlers.kinds.opened import open_page
from crawlers.reading.text import one_line, plain, select
from crawlers.reading.walls import wall_of_message
from model.config import ForumSource, MyBBSource, Source

_THEME = {
    "threads": "span[id^='tid_'] > a",
    "next_page": "a.pagination_next",
    "thread_next_page": "a.pagination_next",
    "title": "div.navigation span.active",
    "post": "div.post[id^='post_']",
    "body": "div.post_body",
    "time": "span.post_date",
    "id": "::attr(id)",
    "drop": "blockquote, div.codeblock div.title, span.edited_post",
}
_NOTICE = "table.tborder td.trow1"  # where the default theme says why there is nothing to see


class MyBB:
    """The kind ``mybb``."""

    def start(self, source: Source, markers: Mapping[str, str] = NOTHING) -> Fetch:
        """The list of threads."""
        return Fetch(url=source.url, role="list")

    def parse(self, source: Source, fetch: Fetch, page: Page, visit: Visit) -> Outcome | Refusal:
        """A list gives threads to read, a thread page gives posts."""
        outcome = Forum().parse(as_forum(source), fetch, page, visit)
        if isinstance(outcome, Refusal) and outcome.kind == "page-changed":
            return _notice(source, fetch, page, visit) or outcome
        return outcome


def as_forum(source: Source) -> ForumSource:
    """The settings of `source` as those of a forum with MyBB's selectors."""
    if not isinstance(source, MyBBSource):
        raise TypeError(f"{source.name} is no MyBB forum")
    return ForumSource.model_validate({**source.model_dump(), "kind": "forum", **_THEME})


def _notice(source: Source, fetch: Fetch, page: Page, visit: Visit) -> Outcome | Refusal | None:
    """What the forum says instead of showing the page. A thread that is gone is not asked for until it changes."""
    opened = open_page(source, page, visit)
    cells = [] if isinstance(opened, Refusal) else select(opened.tree, _NOTICE)
    wall = wall_of_message(one_line(plain(cells[0]))) if cells else None
    if wall is None or wall.kind == "site-message":
        return None
    refusal = refuse(visit, wall.kind, page.url, wall.blocked)
    if wall.blocked or fetch.role == "list":
        return refusal
    gone = (fetch.thread,) if fetch.thread and wall.kind == "missing" else ()
    return Outcome(markers={fetch.thread: fetch.marker} if fetch.marker else {}, refusals=(refusal,), gone=gone)
