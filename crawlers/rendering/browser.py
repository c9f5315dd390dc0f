"""How Chromium is started: without a way to the network, without a memory, as who we are.

It resolves no name and no address (`--host-resolver-rules` covers literal addresses too), and its proxy is a name
that cannot be resolved either, loopback included. So what we do not hand to it, it does not get; names that change
their meaning between two looks (DNS rebinding) have no second look to use.
"""

from __future__ import annotations

import os
import tempfile
from typing import Any

from crawlers.rendering.needs import chromium

STARTING = 60.0
"""Seconds for Chromium to start, once a visit: its own time, not the page's."""
_NOWHERE = "http://nowhere.invalid:9"  # RFC 6761: never resolves
FLAGS = (
    "--host-resolver-rules=MAP * ~NOTFOUND",
    f"--proxy-server={_NOWHERE}",
    "--proxy-bypass-list=<-loopback>",  # by default loopback would go past the proxy
    "--disable-quic",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--dns-prefetch-disable",
    "--no-pings",
    "--disable-sync",
    "--disable-gpu",
    "--disable-3d-apis",
    "--disable-remote-fonts",
    "--blink-settings=imagesEnabled=false",
    "--js-flags=--max-old-space-size=256",
)
# The page may run scripts and ask for data, nothing else. It holds for frames without an address and for workers
# too, which no script of ours could reach. Web sockets are no http(s).
POLICY = (
    "connect-src http: https:; worker-src 'none'; frame-src 'none'; object-src 'none'; img-src 'none'; "
    "media-src 'none'; font-src 'none'; manifest-src 'none'; webrtc 'block'"
)
# What a Content-Security-Policy does not know.
WITHOUT = """for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection', 'WebTransport', 'WebSocketStream'])
  Object.defineProperty(globalThis, name, {value: undefined});"""


def launch_options() -> dict[str, Any]:
    """For Playwright's `launch`. Only root, whom Chromium's sandbox does not serve, goes without it."""
    return {
        "executable_path": chromium(),
        "args": list(FLAGS),
        "chromium_sandbox": os.geteuid() != 0,
        "timeout": 1000 * STARTING,
        "env": environment(),
        **dict.fromkeys(
            ("handle_sigint", "handle_sigterm", "handle_sighup"), False
        ),  # these are for our own parent
    }


def environment() -> dict[str, str]:
    """What Chromium sees of ours: no proxy, no desktop; everything it writes goes where it is thrown away."""
    home = tempfile.gettempdir()
    return {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", "HOME": home, "TMPDIR": home}


def context_options(agent: str, zone: str) -> dict[str, Any]:
    """For a context that lives for one page: no cookies before it, none after it."""
    return {
        "user_agent": agent,
        "locale": "zh-CN",
        "timezone_id": zone,  # pages write times as the reader's clock shows them
        "viewport": {"width": 1280, "height": 3000},  # lists that grow when they are scrolled to
        "service_workers": "block",
        "accept_downloads": False,
    }


def refuse_all(request: object) -> bool:
    """For scrapy-playwright's own answer to a page's requests, which comes when ours did not: none may pass."""
    return True
