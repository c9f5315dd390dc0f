"""A chat service on loopback that answers as it is told to and remembers what it accepted."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

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

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            request = Request(self.path, dict(self.headers), raw, json.loads(raw))
            here.got.append(request)
            answer = here.answer(request)
            if answer is None:
                self.close_connection = True
                return
            body = answer[1] if isinstance(answer[1], bytes) else json.dumps(answer[1]).encode()
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                self.send_response(answer[0])
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        def do_GET(self) -> None:
            here.got.append(Request(self.path, dict(self.headers), b"", {}))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    here.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield here
    server.shutdown()
    server.server_close()
    thread.join()
