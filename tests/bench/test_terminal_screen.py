"""What is left on a screen after progress bars have drawn themselves several times."""

from __future__ import annotations

from bench.screenshots.terminal import page, screen

TWICE = "bars 1/2\r\nmore 0/1\r\x1b[2K\x1b[1A\x1b[2Kbars \x1b[32m2/2\x1b[0m\r\nmore 1/1\r\n\x1b[?25hdone\r\n"


def test_only_the_last_drawing_is_left() -> None:
    assert screen(TWICE) == ["bars \x1b[32m2/2\x1b[0m", "more 1/1", "done", ""]


def test_a_page_escapes_what_was_said_and_gives_han_two_cells() -> None:
    drawn = page("~/huisheng", "huisheng demo", ["警 <b>"], 80)
    assert "<u>警</u> &lt;b&gt;" in drawn and "width: 80ch" in drawn
