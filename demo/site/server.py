"""Serves sites on 127.0.0.1, each on a free port of its own, until closed."""

from __future__ import annotations

import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from urllib.parse import parse_qsl, urlsplit

from demo.site.reply import Reply, Request, Site


class Server:
    """One site on one port. `requests` counts by path; `trespasses` lists what was fetched against robots.txt."""

    def __init__(self) -> None:
        self.requests: Counter[str] = Counter()
        self.trespasses: list[str] = []
        self._site: Site | None = None
        self._http = _Http(("127.0.0.1", 0), _Handler)
        self._http.owner = self
        self._thread = threading.Thread(target=self._http.serve_forever, name="demo-site", daemon=True)

    @property
    def root(self) -> str:
        """``http://127.0.0.1:port``."""
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def serve(self, site: Site) -> None:
        """Start answering for `site`."""
        self._site = site
        self._thread.start()

    def close(self) -> None:
        """Stop; a server that never served is only closed."""
        if self._thread.is_alive():
            self._http.shutdown()
            self._thread.join()
        self._http.server_close()

    def __enter__(self) -> Server:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def answer(self, target: str, headers: dict[str, str]) -> Reply:
        """What the site says to a request for `target`."""
        if self._site is None:
            return Reply(status=503)
        parts = urlsplit(target)
        request = Request(path=parts.path, query=dict(parse_qsl(parts.query)), headers=headers)
        self.requests[parts.path] += 1
        if parts.path == "/robots.txt":
            return Reply(body=self._site.robots.encode(), headers={"Content-Type": "text/plain; charset=utf-8"})
        if self._site.forbidden(request):
            self.trespasses.append(target)
        return self._site.answer(request)


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    owner: Server


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Without this, a small page waits 40 ms for the other side's delayed acknowledgement.
    disable_nagle_algorithm = True
    server: _Http

    def do_GET(self) -> None:
        """Answer one request."""
        reply = self.server.owner.answer(self.path, {name.lower(): value for name, value in self.headers.items()})
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)

    def log_message(self, format: str, *args: object) -> None:
        """Silent: the crawl reports, not the site."""
