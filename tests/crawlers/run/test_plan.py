"""What is read next, and when a list is complete: as pure values, for any order of successes and failures."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crawlers.kinds.base import Fetch
from crawlers.visits.plan import Plan, resume_points
from store.crawling import Unfinished, Validators

TAG = Validators(etag='"1"', last_modified=None)


def item(url: str, page: int = 1) -> Fetch:
    return Fetch(url=url, role="item", page=page, thread=url.split("?")[0], marker="1")


def a_list(url: str) -> Fetch:
    return Fetch(url=url, role="list")


def test_items_before_further_lists_and_first_pages_before_second_ones() -> None:
    plan = Plan(a_list("L1"), 10, {})
    order: list[str] = []
    found = {"L1": [a_list("L2"), item("a"), item("b")], "a": [item("a?2", 2)], "L2": [item("c"), item("a")]}
    while (node := plan.next()) is not None:
        order.append(node.fetch.url)
        plan.done(node, found.get(node.fetch.url, []), None)
    assert order == ["L1", "a", "b", "a?2", "L2", "c"]


def test_a_thread_goes_on_where_an_earlier_visit_stopped() -> None:
    plan = Plan(a_list("L1"), 10, {"a": Unfinished(url="a?3", page=3, hint={"day": "1"})})
    first = plan.next()
    assert first is not None
    plan.done(first, [item("a"), item("b")], None)
    node = plan.next()
    assert node is not None
    assert (node.fetch.url, node.fetch.page, node.fetch.marker, node.fetch.hint) == ("a?3", 3, "1", {"day": "1"})
    assert resume_points(node, [item("a?4", 4)]) == {"a": Unfinished(url="a?4", page=4)}
    assert resume_points(node, []) == {"a": None}
    assert resume_points(first, [item("a")]) == {}


@given(
    links=st.lists(st.lists(st.integers(0, 11), max_size=4), min_size=12, max_size=12),
    lists=st.sets(st.integers(0, 11)),
    broken=st.sets(st.integers(0, 11)),
    lost=st.sets(st.integers(0, 11)),
    budget=st.integers(1, 14),
)
def test_a_kept_validator_never_hides_a_page(
    links: list[list[int]], lists: set[int], broken: set[int], lost: set[int], budget: int
) -> None:
    """Page n links to `links[n]`; `broken` pages cannot be read, `lost` ones cannot be stored.

    The next visit, which gets 304 for every kept validator, must come to all that this one left out.
    """

    def fetch(number: int) -> Fetch:
        return a_list(str(number)) if number in lists | {0} else item(str(number))

    plan = Plan(fetch(0), budget, {})
    stored: set[int] = set()
    kept: set[int] = set()
    taken: list[int] = []
    while (node := plan.next()) is not None:
        number = int(node.fetch.url)
        taken.append(number)
        if number in broken:
            plan.failed(node)
            continue
        complete = plan.done(node, [fetch(n) for n in links[number]], TAG)
        if number in lost:
            plan.spoil(node)
            continue
        stored.add(number)
        kept |= {int(url) for url in complete}
    assert len(taken) == len(set(taken)) <= budget
    if len(taken) < budget:
        assert plan.planned == len(taken)
    everything = reached(links, set())
    assert kept <= stored and stored | reached(links, kept) == everything


def reached(links: list[list[int]], unchanged: set[int]) -> set[int]:
    """Every page that a visit without a budget comes to; `unchanged` ones lead nowhere."""
    found, left = {0}, [0]
    while left:
        number = left.pop()
        for below in [] if number in unchanged else links[number]:
            if below not in found:
                found.add(below)
                left.append(below)
    return found
