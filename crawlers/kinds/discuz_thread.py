"""A page of a Discuz! X thread: what was said, without what only looks like it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml.html import HtmlElement

from crawlers.reading.text import one_line, plain, select, with_id

_POST = re.compile(r"post_(\d+)$")
_UID = re.compile(r"[?&]uid=(\d+)|space-uid-(\d+)")
# Decoys against copying, quotations, edit notes, attachments, and what guests may not see.
_DROP = (
    "font.jammer, div.quote, blockquote, i.pstatus, div.locked, ignore_js_op, div.attach_nopermission, div.tip,"
    " div.blockcode em, div.blockcode i, .attach_popup, a.replyadd, div.modact, div.sign"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """One post of the page. `hidden`: the site keeps (part of) it from guests."""

    pid: str
    number: str
    body: str
    dates: tuple[str, ...]
    speaker: str
    hidden: bool


def floors_of(tree: HtmlElement) -> list[Floor] | None:
    """The posts of the page in order; None when the page has no ``#postlist``, so is no desktop thread page."""
    lists = select(tree, "#postlist")
    if not lists:
        return None
    floors = []
    for node in select(lists[0], "div[id]"):
        match = _POST.match(node.get("id") or "")
        if match is not None:
            floors.append(_floor(node, match[1]))
    return floors


def subject_of(tree: HtmlElement) -> str:
    """The title of the thread."""
    for node in select(tree, "#thread_subject"):
        return one_line(plain(node))
    return one_line("".join(tree.xpath("//title//text()")).split(" - ")[0])


def has_next(tree: HtmlElement) -> bool:
    """Whether another page follows. A page number past the end shows the last page, so only this link counts."""
    return bool(select(tree, "a.nxt"))


def page_number(tree: HtmlElement, asked: int) -> int:
    """The number of the page that was really served: past the end it is the last one, not the one asked for."""
    for node in select(tree, "div.pg strong"):
        number = plain(node)
        if number.isdigit() and len(number) < 6:
            return int(number)
    return asked


def _floor(node: HtmlElement, pid: str) -> Floor:
    bodies = with_id(node, f"postmessage_{pid}")
    locked = bool(select(node, "div.locked"))
    number = with_id(node, f"postnum{pid}")
    return Floor(
        pid=pid,
        number=one_line(plain(number[0])).rstrip("# ") if number else "",
        body=plain(bodies[0], select(bodies[0], _DROP)) if bodies else "",
        dates=_dates(node, pid),
        speaker=_speaker(node),
        hidden=locked or not bodies,
    )


def _dates(node: HtmlElement, pid: str) -> tuple[str, ...]:
    found = [one for one in with_id(node, f"authorposton{pid}") if one.tag == "em"]
    if not found:
        return ()
    titles = [span.get("title") or "" for span in select(found[0], "span[title]")]
    return (*titles, plain(found[0]))


def _speaker(node: HtmlElement) -> str:
    """The member's number on this site, else the name shown; '' for an anonymous post."""
    for link in select(node, ".authi a[href]"):
        match = _UID.search(link.get("href") or "")
        if match is not None:
            return match[1] or match[2]
    names = select(node, ".authi a.xw1")
    return plain(names[0]) if names else ""
