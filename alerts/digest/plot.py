"""Charts as PNG for mails and long pictures: drawn by pygal, turned into pixels by resvg. Imported nowhere else.

Words and figures stand beside each chart, so that a reader without pictures misses nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pygal
import resvg_py
from PIL import ImageFont
from pygal.style import Style

Topic = tuple[str, float | None, float | None]
"""Title, now, before."""
NAME = "hours.png"
TOPICS = "topics.png"
WIDTH, HEIGHT = 1152, 300
"""Pixels; shown half as large, so that a phone's fine screen has something to show."""
_PAPER, _INK, _SOFT, _LINE = "#ffffff", "#22302e", "#5b6a67", "#d9d6cb"
_NOW, _BEFORE = "#5c9f92", "#cfd8d3"
_LABEL_EVERY = 3  # hours
_ROW, _FRAME = 84, 90  # pixels of one topic, and of what stands around all
_TEXT, _LONGEST = 22, 8  # pixels of a letter's height, letters of a title
# pygal leaves a finder for its maps among Python's, of a kind that Python 3.11 warns of at every missing module.
sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__module__ != "pygal"]


def together(hourly: Mapping[int, Sequence[int]]) -> tuple[int, ...]:
    """Threads an hour over all alerts, oldest first; empty when there are none."""
    return tuple(sum(column) for column in zip(*hourly.values(), strict=True))


def hours(
    counts: Sequence[int], first: int, font: Path | None, *, width: int = WIDTH, height: int = HEIGHT,
    paper: str = _PAPER,
) -> bytes:  # fmt: skip
    """A PNG with one bar an hour, the first at `first` o'clock; b"" when there is nothing to see.

    `font`: for the figures; without one they may be missing.
    """
    top = max(counts, default=0)
    if not top:
        return b""
    chart = pygal.Bar(
        style=_style(font, paper), width=width, height=height, show_legend=False, js=(), margin=6, spacing=0,
        y_labels=sorted({0, top // 2, top}), explicit_size=True, no_prefix=True, show_minor_y_labels=True,
        x_labels=[_hour(first, number) for number in range(len(counts))], truncate_label=-1,
    )  # fmt: skip
    chart.value_formatter = _figure
    chart.add("", list(counts))
    return _pixels(chart, font)


def height_of(topics: Sequence[Topic]) -> int:
    """How high the chart of so many topics is, when it is as wide as `WIDTH`."""
    return _FRAME + _ROW * len(topics)


def compared(
    topics: Sequence[Topic], now: str, before: str, font: Path, *, width: int = WIDTH, height: int = 0,
    paper: str = _PAPER,
) -> bytes:  # fmt: skip
    """A PNG with two bars a topic; None is not drawn. b"" without topics. `height` 0: as high as it needs."""
    if not topics:
        return b""
    titles = [_cut(title) for title, _, _ in reversed(topics)]
    # pygal counts a label's width in Latin letters; a Chinese one is nearly twice as wide.
    beside = round(_TEXT * 0.5 * max(map(len, titles)))
    chart = pygal.HorizontalBar(
        style=_style(font, paper, (_BEFORE, _NOW)), width=width, height=height or height_of(topics), js=(),
        margin=10, margin_left=10 + beside, legend_at_bottom=True, legend_at_bottom_columns=2, explicit_size=True,
        no_prefix=True, truncate_label=-1, truncate_legend=-1, show_x_labels=False, print_values=True,
        show_x_guides=False,
    )  # fmt: skip
    chart.value_formatter = _figure
    chart.x_labels = titles
    chart.add(before, [value for _, _, value in reversed(topics)])
    chart.add(now, [value for _, value, _ in reversed(topics)])
    return _pixels(chart, font)


def _hour(first: int, number: int) -> str:
    return f"{(first + number) % 24:02d}:00" if number % _LABEL_EVERY == 0 else ""


def _cut(title: str) -> str:
    return title if len(title) <= _LONGEST else f"{title[: _LONGEST - 1]}…"


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.0f}" if value >= 10 else f"{value:.1f}".removesuffix(".0")


def _style(font: Path | None, paper: str, colours: tuple[str, ...] = (_NOW,)) -> Style:
    return Style(
        background=paper, plot_background=paper, foreground=_SOFT, foreground_strong=_INK, foreground_subtle=_LINE,
        guide_stroke_color=_LINE, major_guide_stroke_color=_LINE, opacity="1", opacity_hover="1", colors=colours,
        font_family=_family(font), label_font_size=_TEXT, major_label_font_size=_TEXT, legend_font_size=_TEXT,
        value_font_size=_TEXT, value_colors=(_INK,) * len(colours),
    )  # fmt: skip


def _family(font: Path | None) -> str:
    return str(ImageFont.truetype(str(font), 20).getname()[0]) if font is not None else "sans-serif"


def _pixels(chart: pygal.Graph, font: Path | None) -> bytes:
    """Only the font that was found is loaded: the same everywhere, and quick."""
    return resvg_py.svg_to_bytes(
        svg_string=chart.render(is_unicode=True), skip_system_fonts=font is not None,
        font_files=[str(font)] if font is not None else None, sans_serif_family=_family(font),
    )  # fmt: skip
