"""One article page, for the kinds that find them by a list or by a sitemap. Without selectors it searches."""

from __future__ import annotations

from crawlers.kinds.base import Fetch, Outcome, Page, Refusal, Visit
from crawlers.kinds.gathering import Draft, refuse
from crawlers.kinds.opened import Opened, gathering_of
from crawlers.reading.article import body_of, day_guessed, times_in, title_of
from crawlers.reading.dates import first_date
from crawlers.reading.headline import without_bylines
from crawlers.reading.links import canonical, whole_thread
from crawlers.reading.selectors import first, nodes, texts
from crawlers.reading.text import one_line, plain, select
from crawlers.reading.walls import Wall, wall_before_parsing, wall_in
from model.config import PageSource, SitemapSource

Source = PageSource | SitemapSource
READ = "read"  # the marker of an article: it is read once
_THIN = 80  # characters; an article with fewer may be a wall
_NOTICE = 500  # characters; no wall has more
_LINKS = 4  # a wall has no more of them


def read_article(source: Source, fetch: Fetch, page: Page, visit: Visit, opened: Opened) -> Outcome | Refusal:
    """The page as one post; what the list knew (`fetch.hint`: title, when, modified) fills what the page lacks."""
    body = _body(source, opened)
    wall = _wall(opened, body)
    if wall is not None:
        refusal = refuse(visit, wall.kind, page.url, wall.blocked)
        return _gone(fetch, refusal) if wall.kind == "missing" else refusal
    url = whole_thread(canonical(fetch.url))
    title = _title(source, opened) or fetch.hint.get("title", "")
    gathering = gathering_of(source, opened, page, visit)
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
    return gathering.outcome(markers={fetch.thread or url: fetch.marker or READ})


def _wall(opened: Opened, body: str) -> Wall | None:
    """A wall has few words, no date of its own and hardly a link. People also write *about* captchas."""
    links, dated = len(select(opened.tree, "a[href]")), bool(times_in(opened.tree))
    bare = links <= _LINKS and not dated
    headed = links > _LINKS and dated and bool(select(opened.tree, "h1, article"))
    if len(body) >= _NOTICE or headed or (len(body) >= _THIN and not bare):
        return None
    return wall_before_parsing(opened.text) or wall_in(opened.tree)


def _gone(fetch: Fetch, refusal: Refusal) -> Outcome:
    """A page that says "not found" with status 200: nothing is stored, and it is not asked for again."""
    markers = {fetch.thread: fetch.marker or READ} if fetch.thread else {}
    return Outcome(markers=markers, refusals=(refusal,), gone=(fetch.thread,) if fetch.thread else ())


def _title(source: Source, opened: Opened) -> str:
    return one_line(first(opened.tree, source.title)) if source.title else title_of(opened.tree)


def _body(source: Source, opened: Opened) -> str:
    """With a selector nothing is guessed: a text that it does not find is missing."""
    if not source.body:
        return body_of(opened.text, opened.tree)
    return "\n".join(plain(node) for node in nodes(opened.tree, source.body))


def _dates(source: Source, fetch: Fetch, page: Page, visit: Visit, opened: Opened) -> tuple[str, ...]:
    """The page's own words first, then what the list said, then a guess that knows the day only.

    When the page was last changed comes last: it is no earlier than the article, and better than "just now".
    """
    found = texts(opened.tree, source.time) if source.time else times_in(opened.tree)
    found.append(fetch.hint.get("when", ""))
    if first_date(found, page.fetched_at, visit.zone)[0] is None:
        found.append(day_guessed(opened.tree) or fetch.hint.get("modified", ""))
    return tuple(found)
