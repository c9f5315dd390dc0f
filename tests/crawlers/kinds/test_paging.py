"""However small the budget of a visit, nothing within the back-fill stays unread, and old pages are left alone."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.kinds.base import Fetch, Visit
from crawlers.kinds.paging import go_on, long_thread, turn

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 24, 10, 30, tzinfo=ZONE)
SIZE = 4  # threads a page


class Board:
    """Threads, newest news first, each with a version that changes with every reply."""

    def __init__(self, threads: int) -> None:
        self.order = [f"t{n}" for n in range(threads)]
        self.version = dict.fromkeys(self.order, 0)
        self.markers: dict[str, str] = {}

    def reply(self, place: int) -> None:
        thread = self.order.pop(place % len(self.order))
        self.order.insert(0, thread)
        self.version[thread] += 1

    def visit(self, budget: int) -> int:
        """Read at most `budget` pages, items before further lists, as the crawler does; returns the pages read."""
        visit = Visit(markers=dict(self.markers), oldest=NOW - timedelta(days=30), zone=ZONE)
        lists, read = deque([Fetch(url="p1", role="list")]), 0
        while lists and read < budget:
            fetch, read = lists.popleft(), read + 1
            rows = self.order[(fetch.page - 1) * SIZE : fetch.page * SIZE]
            changed = [t for t in rows if visit.markers.get(t) != str(self.version[t])]
            last = fetch.page * SIZE >= len(self.order)
            then = turn(fetch, visit, fresh=bool(changed), end=last)
            self.markers |= then.marker
            if then.page is not None:
                lists.append(Fetch(url=f"p{then.page}", role="list", page=then.page, hint=then.hint))
            for thread in changed[: budget - read]:
                read += 1
                self.markers[thread] = str(self.version[thread])
        return read

    @property
    def unread(self) -> list[str]:
        return [t for t in self.order if self.markers.get(t) != str(self.version[t])]


def test_a_first_visit_reads_all_and_later_ones_only_look() -> None:
    board = Board(40)
    board.visit(1000)
    assert board.unread == []
    assert board.visit(1000) == 2  # the first page, and the last one to be sure that the back-fill is done
    assert board.visit(1000) == 1


def test_a_reply_costs_its_thread_and_one_page_more() -> None:
    board = Board(40)
    board.visit(1000)
    board.visit(1000)
    board.reply(30)
    assert board.visit(1000) == 3  # the list, the thread, the next page of the list to be sure
    assert board.unread == []


def test_an_outage_is_caught_up_over_several_visits() -> None:
    board = Board(60)
    board.visit(1000)
    for place in range(59, 19, -1):
        board.reply(place)
    for _ in range(12):
        board.visit(9)
    assert board.unread == []


@settings(max_examples=200, deadline=None)
@given(
    st.integers(1, 60), st.integers(SIZE + 2, 15), st.lists(st.lists(st.integers(0, 59), max_size=3), max_size=12)
)
def test_nothing_stays_unread(threads: int, budget: int, replies: list[list[int]]) -> None:
    board = Board(threads)
    for burst in replies:
        board.visit(budget)
        for place in burst:
            board.reply(place)
    for _ in range(60):
        board.visit(budget)
    assert board.unread == []
    assert board.visit(1000) == 1


def test_a_long_thread_goes_on_at_its_last_page_and_a_short_one_starts_again() -> None:
    start = Fetch(url="t", role="item", thread="9", marker="m2")
    for page, expected in ((2, ("t", 1)), (7, ("t7", 7))):
        last = Fetch(url=f"t{page}", role="item", page=page, thread="9", marker="m1")
        visit = Visit(markers=long_thread(last), oldest=NOW, zone=ZONE)
        again = go_on(start, visit)
        assert (again.url, again.page, again.marker) == (*expected, "m2")
