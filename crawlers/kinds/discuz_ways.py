"""Reads a Discuz! board through its archiver or RSS, where the ordinary pages cannot be had."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from crawlers.kinds.base import Fetch, Outcome, Page, Refusal, Visit
from crawlers.kinds.discuz_addresses import Board, thread_in, way_of
from crawlers.kinds.discuz_archiver import Listed, Said, goes_on, said_on, threads_of, threads_of_feed
from crawlers.kinds.gathering import Draft, Gathering, refuse
from crawlers.kinds.opened import Opened, no_file, unexpected
from crawlers.kinds.paging import turn
from crawlers.kinds.xmlfeed import is_xml_feed
from crawlers.reading.xmltree import declares_entities

_MOBILE = "#mobile"  # marker: the day on which a thread came in the mobile template
_ASK_AGAIN = timedelta(days=7)


def other_list(board: Board, fetch: Fetch) -> Fetch | None:
    """The list to ask for when the site does not give the one of `fetch`: archiver, then RSS, then nothing."""
    if fetch.page > 1:
        return None
    match way_of(fetch.url):
        case "" if board.fid:
            return Fetch(url=board.archive(), role="list")
        case "" | "archiver" if board.known:
            return Fetch(url=board.feed(), role="list")
    return None


def instead_of_mobile(board: Board, fetch: Fetch, page: Page, visit: Visit) -> Outcome | Refusal:
    """The mobile template came, whose dates are relative only: ask for the same by another way, and say so.

    The site gives these pages to everybody; nothing is pretended to get the desktop one.
    """
    refusal = refuse(visit, "mobile-page", page.url)
    if fetch.role == "list":
        other = other_list(board, fetch)
        return Outcome(follow=(other,), refusals=(refusal,), table=True) if other else refusal
    tid = fetch.thread or thread_in(fetch.url)
    if not tid or fetch.page > 1:
        return refusal
    day = page.fetched_at.date().isoformat()
    item = replace(fetch, url=board.archive(tid=tid), thread=tid)
    return Outcome(follow=(item,), refusals=(refusal,), markers={_MOBILE: day}, table=True)


def thread_address(board: Board, tid: str, now: datetime, visit: Visit) -> str:
    """Where a thread is read: in the archiver while the site is known to give its mobile template."""
    day = visit.markers.get(_MOBILE, "")
    lately = bool(day) and (now - _ASK_AGAIN).date().isoformat() < day
    return board.archive(tid=tid) if lately else board.thread(tid)


def read_other(
    source: str, board: Board, fetch: Fetch, page: Page, visit: Visit, opened: Opened
) -> Outcome | Refusal:
    """A page of the archiver, or the RSS."""
    if way_of(fetch.url) == "rss":
        return _feed(board, page, visit, opened.text)
    if fetch.role == "list":
        return _list(board, fetch, page, visit, opened)
    return _thread(source, board, fetch, page, visit, opened)


def _feed(board: Board, page: Page, visit: Visit, text: str) -> Outcome | Refusal:
    if declares_entities(text):
        return refuse(visit, "entities", page.url)
    if not is_xml_feed(text):
        return no_file(text, page, visit, "not-a-feed", detail="rss")
    return _items(board, threads_of_feed(text), page, visit)


def _items(board: Board, listed: list[Listed], page: Page, visit: Visit) -> Outcome:
    changed = [one for one in listed if visit.markers.get(one.tid) != one.marker]
    follow = tuple(
        Fetch(
            url=thread_address(board, one.tid, page.fetched_at, visit),
            role="item",
            thread=one.tid,
            marker=one.marker,
        )
        for one in changed
    )
    return Outcome(follow=follow, listed=len(listed))


def _list(board: Board, fetch: Fetch, page: Page, visit: Visit, opened: Opened) -> Outcome | Refusal:
    listed = threads_of(opened.tree)
    if not listed:
        return unexpected(opened, page, visit, "#content li")
    found = _items(board, listed, page, visit)
    then = turn(fetch, visit, fresh=bool(found.follow), end=not board.fid or not goes_on(opened.tree, fetch.page))
    more: tuple[Fetch, ...] = ()
    if then.page is not None:
        more = (Fetch(url=board.archive(then.page), role="list", page=then.page, hint=then.hint),)
    return replace(found, follow=(*found.follow, *more), markers=then.marker)


def _thread(source: str, board: Board, fetch: Fetch, page: Page, visit: Visit, opened: Opened) -> Outcome | Refusal:
    said = said_on(opened.tree)
    tid = fetch.thread or thread_in(fetch.url)
    if not said or not tid:
        return unexpected(opened, page, visit, "#content p.author")
    gathering = Gathering(source, page, visit)
    for place, one in enumerate(said):
        gathering.add(_draft(board, tid, fetch.page, one, opener=fetch.page == 1 and place == 0))
    if goes_on(opened.tree, fetch.page):
        number = fetch.page + 1
        return gathering.outcome([replace(fetch, url=board.archive(number, tid), page=number, thread=tid)])
    return gathering.outcome(markers={tid: fetch.marker} if fetch.marker else {})


def _draft(board: Board, tid: str, number: int, said: Said, *, opener: bool) -> Draft:
    return Draft(
        key=f"{tid}-{said.key}", url=board.thread(tid, number), thread=tid, thread_url=board.thread(tid),
        opener=opener, title=said.title if opener else "", body=said.body, dates=said.dates, speaker=said.speaker,
    )  # fmt: skip
