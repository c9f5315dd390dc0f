"""The lines around an article that are not its text: what stands between headline and text, bylines, notices."""

from __future__ import annotations

import re

_BYLINE = re.compile(
    r"\W{0,2}(?:(?:来源|作者|记者|通讯员|(?:责任)?编辑|责编|编审|校对|审核|监制|撰文|摄影|发布时间|发表时间|更新时间|发布日期|浏览|阅读|点击量?)"
    r"(?:[量数次]{0,2}\s*[:：/]|\s)|[文图]\s*[/:：]|分享到|上一篇|下一篇|打印本页)"
)
_DATELINE = re.compile(
    r"\W{0,2}(?:https?://\S{1,60}\s*|[\w.-]{1,40}\.[a-z]{2,10}\s+)?"
    r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?(?!\d)[^。！？，]{0,60}$",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"\W{0,2}(?:©|copyright\b|版权(?:所有|声明)|原创版权)|未经[^。]{0,30}(?:授权|许可|同意)|(?:禁止|不得|请勿)[^。]{0,6}转载"
    r"|违者[^。]{0,8}(?:追究|必究)|all rights reserved",
    re.IGNORECASE,
)
_EDGE = 4  # lines at the top and the bottom of a text where a bare date or a notice is none of its sentences
_LONGEST_BYLINE, _LONGEST_NOTICE = 80, 200  # characters
_PARAGRAPH = 40  # characters; a line with as many and a full stop is text
_ABOVE = 8


def without_bylines(body: str, title: str) -> str:
    """`body` without its headline, and without the lines that say who wrote it, whence, when, who may copy."""
    lines = body.split("\n")
    last = len(lines) - _EDGE
    kept = [
        line
        for number, line in enumerate(lines)
        if line != title
        and not (len(line) <= _LONGEST_BYLINE and _BYLINE.match(line))
        and not (number < _EDGE and _is_dateline(line))
        and not (number >= last and _is_notice(line))
    ]
    return "\n".join(kept)


def _is_dateline(line: str) -> bool:
    return len(line) <= _LONGEST_BYLINE and _DATELINE.match(line) is not None


def _is_notice(line: str) -> bool:
    return len(line) <= _LONGEST_NOTICE and _NOTICE.search(line) is not None


def lines_above_the_text(visible: str) -> list[str]:
    """The short lines above the first paragraph of a page, nearest first: there a page without marks says when."""
    lines = visible.split("\n")
    first = next((n for n, line in enumerate(lines) if len(line) >= _PARAGRAPH and "。" in line), None)
    if first is None:
        return []
    return [line for line in reversed(lines[max(0, first - _ABOVE) : first]) if len(line) <= _LONGEST_BYLINE]
