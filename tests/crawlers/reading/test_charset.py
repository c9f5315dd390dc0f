"""Bytes to text: never mojibake."""

from __future__ import annotations

import pytest

from crawlers.reading.charset import decode

TEXT = "公园里有人卖弹力玩具,小孩子不要买。"


@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "", "gbk", "gb2312", "no-such-charset", "punycode"])
def test_gbk_under_any_label(declared: str) -> None:
    assert decode(TEXT.encode("gbk"), declared=declared) == TEXT


@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "", "gbk", "big5"])
def test_utf8_under_any_label(declared: str) -> None:
    assert decode(TEXT.encode(), declared=declared) == TEXT


def test_short_undeclared_gbk_is_not_taken_for_something_else() -> None:
    assert decode("公园".encode("gbk")) == "公园"
    assert decode("联通".encode("gbk")) == "联通"  # valid-looking two-byte sequences


def test_the_page_declares_what_the_header_does_not() -> None:
    page = '<meta charset="big5">繁體中文的討論區'
    assert decode(page.encode("big5")) == page


def test_the_setting_of_the_source_wins_unless_it_is_wrong() -> None:
    assert decode("論壇".encode("big5"), configured="big5") == "論壇"
    assert decode(TEXT.encode("gbk"), configured="utf-8") == TEXT


def test_byte_order_marks() -> None:
    assert decode(b"\xef\xbb\xbf" + TEXT.encode()) == TEXT
    assert decode(TEXT.encode("utf-16")) == TEXT


def test_a_character_cut_in_half_does_not_spoil_the_page() -> None:
    assert (decode(TEXT.encode("gbk")[:-1]) or "").startswith(TEXT[:-1])
    assert (decode(TEXT.encode() + "尾".encode()[:2]) or "").startswith(TEXT)
    assert (decode(TEXT.encode() + b"\xed\xa0\xbd") or "").startswith(TEXT)


def test_what_makes_no_sense_is_refused() -> None:
    assert decode(bytes(range(128, 256)) * 20) is None
    assert decode("もしもし、これは日本語です".encode("shift_jis")) is None


def test_a_declared_western_page_stays_readable() -> None:
    page = "<p>Café de la gare, ouvert tous les jours</p>"
    assert decode(page.encode("latin-1"), declared="iso-8859-1") == page
