"""A list page of linked items, for the kinds that find their pages by links: what to read and where to turn."""

from __future__ import annotations

from collections.abc import Callable

from crawlers.kinds.base import Fetch, Outcome, Visit
from crawlers.kinds.links import Listed
from crawlers.kinds.paging import Turn, go_on, turn


def read_list(
    fetch: Fetch, visit: Visit, items: list[Listed], next_url: str, marker_of: Callable[[Listed], str]
) -> Outcome:
    """The items with news, then the next list page, as far as the back-fill goes."""
    changed = [item for item in items if _to_read(item, marker_of(item), visit)]
    all_old = all(_too_old(item, visit) for item in items)
    then = turn(fetch, visit, fresh=bool(changed), end=all_old or not next_url, next_url=next_url)
    follow = [go_on(_item(item, marker_of(item)), visit) for item in changed]
    return Outcome(follow=(*follow, *_next_list(then, fetch, next_url)), markers=then.marker)


def _next_list(then: Turn, fetch: Fetch, next_url: str) -> tuple[Fetch, ...]:
    if then.page is None:
        return ()
    ahead = then.page > fetch.page + 1 and bool(then.pages.url)
    page = then.page if ahead else fetch.page + 1
    return (Fetch(url=then.pages.url if ahead else next_url, role="list", page=page, hint=then.hint),)


def _to_read(item: Listed, marker: str, visit: Visit) -> bool:
    known = visit.markers.get(item.url)
    return known != marker and not (known is None and _too_old(item, visit))


def _too_old(item: Listed, visit: Visit) -> bool:
    return item.active is not None and item.active < visit.oldest


def _item(item: Listed, marker: str) -> Fetch:
    hint = {"title": item.title, "when": item.when}
    return Fetch(url=item.url, role="item", thread=item.url, marker=marker, hint=hint)
