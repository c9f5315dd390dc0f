"""Boards as Discuz! X3.5 shows them.

Quirks kept on purpose: a page number past the end shows the last page, a pinned thread stands on page 1 only, no
validators, cookies on every reply, a missing thread is a 404 with a message, and the pages carry everything that a
crawler must leave behind: names, links to people's pages, avatars, edit marks, hidden spans, scrambling, quotes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from demo.records import Thread, Town
from demo.site.markup import environment
from demo.site.reply import Reply, Request, html

T = TypeVar("T")
LIST_LENGTH, THREAD_LENGTH = 50, 20
_COOKIES = {"Set-Cookie": "qc_2132_saltkey=demo; path=/; HttpOnly"}


class BoardSite:
    """A site with several boards: `boards` maps the town's board to its number (fid) and name here."""

    robots = (
        "User-agent: *\nDisallow: /member.php\nDisallow: /search.php\nDisallow: /*?mod=misc*\n"
        "Disallow: /*?mod=attachment*\nDisallow: /home.php\nDisallow: /*mod=redirect*\n"
    )

    def __init__(self, town: Town, name: str, boards: Mapping[str, tuple[int, str]]) -> None:
        self._templates, self._name = environment(town.end), name
        self._names = {number: title for number, title in boards.values()}
        self._boards = {
            number: sorted(town.on(board), key=lambda t: t.last_at, reverse=True)
            for board, (number, _) in boards.items()
        }
        self._threads = {t.key: (number, t) for number, threads in self._boards.items() for t in threads}

    def answer(self, request: Request) -> Reply:
        """A list page, a thread page, or the message that there is none."""
        query = request.query
        kind = query.get("mod") if request.path == "/forum.php" else None
        if kind == "forumdisplay" and _number(query.get("fid")) in self._boards:
            return html(self._list(_number(query["fid"]), _number(query.get("page"))), headers=_COOKIES)
        if kind == "viewthread" and _number(query.get("tid")) in self._threads:
            return html(self._thread(_number(query["tid"]), _number(query.get("page"))), headers=_COOKIES)
        return html(self._page("board_message.html", text="抱歉,指定的主题不存在或已被删除"), status=404)

    def forbidden(self, request: Request) -> bool:
        """Whether robots.txt closes this address."""
        closed = request.query.get("mod") in {"misc", "attachment", "redirect"}
        return closed or request.path in {"/member.php", "/search.php", "/home.php"}

    def _list(self, fid: int, number: int) -> str:
        *rest, rules = self._boards[fid]  # the oldest thread is pinned, as boards do with their rules
        number, pages = _clamped(number, len(rest), LIST_LENGTH)
        rows = [_row(thread) for thread in _slice(rest, number, LIST_LENGTH)]
        top = [_row(rules, pinned=True)] if number == 1 else []
        return self._page(
            "board_list.html", board=self._names[fid], fid=fid, rows=top + rows, number=number, pages=pages
        )

    def _thread(self, tid: int, number: int) -> str:
        fid, thread = self._threads[tid]
        number, pages = _clamped(number, len(thread.entries), THREAD_LENGTH)
        return self._page(
            "board_thread.html",
            board=self._names[fid], fid=fid, thread=thread, number=number, pages=pages,
            entries=_slice(thread.entries, number, THREAD_LENGTH), first=(number - 1) * THREAD_LENGTH + 1,
        )  # fmt: skip

    def _page(self, template: str, **values: object) -> str:
        return self._templates.get_template(template).render(site=self._name, **values)


def _row(thread: Thread, *, pinned: bool = False) -> dict[str, object]:
    return {"thread": thread, "last": max(thread.entries, key=lambda entry: entry.at), "pinned": pinned}


def _number(text: str | None) -> int:
    """A number in an address; anything else is 1, as the board treats it."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else 1


def _clamped(number: int, length: int, size: int) -> tuple[int, int]:
    """The page shown for `number`, and how many there are."""
    pages = max(1, -(-length // size))
    return min(max(number, 1), pages), pages


def _slice(items: Sequence[T], number: int, size: int) -> Sequence[T]:
    return items[(number - 1) * size : number * size]
