"""The short way to elements finds what cssselect finds, in the same order."""

from __future__ import annotations

from pathlib import Path

import pytest
from cssselect import SelectorError
from lxml.cssselect import CSSSelector

from crawlers.reading.paths import _plain_path, css
from crawlers.reading.text import document, with_id

PAGES = sorted((Path(__file__).resolve().parents[2] / "pages").rglob("*.html"))
ODD = """
<div id="a" class="x"><p class="x y">1</p><p CLASS="y  x">2</p><p class="xx">3</p><p class="">4</p><p id="">5</p>
<div id="a" class="nested x"><b><a href="">6</a><A NAME="a">7</a></b></div><em class="a-b_c">8</em>
<ignore_js_op class="x">9</ignore_js_op><span id="中文" class="中文">10</span></div>
"""
SHORT = (
    "#a", "div#a", "p#a", "DIV#a", ".x", "p.x", ".x p", ".x .x", "div div", "a[href]", "a[HREF]", "[id]",
    "div .x a", "#a, .y", "b a, p", ".a-b_c", "ignore_js_op.x, em", " .x ", "td.num a", "tbody[id]",
    "div.pg strong", "a.nxt", "#postlist", "#messagetext", ".authi a[href]", "div[id]",
    "i.pstatus, .attach_popup, a.replyadd",
)  # fmt: skip
OTHERS = (
    ".x.y", "div#a.x", "p:first-child", "#a > p", "p ~ p", "p + p", "*", "a[href='']", ".中文", "#中文",
    "[class*=x]", "p:not(.x)", "a\xa0b", "em[title='a, b']", ".x\t.x > p", "-a", "._x",
)  # fmt: skip


@pytest.mark.parametrize("selector", [*SHORT, *OTHERS])
def test_the_same_elements_are_found(selector: str) -> None:
    wanted = CSSSelector(selector, translator="html")
    for tree in (document(html) for html in (ODD, *(page.read_text("utf-8", "replace") for page in PAGES))):
        assert css(selector)(tree) == wanted(tree)


@pytest.mark.parametrize("selector", SHORT)
def test_a_plain_selector_goes_the_short_way(selector: str) -> None:
    assert _plain_path(selector)


@pytest.mark.parametrize("selector", OTHERS)
def test_every_other_selector_is_left_to_cssselect(selector: str) -> None:
    assert not _plain_path(selector)


@pytest.mark.parametrize("selector", ["", " ", "a,", "a[", "..x", "#", "a,,b"])
def test_what_is_no_selector_is_refused_as_before(selector: str) -> None:
    with pytest.raises(SelectorError):
        css(selector)


def test_an_id_is_found_below_a_node_only() -> None:
    tree = document("<div id='p1'><i id='x'>1</i></div><div id='p2'><b id='x'>2</b></div>")
    assert [one.text for one in with_id(tree, "x")] == ["1", "2"]
    assert [one.text for one in with_id(with_id(tree, "p2")[0], "x")] == ["2"]
    assert with_id(tree, "') or ('1'='1") == []
