"""A chat service on loopback that answers as it is told to and remembers what it accepted."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.loopback import Handler, served

YES = {"errcode": 0, "errmsg": "ok"}


@dataclass
class Request:
    """One POST: its path with the query, its headers, its bytes, and the object in them."""

    path: str
    headers: dict[str, str]
    raw: bytes
    content: dict[str, Any]

    @property
    def text(self) -> str:
        """The words, wherever the service keeps them."""
        content = self.content
        return str(content.get("text", {}).get("content") if "msgtype" in content else content["content"]["text"])


@dataclass
class Chat:
    """`answer` gets each request and says (status, body), or None to hang up after it was taken in."""

    port: int = 0
    got: list[Request] = field(default_factory=list)
    answer: Callable[[Request], tuple[int, object] | None] = lambda request: (200, YES)

    def url(self, path: str = "/robot/send?key=geheim-9f3a") -> str:
        return f"http://127.0.0.1:{self.port}{path}"


@pytest.fixture
def chat() -> Iterator[Chat]:
    here = Chat()

    class Service(Handler):
        def do_POST(self) -> None:
            raw = self.body()
            request = Request(self.path, dict(self.headers), raw, json.loads(raw))
            here.got.append(request)
            answer = here.answer(request)
            if answer is None:
                self.close_connection = True
                return
            self.reply(answer[0], answer[1] if isinstance(answer[1], bytes) else json.dumps(answer[1]).encode())

        def do_GET(self) -> None:
            here.got.append(Request(self.path, dict(self.headers), b"", {}))
            self.reply(200)

    with served(Service) as here.port:
        yield here
