"""Charts: PNG files that any reader opens, with bars as high as the figures, and the one that a mail carries."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from io import BytesIO
from pathlib import Path
from typing import cast

import numpy as np
import pytest
from PIL import Image

from alerts.digest.fonts import chinese
from alerts.digest.plot import HEIGHT, WIDTH, compared, hours, together
from alerts.digest.send import send
from alerts.digest.write import write
from alerts.run import alert
from model.config import Config
from model.records import Story
from store.database import Store

ROOT = Path(__file__).resolve().parents[3]
BAR = (0x5C, 0x9F, 0x92)
FONT = chinese()
needs_font = pytest.mark.skipif(FONT is None, reason="no font with Chinese characters on this machine")


def pixels(png: bytes) -> np.ndarray:
    with Image.open(BytesIO(png)) as image:
        return np.asarray(image.convert("RGB"))


def bars(png: bytes) -> np.ndarray:
    """Where a bar of this week or hour is."""
    return (np.abs(pixels(png).astype(int) - BAR) < 3).all(axis=2)


def test_a_bar_is_as_high_as_its_figure() -> None:
    counts = (0,) * 20 + (1, 5, 10, 0)
    tall = bars(hours(counts, 17, FONT)).sum(axis=0)
    edges = np.flatnonzero(np.diff((tall > 0).astype(int)))
    heights = [int(np.median(tall[left + 1 : right])) for left, right in zip(edges[::2], edges[1::2], strict=True)]
    assert len(heights) == 3 and heights[2] > HEIGHT * 0.7
    assert heights[0] / heights[2] == pytest.approx(0.1, abs=0.02)
    assert heights[1] / heights[2] == pytest.approx(0.5, abs=0.02)


def test_nothing_said_is_no_picture() -> None:
    assert hours((), 0, FONT) == hours((0,) * 24, 0, FONT) == b""
    assert together({}) == () and together({1: (1, 2), 2: (0, 5)}) == (1, 7)


def test_the_same_figures_give_the_same_bytes_and_others_do_not() -> None:
    counts = (0, 3, 1) * 8
    assert hours(counts, 17, FONT) == hours(counts, 17, FONT) != hours(counts[::-1], 17, FONT)


def test_without_a_font_the_bars_are_still_there() -> None:
    assert bars(hours((0, 3, 1) * 8, 17, None)).any()


@needs_font
def test_chinese_labels_are_letters_and_not_boxes() -> None:
    assert FONT is not None

    def label(title: str) -> np.ndarray:
        """What stands left of the bars."""
        seen = pixels(compared([(title, 12, 3)], "这一周", "前几周", FONT))
        return seen[
            :80, : np.flatnonzero(bars(compared([(title, 12, 3)], "这一周", "前几周", FONT)).any(axis=0))[0]
        ]

    assert (label("溺水") < 200).any(), "something is written"
    assert label("溺水").shape == label("燃气").shape and (label("溺水") != label("燃气")).any()
    nobody = label("\U0010fffd\U0010fffd")  # private use: drawn as boxes, or not at all
    assert nobody.shape != label("溺水").shape or (nobody != label("溺水")).any()


@needs_font
def test_hostile_titles_are_only_titles() -> None:
    assert FONT is not None
    png = compared([("<script>&'\"]]>" * 3, 5, None), ("", None, 7)], "<b>", "&", FONT)
    assert pixels(png).shape[1] == WIDTH and compared([], "a", "b", FONT) == b""


def test_the_cycle_does_not_load_the_charts() -> None:
    program = "import sys, commands.cycle, alerts.run; print('pygal' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def _listen(listener: socket.socket, got: list[bytes]) -> None:
    connection, _ = listener.accept()
    with connection, connection.makefile("rb") as lines:
        connection.sendall(b"220 loopback\r\n")
        for line in lines:
            if line.upper().startswith(b"DATA"):
                connection.sendall(b"354 go on\r\n")
                got.append(b"".join(iter(lines.readline, b".\r\n")))
            elif line.upper().startswith(b"QUIT"):
                connection.sendall(b"221 bye\r\n")
                return
            connection.sendall(b"250 ok\r\n")


@pytest.mark.parametrize("told", [True, False])
def test_a_mail_is_page_text_and_picture(
    told: bool,
    tmp_path: Path,
    store: Store,
    make_config: Callable[..., Config],
    tell: Callable[..., Story],
    now: datetime,
) -> None:
    got: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_listen, args=(listener, got), daemon=True)
        thread.start()
        url = f"mailto://127.0.0.1:{listener.getsockname()[1]}?from=huisheng@town.cn&to=office@town.cn&name=回声"
        config = make_config(tmp_path, channels=[{"name": "mail", "kind": "apprise", "url": url, "alerts": False}])
        if told:
            tell(store)
        alert(store, config, now)
        page = write(store, config, now, date(2026, 3, 2), tmp_path)[0].read_text(encoding="utf-8")
        assert send(store, config, now + timedelta(minutes=1), date(2026, 3, 2)).delivered == 1
        thread.join(10)
    mail = cast(EmailMessage, message_from_bytes(got[0], policy=default))
    parts = {part.get_content_type(): part for part in mail.walk() if not part.is_multipart()}
    html = parts["text/html"].get_content()
    assert "消息编号" in parts["text/plain"].get_content()
    assert "cid:" not in page, "the file on the disk names no picture that is not there"
    assert set(parts) == {"text/plain", "text/html"} | ({"image/png"} if told else set())
    if told:
        assert 'src="cid:hours.png" alt="每小时有人说起的帖子数' in html
        assert parts["image/png"]["Content-ID"] == "<hours.png>"
        assert "inline" in str(parts["image/png"]["Content-Disposition"])
        assert bars(parts["image/png"].get_payload(decode=True)).any()
