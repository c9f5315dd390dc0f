"""Pages that come with HTTP 200 and are not what was asked for. Nothing here is ever solved or got round."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml.html import HtmlElement

from crawlers.reading.text import one_line, plain, select


@dataclass(frozen=True, slots=True)
class Wall:
    """`kind` is the kind of a refusal; `blocked`: the site keeps programs out, a person must decide."""

    kind: str
    blocked: bool


_SCRIPT_ONLY = re.compile(r"\s*(?:<html>\s*)?(?:<head>\s*)?<script\b", re.IGNORECASE)
_CHALLENGE = re.compile(
    r"_dsign|document\.cookie\s*=|location\s*(?:\.href\s*)?(?:=|\.replace|\.assign)|eval\(|atob\("
)
_TOO_FAST = re.compile(
    r"频繁刷新|刷新过于频繁|刷新太快|访问过于频繁|访问频率|操作太频繁|请求过于频繁|too many requests", re.IGNORECASE
)
_CAPTCHA = re.compile(
    r"安全验证|人机验证|请输入验证码|滑动验证|拖动滑块|访问验证|完成验证|captcha|are you (?:a )?(?:human|robot)"
    r"|just a moment|attention required|checking your browser|verify you are human",
    re.IGNORECASE,
)
_SUM = re.compile(r"\d{1,3}\s*[+\-*×x加减乘]\s*\d{1,3}\s*(?:=|等于|[??])")
_LOGIN = re.compile(
    r"(?:需要|请)先?(?:登[录陆]|注册)|登[录陆]后(?:才能|可|方可)|尚未登[录陆]|没有登[录陆]|游客无法"
    r"|login required|please log in",
    re.IGNORECASE,
)
_FORBIDDEN = re.compile(
    r"阅读权限|无权|没有权限|特定用户|特定会员|权限不足|禁止(?:访问|浏览)|不允许访问|密码访问|permission",
    re.IGNORECASE,
)
_GONE = re.compile(r"不存在|已被删除|正在被审核|已删除|审核中|not exist|not found", re.IGNORECASE)
_SHORT = 2500  # characters of markup; a real page is longer


def wall_before_parsing(text: str) -> Wall | None:
    """Anti-scraping pages and rate limits, known by their markup (Discuz: about 2 kB, starts with a script)."""
    if len(text) > 4 * _SHORT:
        return None
    if _SCRIPT_ONLY.match(text) and _CHALLENGE.search(text) and "<p" not in text and "<div" not in text:
        return Wall("anti-scraping", blocked=True)
    if len(text) <= _SHORT and _TOO_FAST.search(text):
        return Wall("too-fast", blocked=True)
    return None


def wall_in(tree: HtmlElement) -> Wall | None:
    """Puzzles and captchas that take the place of a page."""
    title = one_line("".join(tree.xpath("//title//text()"))[:200])
    visible = plain(tree)
    if len(visible) > 1500:
        return None
    if _SUM.search(title) or _CAPTCHA.search(title):
        return Wall("puzzle", blocked=True)
    if len(visible) < 400 and (_CAPTCHA.search(visible) or _SUM.search(visible[:200])):
        return Wall("puzzle", blocked=True)
    if len(visible) < 400 and select(tree, "input[type=password]") and _LOGIN.search(visible + title):
        return Wall("login-wall", blocked=True)
    return None


def wall_of_message(message: str) -> Wall:
    """What a forum's own notice (Discuz: ``#messagetext``) means."""
    if _TOO_FAST.search(message):
        return Wall("too-fast", blocked=True)
    if _GONE.search(message):
        return Wall("missing", blocked=False)
    if _FORBIDDEN.search(message):
        return Wall("no-permission", blocked=False)
    if _LOGIN.search(message):
        return Wall("login-wall", blocked=True)
    return Wall("site-message", blocked=False)
