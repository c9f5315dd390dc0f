"""Serving the console on this machine: a socket of our own, so that the port is known before anybody is told."""

from __future__ import annotations

import errno
import ipaddress
import signal
import socket
from types import FrameType

import uvicorn
from starlette.applications import Starlette

from model.catalogue import both
from model.errors import UsageError

_GOODBYE_SECONDS = 3


def is_loopback(host: str) -> bool:
    """Whether `host` is an address that only this machine can reach and that the guard lets in."""
    if host.lower() == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return str(address) in {"127.0.0.1", "::1"}


def listen(host: str, port: int) -> socket.socket:
    """A listening socket on `host` (loopback only); port 0 is any free one.

    Raises `UsageError` for a host that is not loopback, or when the port cannot be had; its text is for people.
    """
    if not is_loopback(host):
        raise UsageError(
            f"--host {host}:不是本机地址。登录功能完成之前,控制台只在本机打开;请用 127.0.0.1 / "
            "not a loopback address; until sign-in exists the console stays on this machine: use 127.0.0.1"
        )
    name = "127.0.0.1" if host.lower() == "localhost" else host.strip("[]")
    family = socket.AF_INET6 if ":" in name else socket.AF_INET
    # Named TCP, because asyncio sends small replies without delay (40 ms each) only on sockets that say so.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((name, port))
        listener.listen()
    except OSError as error:
        listener.close()
        raise UsageError(
            both(
                "console.port_taken" if error.errno == errno.EADDRINUSE else "console.port_refused",
                port=port,
                why=error,
            )
        ) from None
    return listener


def address_of(listener: socket.socket) -> str:
    """The address to type into a browser."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def server(app: Starlette) -> uvicorn.Server:
    """A server that logs errors only (a log of visits would be a record of people) and says nothing of itself."""
    return uvicorn.Server(
        uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, date_header=True, lifespan="off",
            ws="none", proxy_headers=False, timeout_graceful_shutdown=_GOODBYE_SECONDS,
        )
    )  # fmt: skip


def serve(app: Starlette, listener: socket.socket) -> None:
    """Answer until Ctrl-C or SIGTERM, then finish what was begun and return."""
    # uvicorn raises the signal again once it has stopped; by then there is nothing left to interrupt.
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, _stopped)
    with listener:
        server(app).run(sockets=[listener])


def _stopped(number: int, frame: FrameType | None) -> None:
    """The server has ended; the program goes on after `serve`."""
