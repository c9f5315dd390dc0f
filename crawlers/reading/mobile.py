"""Pages made for telephones: other structure, vaguer times. They name their other version, or their markup does."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from crawlers.reading.text import one_line, plain, select

_MARKUP = re.compile(r"-//WAPFORUM//|<wml\b|name=[\"'](?:MobileOptimized|HandheldFriendly)", re.IGNORECASE)
_OTHER_VERSION = re.compile(
    r"(?:切换到|访问|返回|浏览)?(?:电脑|桌面|PC|WEB|完整|标准)版(?:本|网站)?"
    r"|(?:view )?(?:full|desktop) (?:site|version)",
    re.IGNORECASE,
)
_HEAD = 4000  # characters


def is_mobile(text: str, tree: HtmlElement) -> bool:
    """Asked only about a page without the structure that is expected: desktop pages, too, may link to both."""
    if _MARKUP.search(text[:_HEAD]):
        return True
    return any(_OTHER_VERSION.fullmatch(one_line(plain(link))) for link in select(tree, "a[href]"))
