"""A list page of linked items, for the kinds that find their pages by links: what to read and where to turn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from crawlers.kinds.base import Fetch, Outcome, Page, Refusal, Visit
from crawlers.kinds.gathering import refuse
from crawlers.kinds.links import Listed, listed, next_address
from crawlers.kinds.opened import Opened, unexpected
from crawlers.kinds.paging import Turn, go_on, turn
from crawlers.kinds.past_end import again, empty, shown
from crawlers.manners.traps import calendar_day

_MONTH = timedelta(days=31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Which links of a list page lead to items, and how an item shows that it has news.

    `selector` and `next_page` are CSS; `missing` is what a page without any item is told to lack.
    """

    selector: str
    next_page: str
    missing: str
    marker_of: Callable[[Listed], str]
    wanted: Callable[[Listed], bool] = lambda item: True


def read_list(links: Links, fetch: Fetch, page: Page, visit: Visit, opened: Opened) -> Outcome | Refusal:
    """The items with news, then the next list page, as far as the back-fill goes."""
    items = [item for item in listed(opened.tree, links.selector, page, visit) if links.wanted(item)]
    here = shown(item.url for item in items)
    if not items:
        refusal = unexpected(opened, page, visit, links.missing)
        # Not remembered as the end: it may also be a page that is out of order today.
        return _past_the_end(page, visit, {}) if empty(fetch, refusal) else refusal
    if again(fetch, here):
        return _past_the_end(page, visit, turn(fetch, visit, fresh=False, end=True).marker)
    next_url = next_address(opened.tree, links.next_page, page)
    changed = [item for item in items if _to_read(item, links.marker_of(item), visit)]
    all_old = all(_too_old(item, visit) for item in items)
    end = all_old or not next_url or _before(next_url, visit)
    then = turn(fetch, visit, fresh=bool(changed), end=end, next_url=next_url)
    follow = [go_on(_item(item, links.marker_of(item)), visit) for item in changed]
    pages = _next_list(then, fetch, next_url, here)
    return Outcome(follow=(*follow, *pages), markers=then.marker, listed=len(items))


def _past_the_end(page: Page, visit: Visit, marker: dict[str, str]) -> Outcome:
    return Outcome(markers=marker, refusals=(refuse(visit, "past-the-end", page.url),))


def _before(url: str, visit: Visit) -> bool:
    """Is `url` a month or day of a calendar that lies before the back-fill? It could be turned back for ever."""
    day = calendar_day(url)
    return day is not None and day < (visit.oldest - _MONTH).date()


def _next_list(then: Turn, fetch: Fetch, next_url: str, here: dict[str, str]) -> tuple[Fetch, ...]:
    if then.page is None:
        return ()
    ahead = then.page > fetch.page + 1 and bool(then.pages.url)
    page = then.page if ahead else fetch.page + 1
    hint = then.hint if ahead else {**then.hint, **here}
    return (Fetch(url=then.pages.url if ahead else next_url, role="list", page=page, hint=hint),)


def _to_read(item: Listed, marker: str, visit: Visit) -> bool:
    known = visit.markers.get(item.url)
    return known != marker and not (known is None and _too_old(item, visit))


def _too_old(item: Listed, visit: Visit) -> bool:
    return item.active is not None and item.active < visit.oldest


def _item(item: Listed, marker: str) -> Fetch:
    hint = {"title": item.title, "when": item.when}
    return Fetch(url=item.url, role="item", thread=item.url, marker=marker, hint=hint)
