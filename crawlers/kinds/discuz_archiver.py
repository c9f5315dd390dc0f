"""Other ways into a Discuz! board: its archiver (plain pages for machines) and its RSS.

Both are thin. The archiver's posts have no number and quote without a mark; RSS names the newest threads and no
reply. So they only serve where the site gives no board list, or the mobile template in place of a page.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from crawlers.kinds.discuz_addresses import thread_in
from crawlers.kinds.xmlfeed import read_xml_feed
from crawlers.reading.text import one_line, plain, select

_REPLIES = re.compile(r"[\uff08(]\s*(\d+)")
_PAGE = re.compile(r"[?&]page=(\d+)")
_MOST = 100  # threads of one list


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A thread of such a list. `marker` changes with every reply where replies are counted."""

    tid: str
    marker: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One post of an archiver page; `dates` are texts that may say when."""

    key: str
    title: str
    body: str
    dates: tuple[str, ...]
    speaker: str


def threads_of(tree: HtmlElement) -> list[Listed]:
    """The threads of an archiver's list."""
    found = {}
    for item in select(tree, "#content li"):
        for link in select(item, "a[href*='tid-'], a[href*='tid=']")[:1]:
            tid = thread_in(link.get("href") or "")
            replies = _REPLIES.search(plain(item, [link]))
            found[tid] = Listed(tid=tid, marker=f"archiver {replies[1] if replies else ''}".strip())
    return [found[tid] for tid in found if tid][:_MOST]


def threads_of_feed(text: str) -> list[Listed]:
    """The threads that the board's RSS names; what is said in them later it does not tell."""
    tids = [thread_in(entry.link) for entry in read_xml_feed(text, _MOST).entries]
    return [Listed(tid=tid, marker="rss") for tid in dict.fromkeys(tids) if tid]


def said_on(tree: HtmlElement) -> list[Said]:
    """The posts of an archiver page, in order: a paragraph with writer and time, a heading, then loose text."""
    posts: list[tuple[HtmlElement, HtmlElement]] = []
    for content in select(tree, "#content")[:1]:
        for child in list(content):
            if child.tag == "p" and "author" in (child.get("class") or "").split():
                body = etree.SubElement(content, "div")
                body.text, child.tail = child.tail, None
                posts.append((child, body))
            elif "page" in (child.get("class") or "").split():
                break
            elif posts:
                posts[-1][1].append(child)
    return [_said(head, body) for head, body in posts]


def _said(head: HtmlElement, body: HtmlElement) -> Said:
    names, headings = select(head, "strong"), select(body, "h3")
    dates = (*(span.get("title") or "" for span in select(head, "span[title]")), plain(head, names[:1]))
    text = plain(body, headings[:1])
    stable = next((date for date in dates if re.search(r"\d{4}-\d", date)), "")
    digest = hashlib.sha256(f"{stable}\n{text}".encode("utf-8", "replace")).hexdigest()[:16]
    return Said(
        key=digest, title=one_line(plain(headings[0])) if headings else "", body=text, dates=dates,
        speaker=one_line(plain(names[0])) if names else "",
    )  # fmt: skip


def goes_on(tree: HtmlElement, number: int) -> bool:
    """Whether a page after `number` is linked."""
    links = (link.get("href") or "" for link in select(tree, "div.page a[href]"))
    return any(int(match[1]) == number + 1 for href in links if (match := _PAGE.search(href)))
