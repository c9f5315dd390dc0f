"""The chart that a mail carries: a PNG that any reader opens, with bars as high as the figures."""

from __future__ import annotations

import socket
import struct
import threading
import zlib
from collections.abc import Callable
from datetime import date, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from alerts.digest.picture import HEIGHT, WIDTH, bars, together
from alerts.digest.send import send
from alerts.digest.write import write
from alerts.run import alert
from model.config import Config
from model.records import Story
from store.database import Store


def pixels(png: bytes) -> np.ndarray:
    """Read back by the letter of the standard: signature, chunks with their checks, rows without filter."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    place, data = 8, b""
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        kind, body = png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        (check,) = struct.unpack(">I", png[place + 8 + length : place + 12 + length])
        assert check == zlib.crc32(kind + body)
        data += body if kind == b"IDAT" else b""
        place += 12 + length
    assert kind == b"IEND"
    rows = np.frombuffer(zlib.decompress(data), np.uint8).reshape(HEIGHT, 1 + WIDTH * 3)
    assert not rows[:, 0].any()
    return rows[:, 1:].reshape(HEIGHT, WIDTH, 3)


def test_a_bar_is_as_high_as_its_figure() -> None:
    counts = (0,) * 20 + (1, 5, 10, 0)
    seen = pixels(bars(counts))
    step = WIDTH // 24
    heights = [int((seen[:-1, n * step + step // 2] != 255).any(axis=1).sum()) for n in range(24)]
    assert heights == [0] * 20 + [12, 59, HEIGHT - 2, 0]


def test_nothing_said_is_no_picture() -> None:
    assert bars(()) == bars((0,) * 24) == b""
    assert together({}) == () and together({1: (1, 2), 2: (0, 5)}) == (1, 7)


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
        assert pixels(parts["image/png"].get_payload(decode=True)).shape == (HEIGHT, WIDTH, 3)
