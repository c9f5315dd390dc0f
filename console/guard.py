"""What stands before every page: who may ask (this machine), how, and the headers of every reply.

Pages are read with GET and HEAD; forms are sent with POST to a few addresses, and only from a page of this console.
"""

from __future__ import annotations

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from console.forms import MOST_BYTES

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
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
_READ_ONLY = "这个地址只能看。\nThis address can only be read.\n"
_FORMS_ONLY = "这个地址只收表单。\nThis address takes forms only.\n"
_FOREIGN = (
    "这个表单不是从控制台的网页送来的,没有生效。\n"
    "This form did not come from a page of the console: nothing was done.\n"
)
FORMS = frozenset(
    {"/triage", "/tips/new", "/tips/link", "/duty/note", "/facts/save", "/facts/remove", "/watch/judge"}
)
"""Where forms are sent."""
_FORM_TYPE = "application/x-www-form-urlencoded"


def is_here(host: str) -> bool:
    """Whether a Host header names this machine. A page elsewhere whose name was re-bound to 127.0.0.1 does not."""
    return _HERE.fullmatch(host) is not None


class Guard:
    """ASGI middleware: refuses foreign Host headers (400), foreign forms (403), any other way of writing (405)."""

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
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not is_here(hosts[0]):
            return PlainTextResponse(_WRONG_HOST, 400)
        if scope["path"] in FORMS:
            return self._form(scope["method"], headers)
        if scope["method"] not in {"GET", "HEAD"}:
            return PlainTextResponse(_READ_ONLY, 405, headers={"Allow": "GET, HEAD"})
        return self.app

    def _form(self, method: str, headers: Headers) -> ASGIApp:
        """The pages' token is looked at where the form is read; here, what the browser says of where it comes from.

        Our pages send no referrer, so a browser calls their origin ``null``.
        """
        if method != "POST":
            return PlainTextResponse(_FORMS_ONLY, 405, headers={"Allow": "POST"})
        here = {None, "null", f"http://{headers['host']}"}
        if headers.get("sec-fetch-site", "same-origin") != "same-origin" or headers.get("origin") not in here:
            return PlainTextResponse(_FOREIGN, 403)
        size = headers.get("content-length", "")
        if headers.get("content-type", "").split(";")[0].strip().lower() != _FORM_TYPE:
            return PlainTextResponse(_FORMS_ONLY, 415)
        if not size.isdigit() or len(size) > 9 or int(size) > MOST_BYTES:
            return PlainTextResponse(_FORMS_ONLY, 413)
        return self.app


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(HEADERS)
        await send(message)

    return sending
