"""What a page is laid out with, taken away before its article is looked for: framing tables, lists of links."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from crawlers.reading.text import plain, select

_CANDIDATES = frozenset(
    ("td", "div", "ul", "ol", "li", "dl", "p", "h2", "h3", "h4", "center", "font", "span", "tr")
)
_INSIDE_CELLS = frozenset(("div", "p", "br", "table", "ul", "ol", "h1", "h2", "h3", "center", "blockquote"))
_SILENT = frozenset(("script", "style", "noscript", "template"))
_LONG = 120  # characters; a cell with more holds an article, not a value
_LINKED = 0.75  # share of a block's letters that stand in links; above it the block leads elsewhere
_LETTER = re.compile(r"[^\W\d_]")
_SENTENCE = re.compile(r"[。！？!?]")


@dataclass(slots=True)
class _Letters:
    """Letters in links and outside them; `sentence`: there is a whole sentence outside."""

    linked: int = 0
    outside: int = 0
    sentence: bool = False

    def add(self, other: _Letters) -> None:
        self.linked += other.linked
        self.outside += other.outside
        self.sentence = self.sentence or other.sentence

    def read(self, text: str | None, *, in_link: bool) -> None:
        letters = len(_LETTER.findall(text or ""))
        if in_link:
            self.linked += letters
        else:
            self.outside += letters
            self.sentence = self.sentence or bool(_SENTENCE.search(text or ""))

    @property
    def lead_elsewhere(self) -> bool:
        return not self.sentence and self.linked > _LINKED * (self.linked + self.outside)


def without_links_elsewhere(tree: HtmlElement) -> HtmlElement:
    """A copy of `tree` without the blocks that hold little but links: menus, related news, recommendations."""
    tree = deepcopy(tree)
    for block in _leading_elsewhere(tree):
        block.drop_tree()
    return tree


def with_opened_frames(tree: HtmlElement) -> HtmlElement | None:
    """A copy of `tree` with the tables that only frame it turned into plain blocks; None when there are none.

    Readers of articles keep tables as tables: a page that is one big table, as many older Chinese sites are, comes
    out as a row of menus with the article among them.
    """
    tree = deepcopy(tree)
    frames = [table for table in select(tree, "table") if _frames(table)]
    for table in frames:
        for part in [table, *select(table, "tbody, thead, tfoot, tr, td, th")]:
            part.tag = "div"
    return tree if frames else None


def _leading_elsewhere(tree: HtmlElement) -> list[HtmlElement]:
    """The outermost blocks with little but links, in document order."""
    found: list[HtmlElement] = []
    open_blocks = [_Letters()]
    links = 0
    walker = etree.iterwalk(tree, events=("start", "end"))
    for event, node in walker:
        is_link = node.tag == "a" and "href" in node.attrib
        if event == "start":
            links += is_link
            open_blocks.append(_Letters())
            if node.tag not in _SILENT:
                open_blocks[-1].read(node.text, in_link=links > 0)
            continue
        links -= is_link
        letters = open_blocks.pop()
        if node.tag in _CANDIDATES and letters.lead_elsewhere and node is not tree:
            found.append(node)
        open_blocks[-1].add(letters)
        open_blocks[-1].read(node.tail, in_link=links > 0)
    return found


def _frames(table: HtmlElement) -> bool:
    for cell in select(table, "td"):
        if any(child.tag in _INSIDE_CELLS for child in cell) or len(plain(cell)) > _LONG:
            return True
    return False
