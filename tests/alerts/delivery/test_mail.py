"""A digest by mail, to a mail server on loopback: both parts of it must be readable."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import cast

import pytest

from alerts.delivery import apprise
from alerts.delivery.parcel import Parcel, Refused
from model.config.channels import AppriseChannel

PARCEL = Parcel(
    short_id="K7QM2XPA", kind="digest", subject="【永康】日报:1 个新话题待核实。",
    text="1. 牙签弩\n· 论坛:能射穿易拉罐\n  https://bbs.town.cn/thread-7-1-1.html\n消息编号 K7QM2XPA",
    html="<html><head><style>p { color: red }</style></head><body><table><tr><td></td><td></td></tr></table>"
    "<p><a href='https://bbs.town.cn/thread-7-1-1.html'>能射穿易拉罐</a></p></body></html>",
    body={},
)  # fmt: skip


def _talk(listener: socket.socket, got: list[bytes], answer: bytes) -> None:
    """One conversation of RFC 5321; the message itself is answered with `answer`."""
    connection, _ = listener.accept()
    with connection, connection.makefile("rb") as lines:
        connection.sendall(b"220 loopback\r\n")
        for line in lines:
            if line.upper().startswith(b"DATA"):
                connection.sendall(b"354 go on\r\n")
                got.append(b"".join(iter(lines.readline, b".\r\n")))
                connection.sendall(answer)
            elif line.upper().startswith(b"QUIT"):
                connection.sendall(b"221 bye\r\n")
                return
            else:
                connection.sendall(b"250 ok\r\n")


@contextmanager
def mail_server(answer: bytes = b"250 taken\r\n") -> Iterator[tuple[AppriseChannel, list[bytes]]]:
    """A channel that leads to a mail server on loopback, and what it was given."""
    got: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_talk, args=(listener, got, answer), daemon=True)
        thread.start()
        port = listener.getsockname()[1]
        url = f"mailto://127.0.0.1:{port}?from=huisheng@town.cn&to=office@town.cn&name=回声"
        yield AppriseChannel(name="mail", kind="apprise", url=url), got
        thread.join(10)


def test_the_plain_part_is_the_digest_in_words_with_its_links() -> None:
    with mail_server() as (channel, got):
        apprise.send(channel, PARCEL, seconds=5)
    mail = cast(EmailMessage, message_from_bytes(got[0], policy=default))
    assert (mail["Subject"], mail["From"]) == (PARCEL.subject, "回声 <huisheng@town.cn>")
    plain, html = (part.get_content().replace("\r\n", "\n").strip() for part in mail.iter_parts())
    assert plain == PARCEL.text
    assert "<a href='https://bbs.town.cn/thread-7-1-1.html'>" in html


def test_a_refused_mail_leaves_apprise_as_it_was() -> None:
    with mail_server(b"554 no\r\n") as (channel, got), pytest.raises(Refused):
        apprise.send(channel, PARCEL, seconds=5)
    assert len(got) == 1
    with mail_server() as (channel, got):
        other = Parcel(short_id="A", kind="digest", subject="b", text="另一份", html="<p>x</p>", body={})
        apprise.send(channel, other, seconds=5)
    mail = cast(EmailMessage, message_from_bytes(got[0], policy=default))
    assert next(iter(mail.iter_parts())).get_content().strip() == "另一份"
