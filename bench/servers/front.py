"""A front of the kind many town sites still have: every page in GBK, and a header that says otherwise or nothing.

It fetches each page from the site behind it, speaks GBK, and leaves the address of the site behind out of it.
"""

from __future__ import annotations

import contextlib
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_DECLARED = re.compile(rb'(?i)(<meta[^>]{0,40}charset=["\']?)utf-8')
TIMEOUT = 30  # seconds for the site behind


@dataclass(frozen=True, kw_only=True)
class Front:
    """`asked` holds a line for each request, in the form of the other servers' logs."""

    host: str
    asked: list[str] = field(default_factory=list)


def in_gbk(page: bytes) -> bytes:
    """The page in GBK, and what it says of its charset left out; characters that GBK lacks become references."""
    text = _DECLARED.sub(rb"\1", page).decode("utf-8")
    return text.encode("gbk", "xmlcharrefreplace")


@contextlib.contextmanager
def gbk_front(behind: str, content_type: str) -> Iterator[Front]:
    """Serve the site at `behind` (host:port) in GBK, each HTML page with `content_type` as its header."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            front.asked.append(f"200 GET {self.path} | {self.headers.get('User-Agent', '')}")
            connection = HTTPConnection(behind, timeout=TIMEOUT)
            connection.request("GET", self.path, headers={"Host": behind, "User-Agent": "front"})
            reply = connection.getresponse()
            kind, body = reply.getheader("Content-Type", ""), reply.read()
            connection.close()
            html = kind.startswith("text/html")
            page = in_gbk(body.replace(behind.encode(), front.host.encode())) if html else body
            self.send_response(reply.status)
            self.send_header("Content-Type", content_type if html else kind)
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *args: object) -> None:
            """Requests are kept in `asked`."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    front = Front(host=f"127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield front
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
