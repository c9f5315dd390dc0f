"""HTML to what a reader sees."""

from __future__ import annotations

import pytest

from crawlers.reading.characters import scrub
from crawlers.reading.links import absolute, canonical, is_reply, whole_thread
from crawlers.reading.text import plain_of


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>第一段</p><p>第二段<br>换行</p>", "第一段\n第二段\n换行"),
        ("<table><tr><td>左</td><td>右</td></tr></table>", "左 右"),
        ("前<!-- 注释 -->后<?pi ?>面", "前后面"),
        ("看<script>no()</script><style>p{}</style>见", "看见"),
        ("看<span style='DISPLAY : none'>不</span><span hidden>不</span>见", "看见"),
        ('好笑<img class="wp-smiley" alt="😂" src="x.png">啊', "好笑😂啊"),
        ('<img src="a.jpg" alt="一张很长的照片说明">', ""),
        ("a &lt;b&gt; &amp; c&nbsp;&nbsp;d", "a <b> & c d"),
        ("\n  多  \n\n 行  ", "多 行"),
        ("", ""),
        ("<?xml version='1.0' encoding='gbk'?><p>声明</p>", "声明"),
    ],
)
def test_the_visible_text(html: str, expected: str) -> None:
    assert plain_of(html) == expected


def test_deep_nesting_is_read_without_recursion() -> None:
    assert plain_of("<p>顶</p>" + "<div>" * 3000 + "底").startswith("顶")


def test_characters_that_cannot_be_stored_go() -> None:
    assert scrub("a\0b\ud83dc\ufffe\x1f\t\n") == ("abc\t\n", True)
    assert scrub("干净😂") == ("干净😂", False)


@pytest.mark.parametrize(
    "bad",
    ["javascript:alert(1)", "data:text/html,x", "mailto:a@b.example", "file:///etc/passwd", "http://", "http://[::1",
     "http://user:pw@a.example/", " java\nscript:alert(1)", "https://a.example/" + "x" * 3000],
)  # fmt: skip
def test_unsafe_links_are_refused(bad: str) -> None:
    assert absolute(bad, "https://a.example/list") == ""


def test_links_are_resolved_and_made_canonical() -> None:
    assert absolute("../b?x=1", "https://a.example/c/d") == "https://a.example/b?x=1"
    messy = "https://A.example:443/t/1;jsessionid=9F?utm_source=x&PHPSESSID=0a1b2c&id=3&fbclid=q#top"
    assert canonical(messy) == "https://a.example/t/1?id=3"
    assert canonical("http://a.example") == "http://a.example/"
    assert canonical("http://a.example:8080/x?sid=5") == "http://a.example:8080/x?sid=5"


@pytest.mark.parametrize("fragment", ["#comment-12", "#pid345", "#post-9", "#c21", "#reply-3", "#respond"])
def test_a_reply_never_stands_for_its_thread(fragment: str) -> None:
    url = canonical(f"https://a.example/t/1{fragment}")
    assert is_reply(url)
    assert whole_thread(url) == "https://a.example/t/1"
