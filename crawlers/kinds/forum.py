"""Any forum, read by the selectors of its block in config.yaml alone. Such a block has no selector for speakers."""

from __future__ import annotations

from lxml.html import HtmlElement

from crawlers.kinds.base import Fetch, Outcome, Page, Refusal, Visit
from crawlers.kinds.gathering import Draft, Gathering, refuse
from crawlers.kinds.links import listed, next_address
from crawlers.kinds.listing import read_list
from crawlers.kinds.opened import Opened, open_page, unexpected
from crawlers.kinds.paging import long_thread
from crawlers.reading.links import canonical, whole_thread
from crawlers.reading.selectors import fault_in, first, nodes, texts
from crawlers.reading.text import one_line, plain, select
from model.config import ForumSource, Source

_LONGEST_KEY = 100
_SELECTORS = ("threads", "next_page", "thread_next_page", "title", "post", "body", "time", "id", "drop")


class Forum:
    """The kind ``forum``."""

    def start(self, source: Source) -> Fetch:
        """The list of threads."""
        return Fetch(url=source.url, role="list")

    def parse(self, source: Source, fetch: Fetch, page: Page, visit: Visit) -> Outcome | Refusal:
        """A list gives threads to read, a thread page gives posts."""
        if not isinstance(source, ForumSource):
            raise TypeError(f"{source.name} is no forum")
        fault = fault_in({name: getattr(source, name) for name in _SELECTORS})
        if fault:
            return refuse(visit, "bad-selector", page.url, detail=fault)
        opened = open_page(source, page, visit)
        if isinstance(opened, Refusal):
            return opened
        if fetch.role == "list":
            return _list(source, fetch, page, visit, opened)
        return _thread(source, fetch, page, visit, opened)


def _list(source: ForumSource, fetch: Fetch, page: Page, visit: Visit, opened: Opened) -> Outcome | Refusal:
    items = listed(opened.tree, source.threads, page, visit)
    if not items:
        return unexpected(opened, page, visit, f"threads: {source.threads}")
    next_url = next_address(opened.tree, source.next_page, page)
    return read_list(fetch, visit, items, next_url, lambda item: item.marker)


def _thread(source: ForumSource, fetch: Fetch, page: Page, visit: Visit, opened: Opened) -> Outcome | Refusal:
    found = nodes(opened.tree, source.post)
    if not found:
        return unexpected(opened, page, visit, f"post: {source.post}")
    gathering = Gathering(source.name, page, visit)
    if opened.odd:
        gathering.note("bad-characters", page.url)
    thread = fetch.thread or whole_thread(canonical(fetch.url))
    title = one_line(first(opened.tree, source.title)) or fetch.hint.get("title", "")
    for place, node in enumerate(found):
        opener = fetch.page == 1 and place == 0
        _add(source, node, thread, title if opener else "", fetch, gathering)
    return _then(source, fetch, page, thread, opened, gathering)


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
