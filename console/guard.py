"""What stands before every page: who may ask (this machine), how (GET, HEAD), and the headers of every reply."""

from __future__ import annotations

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_HERE = re.compile(r"(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?", re.IGNORECASE | re.ASCII)
_WRONG_HOST = (
    "这个控制台只在本机打开:请用 http://127.0.0.1 或 http://localhost 开头的地址。\n"
    "This console answers on this machine only: use an address that begins with http://127.0.0.1 or "
    "http://localhost.\n"
)
_READ_ONLY = "这个控制台只能看,不能改。\nThis console can only be read.\n"


def is_here(host: str) -> bool:
    """Whether a Host header names this machine. A page elsewhere whose name was re-bound to 127.0.0.1 does not."""
    return _HERE.fullmatch(host) is not None


class Guard:
    """ASGI middleware: refuses foreign Host headers (400) and every method but GET and HEAD (405)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._answer(scope)(scope, receive, _with_headers(send))
        elif scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})

    def _answer(self, scope: Scope) -> ASGIApp:
        hosts = Headers(scope=scope).getlist("host")
        if len(hosts) != 1 or not is_here(hosts[0]):
            return PlainTextResponse(_WRONG_HOST, 400)
        if scope["method"] not in {"GET", "HEAD"}:
            return PlainTextResponse(_READ_ONLY, 405, headers={"Allow": "GET, HEAD"})
        return self.app


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(HEADERS)
        await send(message)

    return sending
