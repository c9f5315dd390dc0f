"""The long picture: drawn with a font that has Chinese, or refused in words; nothing inward on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageFont

from alerts.digest import picture_file
from alerts.digest.fonts import chinese
from alerts.digest.picture_file import draw_again, write_picture
from alerts.digest.poster import WIDTH, wrapped
from alerts.digest.write import write
from alerts.run import alert
from model.config import Config
from model.errors import FontMissing
from model.records import Story
from store.database import Store

DAY = date(2026, 3, 2)
FONT = chinese()
needs_font = pytest.mark.skipif(FONT is None, reason="no font with Chinese characters on this machine")


@pytest.fixture
def told(
    tmp_path: Path, store: Store, make_config: Callable[..., Config], tell: Callable[..., Story], now: datetime
) -> Config:
    config = make_config(tmp_path)
    tell(store)
    alert(store, config, now)
    write(store, config, now, DAY, tmp_path)
    return config


@needs_font
def test_a_picture_as_high_as_it_needs(told: Config, store: Store, tmp_path: Path) -> None:
    (path,) = write_picture(store, told, DAY, tmp_path)
    image = Image.open(BytesIO(path.read_bytes()))
    assert path.name == "2026-03-02.png" and image.size[0] == WIDTH and image.size[1] > 500
    assert len(set(image.convert("L").tobytes())) > 20, "something is drawn on it"
    before = path.read_bytes()
    draw_again(store, told, [DAY], tmp_path)
    assert path.read_bytes() == before, "the same digest gives the same bytes"


def test_without_a_font_nothing_is_drawn_and_it_is_said(
    told: Config, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture_file, "chinese", lambda: None)
    with pytest.raises(FontMissing, match="fonts-wqy-microhei"):
        write_picture(store, told, DAY, tmp_path)
    (tmp_path / "2026-03-02.png").write_bytes(b"of before")
    draw_again(store, told, [DAY], tmp_path)
    assert not list(tmp_path.glob("*.png")), "a picture that may tell what was taken out does not stay"


def test_a_font_without_chinese_is_none(tmp_path: Path) -> None:
    (tmp_path / ".fonts").mkdir()
    (tmp_path / ".fonts" / "fake-cjk.ttf").write_bytes(b"no font")
    assert chinese({"HOME": str(tmp_path)}) != tmp_path / ".fonts" / "fake-cjk.ttf"


@needs_font
def test_a_closing_mark_begins_no_line() -> None:
    font = ImageFont.truetype(str(FONT), 20)
    lines = list(wrapped("城西水厂的水有股味道\uff0c大家都闻到了\u3002" * 3, font, 210))
    assert len(lines) > 3 and not [line for line in lines if line[0] in "\uff0c\u3002"]
