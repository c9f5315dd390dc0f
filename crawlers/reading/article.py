"""An article page without selectors: its title, its text, and every place where it may say when it appeared."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import trafilatura
from lxml.html import HtmlElement

from crawlers.reading.text import one_line, plain, select

_META_TIMES = (
    "article:published_time", "og:published_time", "og:release_date", "pubdate", "publishdate", "publish-date",
    "publish_time", "weibo: article:create_at", "firstpublishedtime", "datepublished", "dcterms.created",
    "dcterms.issued", "dc.date", "date", "article:modified_time",
)  # fmt: skip
_TIME_PLACES = (
    "[class*=time], [class*=date], [class*=pub], [id*=time], [id*=date], [id*=pub], [class*=info], [class*=source]"
)
_SAID = re.compile(r"(?:发布|发表|刊发|时间|日期|更新|来源)[^\d\n]{0,20}(\d{4}\s*[-/.年][^\n]{0,24})")
_BODIES = (
    "#artibody", "#article_content", "#articleContent", ".article-content", ".article_content", ".article-body",
    ".TRS_Editor", "#zoom", "#vsb_content", ".entry-content", ".post-content", "article", "#content", ".content",
)  # fmt: skip
_LARGEST = 1_000_000  # characters of markup that trafilatura may see
_SHORT = 400  # characters; below, trafilatura tends to take menus for text
_BYLINE = re.compile(
    r"\W{0,2}(?:(?:来源|作者|记者|通讯员|(?:责任)?编辑|责编|编审|校对|审核|监制|撰文|摄影|发布时间|发表时间|更新时间|发布日期|浏览|阅读|点击量?)"
    r"(?:[量数次]{0,2}\s*[::/]|\s)|[文图]\s*/|分享到|上一篇|下一篇|打印本页)"
)
_SEPARATOR = re.compile(r"\s*[_|–—]\s*|\s+-\s+|-(?=[^-]*$)")


def title_of(tree: HtmlElement) -> str:
    """The headline: the only ``h1``, else what the page tells other sites, else its ``title`` without the site."""
    headings = [text for node in select(tree, "h1") if (text := one_line(plain(node)))]
    if len(headings) == 1:
        return headings[0]
    whole = one_line("".join(tree.xpath("//head/title//text()")))
    for heading in headings:
        if heading in whole:
            return heading
    for node in select(tree, "meta[property='og:title'][content]"):
        if (node.get("content") or "").strip():
            return one_line(node.get("content") or "")
    return _SEPARATOR.split(whole)[0].strip() if whole else next(iter(headings), "")


def body_of(text: str, tree: HtmlElement) -> str:
    """The text of the article: trafilatura's finding; on a short page what stands in one of the usual places."""
    found = trafilatura.extract(text[:_LARGEST], include_comments=False, include_tables=True) or ""
    if len(found) >= _SHORT and "\n" in found:
        return found
    return _usual(tree) or found or "\n".join(text for node in select(tree, "p") if (text := plain(node)))


def _usual(tree: HtmlElement) -> str:
    for place in _BODIES:
        for node in select(tree, place):
            body = plain(node)
            if len(body) >= 5:
                return body
    return ""


def without_bylines(body: str, title: str) -> str:
    """`body` without its headline, and without the lines that say who wrote it, whence, how often read."""
    lines = body.split("\n")
    return "\n".join(line for line in lines if line != title and not (len(line) <= 80 and _BYLINE.match(line)))


def times_in(tree: HtmlElement) -> list[str]:
    """Texts that may say when the article appeared, best first: metadata, time elements, then visible words."""
    return [text for text in _times(tree) if re.search(r"\d", text)]


def day_guessed(tree: HtmlElement) -> str:
    """The day that trafilatura finds (it never knows the hour), or ''."""
    found = trafilatura.extract_metadata(tree, extensive=False)
    return str(found.date or "") if found is not None else ""


def _times(tree: HtmlElement) -> Iterator[str]:
    metas = {_name(node): node.get("content") or "" for node in select(tree, "meta[content]")}
    for name in _META_TIMES:
        yield metas.get(name, "")
    yield from _linked_data(tree)
    for node in select(tree, "time"):
        yield node.get("datetime") or ""
        yield plain(node)
    for node in select(tree, _TIME_PLACES)[:40]:
        text = plain(node)
        if len(text) <= 100:
            yield text
    for match in _SAID.finditer(plain(tree)[:4000]):
        yield match[1]


def _name(node: HtmlElement) -> str:
    return (node.get("property") or node.get("name") or node.get("itemprop") or "").strip().lower()


def _linked_data(tree: HtmlElement) -> Iterator[str]:
    for node in select(tree, "script[type='application/ld+json']"):
        try:
            data = json.loads(node.text or "")
        except (ValueError, RecursionError):
            continue
        graph = data.get("@graph", [data]) if isinstance(data, dict) else data
        for one in graph if isinstance(graph, list) else []:
            if isinstance(one, dict) and isinstance(one.get("datePublished"), str):
                yield one["datePublished"]
