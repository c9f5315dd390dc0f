"""Selectors of config.yaml applied to a tree; ``css::attr(name)`` reads an attribute, ``::attr(name)`` its own."""

from __future__ import annotations

import re

from cssselect import SelectorError
from lxml.html import HtmlElement

from crawlers.reading.paths import css
from crawlers.reading.text import plain, select

_ATTRIBUTE = re.compile(r"^(?P<css>.*?)\s*::attr\(\s*(?P<name>[\w:.-]+)\s*\)\s*$", re.DOTALL)


def nodes(tree: HtmlElement, selector: str) -> list[HtmlElement]:
    """The elements that `selector` finds below `tree`; a trailing ``::attr(…)`` is ignored."""
    plain_css = _split(selector)[0]
    return select(tree, plain_css) if plain_css else [tree]


def texts(tree: HtmlElement, selector: str) -> list[str]:
    """The texts, or the values of the attribute, of what `selector` finds; empty ones left out."""
    path, attribute = _split(selector)
    found = select(tree, path) if path else [tree]
    values = [node.get(attribute) or "" if attribute else plain(node) for node in found]
    return [value.strip() for value in values if value.strip()]


def first(tree: HtmlElement, selector: str) -> str:
    """The first of `texts`, or ''; an empty selector finds nothing."""
    return next(iter(texts(tree, selector)), "") if selector else ""


def fault_in(selectors: dict[str, str]) -> str:
    """'' when all are usable CSS, else ``key: selector`` of the first that is not."""
    for key, selector in selectors.items():
        path = _split(selector)[0]
        try:
            if path:
                css(path)
        except SelectorError:
            return f"{key}: {selector}"
    return ""


def _split(selector: str) -> tuple[str, str]:
    match = _ATTRIBUTE.match(selector)
    return (match["css"].strip(), match["name"]) if match else (selector.strip(), "")
