"""Pages that hold nothing until their scripts have run."""

from __future__ import annotations

from lxml.html import HtmlElement

from crawlers.reading.text import plain, select

_FEW = 200  # characters; a menu and a line below the page
_EMPTY = "#app:empty, #root:empty, #__next:empty, #__nuxt:empty, [data-reactroot]:empty"


def made_by_scripts(tree: HtmlElement) -> bool:
    """Few words, scripts, and an empty place for what they make, or a note to readers who have none."""
    if not select(tree, "script") or len(plain(tree)) > _FEW:
        return False
    notes = " ".join(str(note.text_content()) for note in select(tree, "noscript"))
    return bool(select(tree, _EMPTY)) or "javascript" in notes.lower()
