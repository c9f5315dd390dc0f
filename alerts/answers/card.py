"""A response as a picture for chat groups: claim, verdict, answer, sources, a code to scan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import segno
from PIL import Image, ImageDraw, ImageFont

from alerts.answers.sentences import of_claim
from alerts.answers.share import as_of, mark, named, numbered, paragraphs
from alerts.answers.wrapping import wrap
from model.catalogue import Catalogue
from model.config import Config
from model.facts import FactVerdict
from model.responses import Response

WIDTH = 1080
_EDGE, _GAP = 72, 40
_PAPER, _INK, _SOFT, _RULE = "#fbfaf6", "#1f2a2c", "#5c686b", "#d9d6cb"
_COLOURS = {
    FactVerdict.FALSE: "#a8322a", FactVerdict.TRUE: "#2c6e49", FactVerdict.PARTLY: "#96600c",
}  # fmt: skip
_PLAIN = "#2f5d62"  # no verdict: the association tells what it found
_MOST_CLAIM, _MOST_ANSWER, _MOST_SOURCES = 5, 16, 5
"""Lines; a picture much longer than a phone's screen is not read in a group."""
_CODE, _LEAST = 270, 4


@dataclass(slots=True)
class _Sheet:
    """What is drawn, from top to bottom; `y` is where the next line goes."""

    font: Path
    draw: ImageDraw.ImageDraw
    y: int = 0
    sizes: dict[int, ImageFont.FreeTypeFont] = field(default_factory=dict)

    def of(self, size: int) -> ImageFont.FreeTypeFont:
        if size not in self.sizes:
            self.sizes[size] = ImageFont.truetype(str(self.font), size)
        return self.sizes[size]

    def lines(self, text: str, size: int, width: int) -> list[str]:
        return wrap(_drawable(text), width, self.of(size).getlength)

    def write(self, lines: Sequence[str], size: int, colour: str, *, x: int = _EDGE, bold: bool = False) -> None:
        for line in lines:
            self.draw.text((x, self.y), line, font=self.of(size), fill=colour, stroke_width=int(bold))
            self.y += round(size * 1.5)


def card(response: Response, title: str, config: Config, catalogue: Catalogue, font: Path) -> bytes:
    """A PNG of `WIDTH` pixels, as high as it needs. `title` stands where the response rests on no fact."""
    height = _drawn(response, title, config, catalogue, font, Image.new("RGB", (WIDTH, 10)))
    image = Image.new("RGB", (WIDTH, height), _PAPER)
    _drawn(response, title, config, catalogue, font, image)
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _drawn(
    response: Response, title: str, config: Config, catalogue: Catalogue, font: Path, image: Image.Image
) -> int:
    """Draw the card on `image`; the height it takes."""
    sheet = _Sheet(font, ImageDraw.Draw(image))
    _head(sheet, response, title, catalogue)
    sheet.y += _GAP
    sheet.write([catalogue.say("answers.card.answer")], 32, _SOFT)
    sheet.y += 8
    lines, sources = _answer(sheet, response, catalogue)
    sheet.write(lines, 42, _INK)
    if sources:
        sheet.y += _GAP // 2
        sheet.write([catalogue.say("answers.sources")], 30, _SOFT)
        sheet.write(sources, 30, _SOFT)
    sheet.y += _GAP // 2
    sheet.draw.line([(_EDGE, sheet.y), (WIDTH - _EDGE, sheet.y)], fill=_RULE, width=2)
    sheet.y += _GAP
    return _foot(sheet, image, response, config, catalogue)


def _head(sheet: _Sheet, response: Response, title: str, catalogue: Catalogue) -> None:
    """The coloured field: the verdict, large, and the claim."""
    claim = response.claims[0] if response.claims else None
    label = catalogue.say("answers.card.claim" if claim else "answers.card.about")
    verdict = catalogue.say(f"facts.verdict.{claim.verdict.value}") if claim else ""
    lines = _cut(_even(sheet, claim.claim if claim else title), _MOST_CLAIM, "\u2026")
    height = 64 + 32 * 3 // 2 + 8 + len(lines) * 81 + (120 if verdict else 0) + 40
    colour = _COLOURS.get(claim.verdict, _PLAIN) if claim else _PLAIN
    sheet.draw.rectangle([(0, 0), (WIDTH, height)], fill=colour)
    sheet.y = 64
    sheet.write([label], 32, "#f3e9df")
    sheet.y += 8
    sheet.write(lines, 54, "white", bold=True)
    if verdict:
        sheet.y += 14
        width = round(sheet.of(58).getlength(verdict))
        sheet.draw.rounded_rectangle([(_EDGE, sheet.y), (_EDGE + width + 56, sheet.y + 88)], 14, fill="white")
        sheet.draw.text(
            (_EDGE + 28, sheet.y + 44), verdict, font=sheet.of(58), fill=colour, anchor="lm", stroke_width=1,
            stroke_fill=colour,
        )  # fmt: skip
    sheet.y = height


