"""A list of articles and the article pages it links to. Selectors are optional: without them it searches."""

from __future__ import annotations

from crawlers.kinds.base import Fetch, Outcome, Page, Refusal, Visit
from crawlers.kinds.gathering import Draft, Gathering, refuse
from crawlers.kinds.links import Listed, listed, next_address
from crawlers.kinds.listing import read_list
from crawlers.kinds.opened import Opened, open_page, unexpected
from crawlers.reading.article import body_of, day_guessed, times_in, title_of, without_bylines
from crawlers.reading.dates import first_date
from crawlers.reading.links import canonical, whole_thread
from crawlers.reading.selectors import fault_in, first, nodes, texts
from crawlers.reading.text import one_line, plain
from crawlers.reading.walls import wall_before_parsing, wall_in
from model.config import PageSource, Source

_SELECTORS = ("links", "next_page", "title", "body", "time")
_HEADLINE = 8  # characters; links with fewer are menus, when nothing better tells articles from menus
_THIN = 80  # characters; a wall has no more text than this
_READ = "read"


class Articles:
    """The kind ``page``."""

    def start(self, source: Source) -> Fetch:
        """The list of articles."""
        return Fetch(url=source.url, role="list")

    def parse(self, source: Source, fetch: Fetch, page: Page, visit: Visit) -> Outcome | Refusal:
        """A list gives articles to read, an article page gives one post."""
        if not isinstance(source, PageSource):
            raise TypeError(f"{source.name} is no list of articles")
        fault = fault_in({name: getattr(source, name) for name in _SELECTORS})
        if fault:
            return refuse(visit, "bad-selector", page.url, detail=fault)
        opened = open_page(source, page, visit)
        if isinstance(opened, Refusal):
            return opened
        if fetch.role == "list":
            return _list(source, fetch, page, visit, opened)
        return _article(source, fetch, page, visit, opened)


def _list(source: PageSource, fetch: Fetch, page: Page, visit: Visit, opened: Opened) -> Outcome | Refusal:
    items = [item for item in listed(opened.tree, source.links, page, visit) if _is_article(source, item)]
    if not items:
        return unexpected(opened, page, visit, f"links: {source.links} {source.link_pattern}".strip())
    next_url = next_address(opened.tree, source.next_page, page)
    return read_list(fetch, visit, items, next_url, lambda item: _READ)


def _is_article(source: PageSource, item: Listed) -> bool:
    if source.link_pattern:
        return source.link_pattern in item.url
    return source.links != "a" or len(item.title) >= _HEADLINE


def _article(source: PageSource, fetch: Fetch, page: Page, visit: Visit, opened: Opened) -> Outcome | Refusal:
    body = _body(source, opened)
    if len(body) < _THIN and (wall_before_parsing(opened.text) or wall_in(opened.tree)):
        return unexpected(opened, page, visit, "body")
    url = whole_thread(canonical(fetch.url))
    title = _title(source, opened) or fetch.hint.get("title", "")
    gathering = Gathering(source.name, page, visit)
    if opened.odd:
        gathering.note("bad-characters", page.url)
    gathering.add(
        Draft(
            key=url,
            url=url,
            thread=url,
            thread_url=url,
            opener=True,
            title=title,
            body=without_bylines(body, title),
            dates=_dates(source, fetch, page, visit, opened),
        )
    )
    return gathering.outcome(markers={fetch.thread or url: fetch.marker or _READ})


def _title(source: PageSource, opened: Opened) -> str:
    return one_line(first(opened.tree, source.title)) if source.title else title_of(opened.tree)


def _body(source: PageSource, opened: Opened) -> str:
    """With a selector nothing is guessed: a text that it does not find is missing."""
    if not source.body:
        return body_of(opened.text, opened.tree)
    return "\n".join(plain(node) for node in nodes(opened.tree, source.body))


def _dates(source: PageSource, fetch: Fetch, page: Page, visit: Visit, opened: Opened) -> tuple[str, ...]:
    """The page's own words first, then what the list said, then a guess that knows the day only."""
    found = texts(opened.tree, source.time) if source.time else times_in(opened.tree)
    found.append(fetch.hint.get("when", ""))
    if first_date(found, page.fetched_at, visit.zone)[0] is None:
        found.append(day_guessed(opened.tree))
    return tuple(found)
