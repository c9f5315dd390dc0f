"""Addresses of a Discuz! board, always built from the source's own host and folder.

The same thread has many addresses (``thread-101-1-1.html``, ``&extra=…``, ``&mobile=no``), and ``<base href>``
follows the Host header and may point anywhere: links of the page are read for their numbers only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urljoin

_FORUM = re.compile(r"[?&]fid=(\d+)|forum-(\d+)-\d+")
_THREAD = re.compile(r"[?&]p?tid=(\d+)|thread-(\d+)-\d+|[?&]tid-(\d+)")


@dataclass(frozen=True, slots=True)
class Board:
    """`base` is the address of the folder in which forum.php stands."""

    base: str
    fid: str

    def page(self, number: int) -> str:
        """Address of a page of the board list."""
        tail = f"&page={number}" if number > 1 else ""
        return f"{self.base}forum.php?mod=forumdisplay&fid={self.fid}{tail}"

    def thread(self, tid: str, number: int = 1) -> str:
        """Address of a page of a thread; the first page stands for the thread."""
        tail = f"&page={number}" if number > 1 else ""
        return f"{self.base}forum.php?mod=viewthread&tid={tid}{tail}"

    def post(self, tid: str, number: int, pid: str) -> str:
        """Address of one post."""
        return f"{self.thread(tid, number)}#pid{pid}"


def board_of(url: str) -> Board:
    """The board that a source's address names; without a board number the address itself is the list."""
    match = _FORUM.search(url)
    return Board(base=urljoin(url, "."), fid=(match[1] or match[2]) if match else "")


def thread_in(url: str) -> str:
    """The number of the thread that an address names, or ''."""
    match = _THREAD.search(url)
    return next((part for part in match.groups() if part), "") if match else ""
