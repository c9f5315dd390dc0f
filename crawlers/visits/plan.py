"""What to read next in a visit, and which pages are complete. Pure: no network, clock or database.

A list page (feed, board list, article list) is *complete* when everything found through it has been stored in this
visit, further list pages included. Only then may its validator be remembered: a 304 at the next visit would
otherwise hide the threads that were not read.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from crawlers.kinds.base import Fetch
from store.crawling import Unfinished, Validators


@dataclass(slots=True, eq=False)
class Node:
    """One address of the visit. `waiting`: itself, until read, plus what was found on it and is not complete.

    `depth`: so many links from where the visit began.
    """

    fetch: Fetch
    parents: list[Node] = field(default_factory=list)
    waiting: int = 1
    read: bool = False
    failed: bool = False
    validators: Validators | None = None
    depth: int = 0

    @property
    def complete(self) -> bool:
        """It and everything found through it was stored."""
        return self.waiting == 0 and not self.failed


class Plan:
    """The addresses of one visit, at most `max_pages` of them, none further than `max_depth` links from its start.

    Items come before further list pages, so that a small budget is spent on the newest threads; the second page
    of a thread comes after the first pages of the others, so that one endless thread cannot starve them.
    """

    def __init__(
        self, start: Fetch, max_pages: int, resume: Mapping[str, Unfinished], max_depth: int = sys.maxsize
    ) -> None:
        self._nodes: dict[str, Node] = {}
        self._items: deque[Node] = deque()
        self._lists: deque[Node] = deque()
        self._resume = resume
        self.max_pages, self.max_depth = max_pages, max_depth
        self.taken = 0
        self.too_deep = 0
        self._add(start, None)

    @property
    def planned(self) -> int:
        """Pages taken so far and still to come, as far as known."""
        return min(self.max_pages, self.taken + len(self._items) + len(self._lists))

    @property
    def more(self) -> bool:
        """Is there a page to read that the budget allows?"""
        return bool(self._items or self._lists) and self.taken < self.max_pages

    def next(self) -> Node | None:
        """The next page to read, or None when all is read or the budget is spent."""
        if not self.more:
            return None
        self.taken += 1
        return (self._items or self._lists).popleft()

    def skipped(self, node: Node) -> None:
        """`node` was taken and is not read after all."""
        self.taken -= 1
        self.failed(node)

    def done(self, node: Node, follow: Iterable[Fetch], validators: Validators | None) -> dict[str, Validators]:
        """`node` was read and gave `follow`; returns the validators of the list pages that are now complete."""
        node.read = True
        node.validators = validators if node.fetch.role == "list" else None
        for fetch in follow:
            self._add(fetch, node)
        return self._finished(node)

    def failed(self, node: Node) -> None:
        """`node` could not be read or stored: no list above it is complete in this visit."""
        node.read = True
        self.spoil(node)
        self._finished(node)

    def spoil(self, node: Node) -> None:
        """What `node` gave was not stored: neither it nor a list above it is complete in this visit."""
        above = [node]
        while above:
            current = above.pop()
            if not current.failed:
                current.failed = True
                above.extend(current.parents)

    def _add(self, fetch: Fetch, parent: Node | None) -> None:
        known = self._nodes.get(fetch.url)
        if known is not None:
            self._link(known, parent)
            return
        depth = parent.depth + 1 if parent else 0
        if parent is not None and depth > self.max_depth:
            self.too_deep += 1
            self.spoil(parent)
            return
        node = Node(self._resumed(fetch, parent), [parent] if parent else [], depth=depth)
        if parent is not None:
            parent.waiting += 1
        self._nodes[fetch.url] = self._nodes[node.fetch.url] = node
        (self._lists if fetch.role == "list" else self._items).append(node)

    def _link(self, known: Node, parent: Node | None) -> None:
        """The same address was found twice: the second finder waits for it too.

        A page above the finder does not count: every visit comes by it before it comes to the finder.
        """
        if parent is None or known.complete:
            return
        if not known.read:
            if parent not in known.parents:
                known.parents.append(parent)
                parent.waiting += 1
        elif not _is_above(known, parent):
            self.spoil(parent)

    def _resumed(self, fetch: Fetch, parent: Node | None) -> Fetch:
        """A thread whose first pages were stored by an earlier visit goes on where that one stopped."""
        rest = self._resume.get(fetch.thread)
        if rest is None or fetch.role != "item" or parent is None or parent.fetch.role != "list":
            return fetch
        return replace(fetch, url=rest.url, page=rest.page, hint={**rest.hint, **fetch.hint})

    def _finished(self, node: Node) -> dict[str, Validators]:
        complete: dict[str, Validators] = {}
        settled = [node]
        while settled:
            current = settled.pop()
            current.waiting -= 1
            if current.waiting:
                continue
            if current.validators is not None and current.complete:
                complete[current.fetch.url] = current.validators
            settled.extend(current.parents)
        return complete


def _is_above(node: Node, other: Node) -> bool:
    """Was `other`, or a page through which it was found, found through `node`?"""
    seen, left = {id(other)}, [other]
    while left:
        current = left.pop()
        if current is node:
            return True
        for parent in current.parents:
            if id(parent) not in seen:
                seen.add(id(parent))
                left.append(parent)
    return False


def resume_points(node: Node, follow: Iterable[Fetch]) -> dict[str, Unfinished | None]:
    """Where a later visit goes on in the thread of `node`, now that this page is stored; None: read to the end."""
    fetch = node.fetch
    if fetch.role != "item" or not fetch.thread:
        return {}
    rest = next((f for f in follow if f.role == "item" and f.thread == fetch.thread and f.page > fetch.page), None)
    return {fetch.thread: Unfinished(url=rest.url, page=rest.page, hint=rest.hint) if rest else None}
