"""How far to turn the pages of a list, when a visit may fetch only so many pages.

Two things may be left over from earlier visits; both are remembered in one marker, next to those of the threads:

- *fill*: the first page of the back-fill not yet known complete (0: the back-fill is done). A page is complete when
  every thread on it is known and unchanged, or too old.
- *catch*: after a busy time or an outage, the page until which news were seen; pages up to it are looked at again,
  for what changed there may not have been read before the budget of the visit was spent.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from crawlers.kinds.base import Fetch, Visit

MARKER = "#list"
_HINT = "pages"
_LONG = 4  # pages of a thread


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """`url` is the address of page `fill`, where pages are found by their links only."""

    catch: int = 0
    fill: int = 1
    url: str = ""

    def __str__(self) -> str:
        return f"{self.catch} {self.fill} {self.url}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Go to page `page` next (None: enough); `pages` is to be remembered and handed on."""

    page: int | None
    pages: Pages
    name: str = MARKER

    @property
    def hint(self) -> dict[str, str]:
        """For the `Fetch` of the next list page."""
        return {_HINT: str(self.pages)}

    @property
    def marker(self) -> dict[str, str]:
        """For the `Outcome` of this one."""
        return {self.name: str(self.pages)}


def turn(fetch: Fetch, visit: Visit, *, fresh: bool, end: bool, next_url: str = "", name: str = MARKER) -> Turn:
    """What follows list page `fetch`.

    `fresh`: something on it is new or has changed. `end`: there is no further page worth reading, because this is
    the last one or because all on it is too old. `next_url`: address of the next page, if it has one. `name`: the
    marker to keep it under, where a source has several lists.
    """
    here = fetch.page
    pages = _pages(fetch.hint.get(_HINT) or visit.markers.get(name, ""))
    if fresh:
        pages = _with_news(pages, here, fetch.url)
        return Turn(page=None if end else here + 1, pages=pages, name=name)
    if end:
        return Turn(page=None, pages=Pages(fill=0), name=name)
    if here < pages.catch:
        return Turn(page=here + 1, pages=pages, name=name)
    pages = replace(pages, catch=0)
    if pages.fill == 0:
        return Turn(page=None, pages=pages, name=name)
    if here >= pages.fill:
        pages = replace(pages, fill=here + 1, url=next_url)
    return Turn(page=pages.fill, pages=pages, name=name)


def _with_news(pages: Pages, here: int, url: str) -> Pages:
    if pages.fill and here >= pages.fill:
        return replace(pages, fill=here, url=url)
    return replace(pages, catch=max(pages.catch, here + 1))


def _pages(text: str) -> Pages:
    parts = text.split(" ", 2)
    if len(parts) < 2 or not (parts[0].isdigit() and parts[1].isdigit()):
        return Pages()
    return Pages(catch=int(parts[0]), fill=int(parts[1]), url=parts[2] if len(parts) > 2 else "")


def long_thread(fetch: Fetch) -> dict[str, str]:
    """A marker that says where a long thread ended, for `go_on`; shorter ones are read again, to see edits."""
    return {f"{fetch.thread}#page": f"{fetch.page} {fetch.url}"} if fetch.marker and fetch.page >= _LONG else {}


def go_on(fetch: Fetch, visit: Visit) -> Fetch:
    """`fetch`, the start of a thread with news; in a long thread the last page that was read."""
    number, _, url = visit.markers.get(f"{fetch.thread}#page", "").partition(" ")
    return replace(fetch, page=int(number), url=url) if number.isdigit() and url else fetch