def _even(sheet: _Sheet, text: str) -> list[str]:
    """A heading in lines of much the same length: one character alone on the last line looks like a mistake."""
    width = WIDTH - 2 * _EDGE
    lines = sheet.lines(text, 54, width)
    while width > WIDTH // 2 and len(narrower := sheet.lines(text, 54, width - 27)) == len(lines):
        width, lines = width - 27, narrower
    return lines


def _answer(sheet: _Sheet, response: Response, catalogue: Catalogue) -> tuple[list[str], list[str]]:
    """The lines of the answer and of its sources; the first claim stands in the head already."""
    head = of_claim(response.claims[0].claim, response.claims[0].verdict, catalogue) if response.claims else ""
    told = [sentence for sentence in response.sentences if sentence.text != head] or list(response.sentences)
    shown, sources = numbered(told, catalogue)
    text = paragraphs(told, shown, catalogue)
    width = WIDTH - 2 * _EDGE
    more = catalogue.say("answers.card.more" if response.url else "answers.card.more_plain")
    lines = sheet.lines(text, 42, width)
    if len(lines) > _MOST_ANSWER:
        lines = [*lines[: _MOST_ANSWER - 1], more]
    named_lines = [
        line for number, source in enumerate(sources, start=1)
        for line in sheet.lines(mark(number) + " " + named(source, catalogue), 30, width)
    ]  # fmt: skip
    return lines, _sources(named_lines, catalogue)


def _sources(lines: list[str], catalogue: Catalogue) -> list[str]:
    """Where there are more than fit, the last line says that the others stand in the text."""
    return (
        lines if len(lines) <= _MOST_SOURCES
        else [*lines[: _MOST_SOURCES - 1], catalogue.say("answers.card.more_sources")]
    )  # fmt: skip


def _foot(sheet: _Sheet, image: Image.Image, response: Response, config: Config, catalogue: Catalogue) -> int:
    """Whose answer it is, of when, and the code; the height of the whole picture."""
    top, code = sheet.y, _code(_target(response))
    width = WIDTH - 2 * _EDGE - (code.width + _GAP if code else 0)
    written = response.answered_at or response.written_at
    sheet.write(sheet.lines(config.association.name, 42, width)[:2], 42, _INK, bold=True)
    day = f"{written.astimezone(config.zone):%Y-%m-%d}"
    sheet.write([f"{day} \u00b7 {catalogue.say('answers.as_of', day=as_of(response, config))}"], 32, _SOFT)
    sheet.write(sheet.lines(catalogue.say("answers.card.mark"), 32, width), 32, _SOFT)
    if code is None:
        return sheet.y + _GAP
    image.paste(code, (WIDTH - _EDGE - code.width, top))
    words = catalogue.say("answers.card.scan_public" if response.url else "answers.card.scan")
    middle = WIDTH - _EDGE - code.width // 2
    sheet.draw.text((middle, top + code.height + 26), words, font=sheet.of(28), fill=_SOFT, anchor="mm")
    return max(sheet.y, top + code.height + 52) + _GAP


def _target(response: Response) -> str:
    """Where the code leads: to the published answer, else to the first source with an address."""
    found = [source.url for sentence in response.sentences for source in sentence.sources if source.url]
    return response.url or next(iter(found), "")


def _code(address: str) -> Image.Image | None:
    """A QR code (ISO/IEC 18004) with its quiet zone, `_CODE` pixels or larger; None for what no code can hold.

    Whole pixels, and `_LEAST` for a module: chats make pictures smaller, and a phone must still read it.
    """
    try:
        found = segno.make_qr(address, error="m") if address else None
    except segno.DataOverflowError:
        return None
    if found is None:
        return None
    modules = round(found.symbol_size(border=4)[0])
    scale = max(_LEAST, _CODE // modules)
    size = max(_CODE, modules * scale)
    if size > WIDTH // 2:
        return None
    out = BytesIO()
    found.save(out, kind="png", scale=scale, border=4)
    drawn = Image.open(out).convert("RGB")
    field = Image.new("RGB", (size, size), "white")
    field.paste(drawn, ((size - drawn.width) // 2, (size - drawn.height) // 2))
    return field


def _cut(lines: Sequence[str], most: int, more: str) -> list[str]:
    return list(lines) if len(lines) <= most else [*lines[: most - 1], lines[most - 1][:-1] + more]


def _drawable(text: str) -> str:
    """Without emoji, which Chinese fonts do not have; the rarer Han characters stay."""
    return "".join(c for c in text if ord(c) < 0x10000 or 0x20000 <= ord(c) < 0x40000)
