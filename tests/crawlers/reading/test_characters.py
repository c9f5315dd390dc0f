"""Characters and references that no text should hold."""

from __future__ import annotations

import pytest

from crawlers.reading.characters import _BAD, mend_references, scrub


@pytest.mark.parametrize(
    ("written", "mended"),
    [
        ("笑&#55357;&#56834;死", "笑😂死"),
        ("笑&#xD83D;&#xde02;死", "笑😂死"),
        ("半个&#xD800;表情", "半个表情"),
        ("&#56834;后半个", "后半个"),
        ("太大&#x110000;&#99999999999;了", "太大了"),
        ("控制&#0;&#8;字符", "控制字符"),
        ("&#20013;&#25991;&#x4e2d;", "&#20013;&#25991;&#x4e2d;"),
        ("&#55357;&#20013;", "&#20013;"),
        ("没有引用", "没有引用"),
    ],
)
def test_numeric_references(written: str, mended: str) -> None:
    assert mend_references(written) == mended


def test_scrub_says_whether_it_took_something() -> None:
    assert scrub("a\x00b\ud800") == ("ab", True)
    assert scrub("好😂\n") == ("好😂\n", False)


def test_no_printable_text_needs_a_look() -> None:
    """`scrub` and what is stored rely on it: every character that they take out counts as unprintable."""
    assert [hex(n) for n in range(0x110000) if _BAD.match(chr(n)) and chr(n).isprintable()] == []
