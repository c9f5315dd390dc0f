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
# Shapes of the block pages of cloud firewalls, server panels and host guards; none of them names itself reliably.
_FIREWALL = re.compile(
    r"网站防火墙|应用防火墙|安全狗|云防护|疑似(?:黑客|恶意)?(?:攻击|访问)|(?:造成|存在)安全(?:威胁|风险)|不合法(?:的)?(?:参数|请求)"
    r"|(?:访问|请求)[^。\n]{0,20}(?:被|已)[^。\n]{0,12}(?:阻断|拦截|拒绝|屏蔽)|访问被(?:禁止|拒绝)|拦截(?:编号|时间|原因)"
    r"|access denied|request (?:was |has been )?(?:blocked|rejected)|blocked by|web application firewall"
    r"|you have been blocked",
    re.IGNORECASE,
)
_CLOSED = re.compile(
    r"(?:网站|本站|站点|论坛|社区|系统)[^。\n]{0,8}(?:关闭|停止(?:访问|服务|运营)|暂停(?:访问|服务)|维护|升级)"
    r"|(?:维护|升级|建设)中|未备案|尚未备案|(?:域名|空间|主机)[^。\n]{0,6}(?:过期|到期)"
    r"|under maintenance|site is closed",
    re.IGNORECASE,
)
_SOFT_404 = re.compile(
    r"(?:页面|文章|内容|网页|帖子|信息)[^。\n]{0,8}(?:不存在|找不到|没有找到|未找到|已(?:被)?删除|已下线)"
    r"|(?:找不到|没有找到|无法找到)[^。\n]{0,10}(?:页面|网页|文章|内容)|^404\b|\b404 (?:error|not found)"
    r"|page not found",
    re.IGNORECASE,
)
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
    """Puzzles, captchas, block pages and notices that take the place of a page."""
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
    return _notice(f"{title}\n{visible}") if len(visible) < 600 else None


def _notice(text: str) -> Wall | None:
    """What a page of a few words says instead of what was asked for; `text` starts with its title."""
    if _TOO_FAST.search(text):
        return Wall("too-fast", blocked=True)
    if _FIREWALL.search(text):
        return Wall("firewall", blocked=True)
    if _SOFT_404.search(text):
        return Wall("missing", blocked=False)
    if _CLOSED.search(text):
        return Wall("site-closed", blocked=True)
    return None


def wall_of_message(message: str) -> Wall:
    """What a forum's own notice (Discuz: ``#messagetext``) means."""
    if _TOO_FAST.search(message):
        return Wall("too-fast", blocked=True)
    if _GONE.search(message):
        return Wall("missing", blocked=False)
    if _FORBIDDEN.search(message):
        return Wall("no-permission", blocked=False)
    if _CLOSED.search(message):
        return Wall("site-closed", blocked=True)
    if _LOGIN.search(message):
        return Wall("login-wall", blocked=True)
    return Wall("site-message", blocked=False)
