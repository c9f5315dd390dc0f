"""Any forum, read by the selectors of its block in config.yaml alone. Such a block has no selector for speakers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from lxml.html import HtmlElement

from crawlers.kinds.base import NOTHING, Fetch, Outcome, Page, Refusal, Visit
from crawlers.kinds.gathering import Draft, Gathering, refuse
from crawlers.kinds.links import next_address
from crawlers.kinds.listing import Links, read_list
from crawlers.kinds.opened import Opened, gathering_of, open_selected, unexpected
from crawlers.kinds.paging import long_thread
from crawlers.kinds.past_end import again, shown
from crawlers.reading.links import canonical, whole_thread
from crawlers.reading.selectors import first, nodes, texts
from crawlers.reading.text import one_line, plain, select
from model.config import ForumSource, Source

_LONGEST_KEY = 100
_SELECTORS = ("threads", "next_page", "thread_next_page", "title", "post", "body", "time", "id", "drop")


class Forum:
    """The kind ``forum``."""

    def start(self, source: Source, markers: Mapping[str, str] = NOTHING) -> Fetch:
        """The list of threads."""
        return Fetch(url=source.url, role="list")

    def parse(self, source: Source, fetch: Fetch, page: Page, visit: Visit) -> Outcome | Refusal:
        """A list gives threads to read, a thread page gives posts."""
        if not isinstance(source, ForumSource):
            raise TypeError(f"{source.name} is no forum")
        opened = open_selected(source, _SELECTORS, page, visit)
        if isinstance(opened, Refusal):
            return opened
        if fetch.role == "list":
            return read_list(_links(source), fetch, page, visit, opened)
        return _thread(source, fetch, page, visit, opened)


def _links(source: ForumSource) -> Links:
    return Links(
        selector=source.threads,
        next_page=source.next_page,
        missing=f"threads: {source.threads}",
        marker_of=lambda item: item.marker,
    )


def _thread(source: ForumSource, fetch: Fetch, page: Page, visit: Visit, opened: Opened) -> Outcome | Refusal:
    found = nodes(opened.tree, source.post)
    if not found:
        return unexpected(opened, page, visit, f"post: {source.post}")
    thread = fetch.thread or whole_thread(canonical(fetch.url))
    here = shown(plain(node) for node in found)
    if again(fetch, here):
        return _past_the_end(fetch, thread, page, visit)
    gathering = gathering_of(source, opened, page, visit)
    title = one_line(first(opened.tree, source.title)) or fetch.hint.get("title", "")
    for place, node in enumerate(found):
        opener = fetch.page == 1 and place == 0
        _add(source, node, thread, title if opener else "", fetch, gathering)
    return _then(source, replace(fetch, hint={**fetch.hint, **here}), page, thread, opened, gathering)


def _past_the_end(fetch: Fetch, thread: str, page: Page, visit: Visit) -> Outcome:
    """The thread was read to its end on the page before."""
    markers = {thread: fetch.marker} if fetch.marker else {}
    return Outcome(markers=markers, refusals=(refuse(visit, "past-the-end", page.url),))


def _add(
    source: ForumSource, node: HtmlElement, thread: str, title: str, fetch: Fetch, gathering: Gathering
) -> None:
    url = whole_thread(canonical(fetch.url))
    key = one_line(first(node, source.id))[:_LONGEST_KEY]
    if not key:
        gathering.note("no-key", url)
        return
    gathering.add(
        Draft(
            key=key,
            url=url,
            thread=thread,
            thread_url=thread,
            opener=bool(title),
            title=title,
            body=_body(source, node),
            dates=tuple(texts(node, source.time)) if source.time else (),
        )
    )


def _body(source: ForumSource, node: HtmlElement) -> str:
    parts = nodes(node, source.body)
    drop = select(node, source.drop) if source.drop else []
    return plain(parts[0], drop) if parts else ""


def _then(
    source: ForumSource, fetch: Fetch, page: Page, thread: str, opened: Opened, gathering: Gathering
) -> Outcome:
    """The next page of the thread, or the marker that says it was read to its end."""
    url = next_address(opened.tree, source.thread_next_page, page)
    if url:
        number = fetch.page + 1
        following = Fetch(url=url, role="item", page=number, thread=thread, marker=fetch.marker, hint=fetch.hint)
        return gathering.outcome([following])
    markers = {thread: fetch.marker} if fetch.marker else {}
    return gathering.outcome(markers={**markers, **long_thread(fetch)})
