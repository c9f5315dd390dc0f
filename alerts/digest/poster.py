"""The first screen as a long picture for chat groups, where a text of ten lines is folded. Reads a font only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from alerts.digest import plot
from alerts.digest.hourly import chart_start
from alerts.digest.words import Words
from model.records import Level

WIDTH = 750
MARGIN, _LINE = 44, 1.5
PAPER, INK, SOFT, LIFE = "#f4f2ec", "#22302e", "#5b6a67", "#8f2f22"
_HEIGHT = 220  # of the chart
_NO_START = "，。、；：！？）》」』”’,.;:!?)"
"""What may not begin a line (GB/T 15834: marks that close stay with what they close)."""


@dataclass
class Sheet:
    """What is drawn, collected first: only then the height is known."""

    font: Path
    y: int = MARGIN
    lines: list[tuple[int, str, int, str]] = field(default_factory=list)
    charts: list[tuple[int, bytes]] = field(default_factory=list)

    def say(self, text: str, size: int, colour: str = INK, gap: int = 0) -> None:
        """`text` over as many lines as it takes, `gap` pixels below what stands above."""
        self.y += gap
        for line in wrapped(text, ImageFont.truetype(str(self.font), size), WIDTH - 2 * MARGIN):
            self.lines.append((self.y, line, size, colour))
            self.y += round(size * _LINE)

    def chart(self, counts: tuple[int, ...], first: int) -> None:
        """A bar an hour, from `first` o'clock on."""
        drawn = plot.hours(counts, first, self.font, width=WIDTH - 2 * MARGIN, height=_HEIGHT, paper=PAPER)
        self.picture(drawn, _HEIGHT)

    def picture(self, drawn: bytes, height: int) -> None:
        """A PNG as wide as the text, `height` pixels high."""
        self.charts.append((self.y, drawn))
        self.y += height + 10

    def png(self) -> bytes:
        """The picture."""
        image = Image.new("RGB", (WIDTH, self.y + MARGIN), PAPER)
        pen = ImageDraw.Draw(image)
        for y, drawn in self.charts:
            with Image.open(BytesIO(drawn)) as chart:
                image.paste(chart.convert("RGB"), (MARGIN, y))
        for y, text, size, colour in self.lines:
            pen.text((MARGIN, y), text, font=ImageFont.truetype(str(self.font), size), fill=colour)
        out = BytesIO()
        image.save(out, "PNG", optimize=True)
        return out.getvalue()


def wrapped(text: str, font: ImageFont.FreeTypeFont, width: float) -> Iterator[str]:
    """Lines no wider than `width` pixels; a closing mark never begins one."""
    line = ""
    for one in " ".join(text.split()):
        if line and font.getlength(line + one) > width and one not in _NO_START:
            yield line
            line = one.strip()
        else:
            line += one
    yield line


def draw(words: Words, font: Path) -> bytes:
    """The first screen as a PNG `WIDTH` pixels wide, as high as it needs; no link, because nobody can tap one."""
    sheet = Sheet(font)
    sheet.say(words.say("masthead", town=words.config.association.town), 26, SOFT)
    sheet.say(words.date, 44)
    sheet.say(words.summary, 32, gap=10)
    for line in words.corrections:
        sheet.say(line, 28, LIFE, gap=14)
    for number, alert in enumerate(words.first, start=1):
        life = alert.level is Level.LIFE
        sheet.say(f"{number}. {alert.title}", 34, gap=24)
        sheet.say(" · ".join([*words.tags(alert), words.seen(alert)]), 26, LIFE if life else SOFT)
    for line in filter(None, (words.folded, words.ended)):
        sheet.say(line, 26, SOFT, gap=20)
    counts = plot.together(words.digest.hourly)
    if any(counts):
        sheet.say(words.say("chart_of_all", top=max(counts)), 24, SOFT, gap=24)
        sheet.y += 10
        sheet.chart(counts, chart_start(words.digest.until, words.config.zone).hour)
    sheet.y += 16
    for line in (words.sources, words.covers, *words.asides, words.say("footer.rule")):
        sheet.say(line, 24, SOFT, gap=4)
    return sheet.png()
