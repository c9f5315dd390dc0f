"""An article page without selectors: its title, its text, and every place where it may say when it appeared."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import trafilatura
from lxml.html import HtmlElement

from crawlers.reading.headline import lines_above_the_text
from crawlers.reading.layout import with_opened_frames, without_links_elsewhere
from crawlers.reading.text import document, one_line, plain, select

_META_TIMES = (
    "article:published_time", "og:published_time", "og:release_date", "pubdate", "publishdate", "publish-date",
    "publish_time", "weibo: article:create_at", "firstpublishedtime", "datepublished", "dcterms.created",
    "dcterms.issued", "dc.date", "date",
)  # fmt: skip
_META_CHANGES = ("article:modified_time", "og:updated_time", "dateupdate")  # no earlier than the article
_TIME_PLACES = (
    "[class*=time], [class*=date], [class*=pub], [id*=time], [id*=date], [id*=pub], [class*=info], [class*=source]"
)
_DAY = r"(?:\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]|\d{1,2}/\d{1,2}/\d{4})"
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_STAMP = re.compile(rf"{_DAY}[^\n]{{0,12}}?\d:\d\d")
_TODAY = re.compile("今天|今日|现在|欢迎|星期|周[一二三四五六日天]")  # the clock of a site
_SAID = (
    re.compile(rf"(?:发布|发表|刊发|时间|日期|更新|来源)[^\d\n]{{0,20}}({_DAY}[^\n]{{0,24}})"),
    re.compile(rf"({_DAY}[^\n]{{0,16}}?)(?:在[^\n]{{1,30}})?(?:发表|发布|刊发)"),
)
_BODIES = (
    "#artibody", "#article_content", "#articleContent", ".article-content", ".article_content", ".article-body",
    ".TRS_Editor", "#zoom", "#vsb_content", ".entry-content", ".post-content", "article", "#content", ".content",
)  # fmt: skip
_MARK = re.compile(r"[。！？；!?;，,]")
_SENTENCES_LOST = 1.03
_LARGEST = 1_000_000  # characters of markup that trafilatura may see
_SEEN = 20_000  # characters of visible text in which a date is looked for
_SHORT = 400  # characters; below, trafilatura tends to take menus for text
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
    found = _found(tree if len(text) <= _LARGEST else document(text[:_LARGEST]))
    if len(found) >= _SHORT and "\n" in found:
        return found
    return _usual(tree) or found or "\n".join(text for node in select(tree, "p") if (text := plain(node)))


def _found(tree: HtmlElement) -> str:
    """Framing tables are opened first. Where that costs sentences (text that stands bare in a cell), they stay."""
    kept = without_links_elsewhere(tree)
    opened = with_opened_frames(kept)
    if opened is None:
        return _extracted(kept)
    of_opened, of_kept = _extracted(opened), _extracted(kept)
    return of_kept if _marks(of_kept) > _SENTENCES_LOST * _marks(of_opened) else of_opened


def _extracted(tree: HtmlElement) -> str:
    found = trafilatura.extract(tree, include_comments=False, include_tables=True) or ""
    lines = (line.strip(" |") for line in found.split("\n"))
    return "\n".join(line for line in lines if line)


def _marks(text: str) -> int:
    return len(_MARK.findall(text))


def _usual(tree: HtmlElement) -> str:
    for place in _BODIES:
        for node in select(tree, place):
            body = plain(node)
            if len(body) >= 5:
                return body
    return ""


def times_in(tree: HtmlElement) -> list[str]:
    """Texts that may say when the article appeared, best first: metadata, time elements, the line with a
    time between headline and text, marked places, other visible words, and last when it was changed."""
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
    visible = plain(tree)[:_SEEN]
    above = [line for line in lines_above_the_text(visible) if _YEAR.search(line)]
    # Before the marked places: those of the comments below say 7 小时前.
    yield from (line for line in above if _STAMP.search(line) and not _TODAY.search(line))
    for node in select(tree, _TIME_PLACES)[:40]:
        text = plain(node)
        if len(text) <= 100:
            yield text
    for said in _SAID:
        for match in said.finditer(visible):
            yield match[1]
    yield from above
    for name in _META_CHANGES:
        yield metas.get(name, "")


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
