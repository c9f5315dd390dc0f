"""CSS selectors as XPath. Plain ones go by their attributes, which takes a seventh of the time.

For ``div.sign`` cssselect asks every div whether it has that class. Stepping to the classes there are, and from the
right ones back to their elements, finds the same: most elements of a page have neither class nor id.
"""

from __future__ import annotations

import re
from functools import lru_cache

from lxml import etree
from lxml.cssselect import CSSSelector

_BLANKS = " \t\r\n\f"  # of CSS, which takes a no-break space for a letter
_SPACE = re.compile(f"[{_BLANKS}]+")
_STEP = re.compile(
    r"(?P<tag>[a-z][a-z0-9_]*|)(?:#(?P<id>[a-z][a-z0-9_-]*)|\.(?P<word>[a-z][a-z0-9_-]*)|\[(?P<has>[a-z]+)\]|)",
    re.ASCII | re.IGNORECASE,
)


@lru_cache(maxsize=500)
def css(selector: str) -> etree.XPath:
    """A compiled CSS selector; raises cssselect's SelectorError when it is not one."""
    path = _plain_path(selector)
    return etree.XPath(path) if path else CSSSelector(selector, translator="html")


def _plain_path(selector: str) -> str:
    """XPath for what is made of tags, ids, classes, attributes, spaces and commas; '' for every other selector."""
    ways = [[_STEP.fullmatch(step) for step in _SPACE.split(way.strip(_BLANKS))] for way in selector.split(",")]
    if not all(step and step[0] for way in ways for step in way):
        return ""
    return " | ".join(
        "descendant-or-self::" + "/descendant::".join(_step(step) for step in way if step) for way in ways
    )


def _step(step: re.Match[str]) -> str:
    tag = step["tag"].lower() or "*"
    if step["id"]:
        return f"{tag}/@id[. = '{step['id']}']/.."
    if step["word"]:
        whole = f"contains(concat(' ', normalize-space(.), ' '), ' {step['word']} ')"
        return f"{tag}/@class[contains(., '{step['word']}') and {whole}]/.."
    return f"{tag}/@{step['has'].lower()}/.." if step["has"] else tag
