"""Discuz! X2 to X3.5, the engine of most local Chinese boards: the board list or the guide to all boards, then the
threads with news.

Threads and posts are keyed by the site's numbers (tid, pid). A thread is read again, from its first page, when the
last reply or the number of replies on the list has changed; a long one goes on at the last page that was read.
Where the site gives no list, or its mobile template, the archiver and RSS serve instead (discuz_ways.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from crawlers.kinds.base import NOTHING, Fetch, Outcome, Page, Refusal, Visit
from crawlers.kinds.discuz_addresses import Board, board_of, thread_in, way_of
from crawlers.kinds.discuz_list import Row, rows_of
from crawlers.kinds.discuz_thread import Floor, floors_of, has_next, page_number, subject_of
from crawlers.kinds.discuz_ways import instead_of_mobile, other_list, read_other, thread_address
from crawlers.kinds.gathering import Draft, Gathering, refuse
from crawlers.kinds.opened import Opened, open_page, unexpected
from crawlers.kinds.paging import go_on, long_thread, turn
from crawlers.reading.text import one_line, plain, select
from crawlers.reading.walls import wall_of_message
from model.config import Source


class Discuz:
    """The kind ``discuz``."""

    def start(self, source: Source, markers: Mapping[str, str] = NOTHING) -> Fetch:
        """The first page of the board list."""
        board = board_of(source.url)
        return Fetch(url=board.page(1) if board.known else source.url, role="list")

    def instead(self, source: Source, fetch: Fetch, at: datetime, visit: Visit) -> Outcome | None:
        """The board list is not given: the archiver, then RSS. A thread that is not given is left alone."""
        other = other_list(board_of(source.url), fetch) if fetch.role == "list" else None
        return Outcome(follow=(other,), table=True) if other else None

    def parse(self, source: Source, fetch: Fetch, page: Page, visit: Visit) -> Outcome | Refusal:
        """A board list gives threads to read, a thread page gives posts."""
        opened = open_page(source, page, visit)
        if isinstance(opened, Refusal):
            return opened
        notice = select(opened.tree, "#messagetext")
        if notice and not select(opened.tree, "#postlist, #threadlist"):
            return _notice(one_line(plain(notice[0])), fetch, page, visit)
        board = board_of(source.url)
        if way_of(fetch.url):
            return read_other(source.name, board, fetch, page, visit, opened)
        if fetch.role == "list":
            return _list(board, fetch, page, visit, opened)
        return _thread(source.name, board, fetch, page, visit, opened)


def _notice(message: str, fetch: Fetch, page: Page, visit: Visit) -> Outcome | Refusal:
    """The site's own notice. A thread that guests may not read is not asked for again until it changes."""
    wall = wall_of_message(message)
    refusal = refuse(visit, wall.kind, page.url, wall.blocked)
    if wall.blocked or fetch.role == "list":
        return refusal
    gone = (fetch.thread,) if fetch.thread and wall.kind == "missing" else ()
    return Outcome(markers={fetch.thread: fetch.marker} if fetch.marker else {}, refusals=(refusal,), gone=gone)


def _wrong_page(
    board: Board, fetch: Fetch, opened: Opened, missing: str, page: Page, visit: Visit
) -> Outcome | Refusal:
    """A wall is a wall; only the mobile template has other ways round, which the site itself gives to everybody."""
    refusal = unexpected(opened, page, visit, missing)
    marks = select(opened.tree, "a[href*='mobile=no'], a[href*='mobile=yes'], link[href*='touch/'], body.bg")
    mobile = refusal.kind == "mobile-page" or (bool(marks) and not refusal.blocked)
    return instead_of_mobile(board, fetch, page, visit) if mobile else refusal


def _list(board: Board, fetch: Fetch, page: Page, visit: Visit, opened: Opened) -> Outcome | Refusal:
    tree = opened.tree
    rows = rows_of(tree, page.fetched_at, visit.zone)
    if not rows and not select(tree, "#threadlist, #threadlisttableid"):
        return _wrong_page(board, fetch, opened, "#threadlist", page, visit)
    changed = [row for row in rows if _to_read(row, visit)]
    ordinary = [row for row in rows if not row.pinned]
    all_old = bool(ordinary) and all(_too_old(row.active, visit) for row in ordinary)
    then = turn(
        fetch,
        visit,
        fresh=any(not row.pinned for row in changed),
        end=all_old or not has_next(tree) or not board.known,
    )
    follow = [_item(board, row, page.fetched_at, visit) for row in changed]
    if then.page is not None:
        follow.append(Fetch(url=board.page(then.page), role="list", page=then.page, hint=then.hint))
    return Outcome(follow=tuple(follow), markers=then.marker, listed=len(rows))


def _to_read(row: Row, visit: Visit) -> bool:
    known = visit.markers.get(row.tid)
    return known != row.marker and not (known is None and _too_old(row.active, visit))


def _too_old(active: datetime | None, visit: Visit) -> bool:
    return active is not None and active < visit.oldest


def _item(board: Board, row: Row, now: datetime, visit: Visit) -> Fetch:
    return go_on(
        Fetch(url=thread_address(board, row.tid, now, visit), role="item", thread=row.tid, marker=row.marker), visit
    )


def _thread(source: str, board: Board, fetch: Fetch, page: Page, visit: Visit, opened: Opened) -> Outcome | Refusal:
    floors = floors_of(opened.tree)
    if not floors:
        missing = "#postlist" if floors is None else "div#post_…"
        return _wrong_page(board, fetch, opened, missing, page, visit)
    tid = fetch.thread or thread_in(page.url) or thread_in(fetch.url)
    if not tid:
        return refuse(visit, "page-changed", page.url, detail="tid")
    gathering = Gathering(source, page, visit)
    if opened.odd:
        gathering.note("bad-characters", page.url)
    title = subject_of(opened.tree)
    served = page_number(opened.tree, fetch.page)
    fetch = replace(fetch, page=served, url=board.thread(tid, served))
    for place, floor in enumerate(floors):
        draft = _draft(board, tid, fetch.page, floor, title if _opens(floor, fetch, place) else "")
        if floor.hidden and not draft.body and not draft.title:
            gathering.note("hidden", draft.url)
        else:
            gathering.add(draft)
    return _then(board, fetch, tid, has_next(opened.tree), gathering)


def _then(board: Board, fetch: Fetch, tid: str, more: bool, gathering: Gathering) -> Outcome:
    """The next page of the thread, or the marker that says it was read to its end."""
    if more:
        number = fetch.page + 1
        following = Fetch(
            url=board.thread(tid, number),
            role="item",
            page=number,
            thread=tid,
            marker=fetch.marker,
            hint=fetch.hint,
        )
        return gathering.outcome([following])
    markers = {tid: fetch.marker} if fetch.marker else {}
    return gathering.outcome(markers={**markers, **long_thread(fetch)})


def _opens(floor: Floor, fetch: Fetch, place: int) -> bool:
    return fetch.page == 1 and (floor.number in {"1", "楼主"} if floor.number else place == 0)


def _draft(board: Board, tid: str, number: int, floor: Floor, title: str) -> Draft:
    return Draft(
        key=floor.pid,
        url=board.post(tid, number, floor.pid),
        thread=tid,
        thread_url=board.thread(tid),
        opener=bool(title),
        title=title,
        body=floor.body,
        dates=floor.dates,
        speaker=floor.speaker,
    )
