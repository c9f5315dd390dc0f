"""Running scripts must not become a way round those that keep programs out."""

from __future__ import annotations

import pytest

from tests.crawlers.rendering.conftest import RUMOUR, News

# In the shapes that sites have, written for this test: each would let a browser through if its script ran.
PUZZLES = {
    "anti-scraping": "<script>var d='_dsign'; fetch('/solved'); location.href = '/?' + d;</script>",
    "puzzle": "<title>安全验证</title><body><div>请稍候</div><script>fetch('/solved')</script></body>",
    "firewall": "<html><body><div>您的请求已被网站防火墙拦截</div><script>fetch('/solved')</script></body></html>",
    "login-wall": "<html><body><div>请先登录</div><form><input type='password'></form>"
    "<script>fetch('/solved')</script></body></html>",
}
# Too long, or too odd, to be known by what it looks like: it writes a cookie and wants itself again.
_PADDING = "<!--" + "x" * 20_000 + "-->"
RELOADS = {
    "a token": "document.cookie = 'ok=1'; location.replace(location.pathname + '?token=1');",
    "form": "document.cookie = 'ok=1'; const form = document.createElement('form');"
    "document.body.append(form); form.submit();",
    "later": "setTimeout(() => { document.cookie = 'ok=1'; location.href = location.href; }, 300);",
    "meta": "const meta = document.createElement('meta'); meta.httpEquiv = 'refresh'; meta.content = '0';"
    "document.head.append(meta);",
}


@pytest.mark.parametrize("kind", PUZZLES)
def test_the_script_of_a_wall_is_never_run(kind: str, news: News) -> None:
    news.page(PUZZLES[kind])
    result = news.visit()
    assert [issue.kind for issue in result.issues] == [kind]
    assert news.site.paths() == ["/"]
    assert news.visit().counts["sources"] == 0  # it rests for hours


@pytest.mark.parametrize("script", RELOADS.values(), ids=RELOADS.keys())
def test_a_page_that_only_wants_itself_again_is_a_wall(script: str, news: News) -> None:
    news.publish(RUMOUR)
    news.page(f"<html><head>{_PADDING}</head><body><p>请稍候</p><script>{script}</script></body></html>")
    result = news.visit()
    assert [issue.kind for issue in result.issues] == ["anti-scraping"]
    assert news.site.paths() == ["/"]
    assert news.rows("title") == []


def test_a_wall_that_scripts_put_up_is_seen(news: News) -> None:
    news.page(f"<html><head>{_PADDING}</head><body><script>document.title = '安全验证';"
              "document.body.append('请拖动滑块完成验证');</script></body></html>")  # fmt: skip
    assert [issue.kind for issue in news.visit().issues] == ["puzzle"]


def test_a_page_that_leads_elsewhere_is_not_followed(news: News) -> None:
    news.publish(RUMOUR)
    news.also("location.href = '/mobile/';")
    [issue] = news.visit().issues
    assert issue.kind == "javascript-elsewhere" and "/mobile/" in issue.message
    assert "/mobile/" not in news.site.asked


def test_addresses_changed_without_loading_are_no_journey(news: News) -> None:
    news.publish(RUMOUR)
    news.also("history.pushState({}, '', '/list'); location.hash = 'top';")
    assert news.visit().counts["posts_new"] == 1
