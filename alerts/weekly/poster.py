"""The weekly digest as a long picture for chat groups. Reads a font only."""

from __future__ import annotations

from pathlib import Path

from alerts.digest import plot
from alerts.digest.poster import MARGIN, PAPER, SOFT, WIDTH, Sheet
from alerts.weekly.words import WeekWords

_MOST = 8
"""Lines of a section: forty sources are no picture for a phone."""


def draw(words: WeekWords, font: Path) -> bytes:
    """The week as a PNG, as high as it needs: figures only, so that anybody may see it."""
    sheet = Sheet(font)
    sheet.say(words.say("masthead", town=words.config.association.town), 26, SOFT)
    sheet.say(words.dates, 40)
    sheet.say(words.summary, 32, gap=10)
    if words.note:
        sheet.say(words.note, 26, SOFT, gap=10)
    topics = words.charted
    if topics:
        wide, height = WIDTH - 2 * MARGIN, plot.height_of(topics) // 2 + 40
        said = (words.say("chart_now"), words.say("chart_before"))
        sheet.y += 20
        sheet.picture(plot.compared(topics, *said, font, width=wide, height=height, paper=PAPER), height)
    for section in words.sections:
        sheet.say(section.title, 26, SOFT, gap=26)
        for label, said_of in section.lines[:_MOST]:
            sheet.say(words.say("line", label=label, text=said_of), 28, gap=6)
        if rest := len(section.lines[_MOST:]):
            sheet.say(words.say("more", n=rest), 26, SOFT, gap=6)
    sheet.y += 16
    sheet.say(words.say("footer"), 24, SOFT)
    return sheet.png()
