"""One headless Chromium, spoken to over a pipe: no port is opened and no driver is needed.

The protocol is Chrome DevTools': JSON objects that end with a zero byte, read on descriptor 3, written on 4.
"""

from __future__ import annotations

import base64
import contextlib
import itertools
import json
import os
import select
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.servers.processes import SetupError, stop

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--lang=zh-CN",
    "--remote-debugging-pipe",
)
_PATIENCE = 60.0  # seconds for one answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """What somebody looks at: CSS pixels wide, device pixels per CSS pixel, light or dark."""

    width: int
    height: int = 844
    scale: float = 2
    dark: bool = False


class Browser:
    """One tab. Made by `chromium`."""

    def __init__(self, write: int, read: int) -> None:
        self._write, self._read = write, read
        self._numbers = itertools.count(1)
        self._rest = b""
        self._events: list[str] = []
        self._session: str | None = None
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network"):
            self._ask(f"{domain}.enable")
        self._ask("Network.setExtraHTTPHeaders", headers={"Accept-Language": "zh-CN,zh"})

    def open(self, url: str, screen: Screen) -> None:
        """Load a page as `screen` shows it."""
        self._ask(
            "Emulation.setDeviceMetricsOverride", width=screen.width, height=screen.height,
            deviceScaleFactor=screen.scale, mobile=screen.width < 600,
        )  # fmt: skip
        scheme = {"name": "prefers-color-scheme", "value": "dark" if screen.dark else "light"}
        self._ask("Emulation.setEmulatedMedia", features=[scheme])
        self._events.clear()
        found = self._ask("Page.navigate", url=url)
        if "errorText" in found:
            raise SetupError(f"{url}: {found['errorText']}")
        while "Page.loadEventFired" not in self._events:
            self._take(self._message())

    def value(self, script: str) -> Any:
        """What a JavaScript expression gives, as JSON can carry it."""
        found = self._ask("Runtime.evaluate", expression=script, returnByValue=True)
        if "exceptionDetails" in found:
            raise SetupError(f"{script}: {found['exceptionDetails'].get('text', '')}")
        return found["result"].get("value")

    def picture(self, tallest: int) -> bytes:
        """The page as PNG, from its top down to its end or to `tallest` CSS pixels."""
        width, height = self.value("[innerWidth, document.documentElement.offsetHeight]")
        clip = {"x": 0, "y": 0, "width": width, "height": min(height, tallest), "scale": 1}
        return base64.b64decode(
            self._ask("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)["data"]
        )

    def _ask(self, method: str, **parameters: Any) -> Any:
        number = next(self._numbers)
        message: dict[str, Any] = {"id": number, "method": method, "params": parameters}
        if self._session is not None:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while (answer := self._message()).get("id") != number:
            self._take(answer)
        if "error" in answer:
            raise SetupError(f"{method}: {answer['error']['message']}")
        return answer["result"]

    def _take(self, message: dict[str, Any]) -> None:
        if "method" in message:
            self._events.append(message["method"])

    def _message(self) -> dict[str, Any]:
        deadline = time.monotonic() + _PATIENCE
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._read], [], [], max(0, deadline - time.monotonic()))
            part = os.read(self._read, 1 << 20) if ready else b""
            if not part:
                raise SetupError("Chromium did not answer")
            self._rest += part
        first, self._rest = self._rest.split(b"\0", 1)
        found: dict[str, Any] = json.loads(first)
        return found


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """A browser with a profile of its own, ended by its own process id."""
    program = shutil.which("chromium")
    if program is None:
        raise SetupError("chromium is missing")
    to_child, write = os.pipe()
    read, from_child = os.pipe()
    with tempfile.TemporaryDirectory(prefix="huisheng-browser-", ignore_cleanup_errors=True) as profile:
        line = f'exec "$0" "$@" 3<&{to_child} 4>&{from_child}'
        process = subprocess.Popen(
            ["/bin/sh", "-c", line, program, *FLAGS, f"--user-data-dir={Path(profile) / 'profile'}"],
            pass_fds=(to_child, from_child), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(to_child)
        os.close(from_child)
        try:
            yield Browser(write, read)
        finally:
            os.close(write)
            os.close(read)
            stop(process)
