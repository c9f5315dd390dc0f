"""HTML to the text that a reader sees: blocks become lines, smileys their character, hidden parts nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from crawlers.reading.paths import css

_BLOCKS = frozenset(
    (
        "address", "article", "aside", "blockquote", "br", "center", "dd", "details", "div", "dl", "dt", "fieldset",
        "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main",
        "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul",
    )
)  # fmt: skip
_CELLS = frozenset(("td", "th"))
_UNSEEN = frozenset(
    (
        "script", "style", "noscript", "template", "head", "title", "iframe", "object", "svg", "canvas", "button",
        "select", "textarea", "input",
    )
)  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SMILEY = re.compile(r"smil(?:ey|ie|y)|emoji|emotion|emoticon|\bface\b|expression", re.IGNORECASE)
_SOMEBODY = " @某人 "  # what redaction makes a placeholder of
_LONGEST_MENTION = 60
_MARKUP = re.compile(
    r"</?(?:p|br|div|span|a|img|b|i|em|strong|ul|ol|li|h[1-6]|table|blockquote)\b[^<>]*>", re.IGNORECASE
)
_WITH_ID = etree.XPath("descendant-or-self::*/@id[. = $id]/..")


def document(text: str) -> HtmlElement:
    """The tree of an HTML page or fragment; broken HTML is repaired, an empty page is an empty tree."""
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    # As UTF-8 bytes: lxml refuses str input that carries an encoding declaration.
    body = text.encode("utf-8", "ignore")
    try:
        return document_fromstring(body if body.strip() else b"<html></html>", parser=parser)
    except etree.ParserError:
        return document_fromstring(b"<html></html>", parser=parser)


def select(node: HtmlElement, selector: str) -> list[HtmlElement]:
    """The elements below `node` that match, in document order."""
    return _elements(css(selector)(node))


def with_id(node: HtmlElement, identifier: str) -> list[HtmlElement]:
    """As `select`, for an id that holds a number: no two posts share one, and to translate and compile a selector
    takes much longer than to use it."""
    return _elements(_WITH_ID(node, id=identifier))


def _elements(found: object) -> list[HtmlElement]:
    return [one for one in found if isinstance(one, HtmlElement)] if isinstance(found, list) else []


def plain(node: HtmlElement, drop: Iterable[HtmlElement] = ()) -> str:
    """The visible text of `node`, one line a block; the elements in `drop` are left out."""
    unwanted = set(drop)
    lines = "".join(_pieces(node, unwanted)).split("\n")
    return "\n".join(line for line in map(one_line, lines) if line)


def plain_of(html: str) -> str:
    """The visible text of a fragment of HTML, as feeds carry it."""
    return plain(document(html))


def has_markup(text: str) -> bool:
    """Whether `text` is a fragment of HTML rather than plain text that holds a ``<``."""
    return _MARKUP.search(text) is not None


def one_line(text: str) -> str:
    """`text` with every run of white space as one space."""
    return " ".join(text.split())


def _pieces(root: HtmlElement, unwanted: set[HtmlElement]) -> Iterator[str]:
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, node in walker:
        tag = node.tag if isinstance(node.tag, str) else ""
        around = "\n" if tag in _BLOCKS else " " if tag in _CELLS else ""
        if event == "end":
            yield around
            if node is not root:
                yield _flat(node.tail)
        elif node in unwanted or _unseen(node, tag):
            walker.skip_subtree()
        elif tag == "a" and _is_mention(node):
            walker.skip_subtree()
            yield _SOMEBODY
        else:
            yield around
            yield _smiley(node) if tag == "img" else _flat(node.text)


def _flat(text: str | None) -> str:
    return text.replace("\r", " ").replace("\n", " ") if text else ""


def _unseen(node: HtmlElement, tag: str) -> bool:
    style = node.get("style")
    return tag in _UNSEEN or node.get("hidden") is not None or bool(style and _HIDDEN.search(style))


def _is_mention(link: HtmlElement) -> bool:
    """A link such as ``<a href="/user/7/">@Li Lei</a>``: only the link shows where a name with a space ends."""
    words = one_line(str(link.text_content()))
    return words.startswith(("@", "＠")) and 1 < len(words) <= _LONGEST_MENTION


def _smiley(image: HtmlElement) -> str:
    """The `alt` of a smiley (WordPress: ``<img alt="😂" class="wp-smiley">``); pictures have no text."""
    alt = (image.get("alt") or "").strip()
    marks = f"{image.get('class') or ''} {image.get('src') or ''}"
    picture_of_a_sign = len(alt) <= 4 and not any(c.isalnum() for c in alt)
    return alt if len(alt) <= 20 and (picture_of_a_sign or _SMILEY.search(marks)) else ""
