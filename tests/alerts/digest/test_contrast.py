"""Whoever sees badly reads the digests as well: WCAG 2.1 asks for 4.5 to 1 between text and what is behind it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).resolve().parents[3] / "alerts" / "digest" / "templates"
ENOUGH = 4.5
PAPER, CARD, DARK_PAPER, DARK_CARD = "#f4f2ec", "#ffffff", "#141918", "#1e2524"
HEX = r"(#[0-9a-f]{6})"


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_itself() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21) and contrast("#777777", "#ffffff") < ENOUGH


@pytest.mark.parametrize("name", ["digest.html", "weekly.html"])
def test_every_text_can_be_read_in_light_and_dark(name: str) -> None:
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    style, _, body = text.partition("</style>")
    dark = style.partition("prefers-color-scheme: dark")[2].partition("@media print")[0]
    own = set(re.findall(rf"background-color: ?{HEX}(?: !important)?; ?color: ?{HEX}", text))
    for behind, letters in own:
        assert contrast(behind, letters) >= ENOUGH, (behind, letters)
    alone = {found for found in re.findall(rf"(?<![-\w])color: ?{HEX}", dark)} - {letters for _, letters in own}
    assert len(alone) >= 2
    for letters in alone:
        assert min(contrast(letters, DARK_PAPER), contrast(letters, DARK_CARD)) >= ENOUGH, letters
    light = set(re.findall(rf"(?<![-\w])color: ?{HEX}", style.partition("@media screen")[0] + body))
    light -= {letters for _, letters in own}
    assert len(light) >= 2
    for letters in light:
        assert min(contrast(letters, PAPER), contrast(letters, CARD)) >= ENOUGH, letters
