"""Addresses of a Discuz! board, always built from the source's own host and folder.

The same thread has many addresses (``thread-101-1-1.html``, ``&extra=…``, ``&mobile=no``), and ``<base href>``
follows the Host header and may point anywhere: links of the page are read for their numbers only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urljoin

# A board may have a name in place of its number. The guide lists the threads of all boards.
_FORUM = re.compile(r"[?&]fid=(\w+)|forum-(\w+)-\d+|[?&]fid-(\w+)")
_GUIDE = re.compile(r"[?&]mod=guide\b")
_VIEW = re.compile(r"[?&]view=(\w+)")
_THREAD = re.compile(r"[?&]p?tid=(\d+)|thread-(\d+)-\d+|[?&]tid-(\d+)")


@dataclass(frozen=True, slots=True)
class Board:
    """`base` is the address of the folder in which forum.php stands; `guide`: the view of the guide, or ''."""

    base: str
    fid: str
    guide: str = ""

    @property
    def known(self) -> bool:
        """Whether the addresses of its list are known."""
        return bool(self.fid or self.guide)

    def page(self, number: int) -> str:
        """Address of a page of the board list."""
        tail = f"&page={number}" if number > 1 else ""
        which = f"mod=guide&view={self.guide}" if self.guide else f"mod=forumdisplay&fid={self.fid}"
        return f"{self.base}forum.php?{which}{tail}"

    def thread(self, tid: str, number: int = 1) -> str:
        """Address of a page of a thread; the first page stands for the thread."""
        tail = f"&page={number}" if number > 1 else ""
        return f"{self.base}forum.php?mod=viewthread&tid={tid}{tail}"

    def post(self, tid: str, number: int, pid: str) -> str:
        """Address of one post."""
        return f"{self.thread(tid, number)}#pid{pid}"

    def archive(self, number: int = 1, tid: str = "") -> str:
        """Address of a page of the archiver: of a thread, else of the board."""
        tail = f"&page={number}" if number > 1 else ""
        return f"{self.base}archiver/?{f'tid-{tid}' if tid else f'fid-{self.fid}'}.html{tail}"

    def feed(self) -> str:
        """Address of the RSS of the board, or of all boards."""
        return f"{self.base}forum.php?mod=rss{f'&fid={self.fid}' if self.fid else ''}"


def board_of(url: str) -> Board:
    """The board that a source's address names; without a board number the address itself is the list."""
    base = urljoin(url, ".").removesuffix("archiver/")
    if _GUIDE.search(url):
        view = _VIEW.search(url)
        return Board(base=base, fid="", guide=view[1] if view else "newthread")
    match = _FORUM.search(url)
    return Board(base=base, fid=next((part for part in match.groups() if part), "") if match else "")


def way_of(url: str) -> str:
    """``archiver`` or ``rss`` for an address of that way into a board, '' for the ordinary pages."""
    return "archiver" if "/archiver/" in url else "rss" if "mod=rss" in url else ""


def thread_in(url: str) -> str:
    """The number of the thread that an address names, or ''."""
    match = _THREAD.search(url)
    return next((part for part in match.groups() if part), "") if match else ""
