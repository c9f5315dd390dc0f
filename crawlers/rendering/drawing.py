"""One page in the browser: it gets its own text, its scripts get what the crawler fetches, and a copy is taken."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress

from playwright.async_api import BrowserContext, Page, Route
from playwright.async_api import Error as PlaywrightError
from scrapy.http import Request

from crawlers.rendering.browser import POLICY, WITHOUT
from crawlers.rendering.parts import Ledger, Part, handed_back, same_page, sent

QUIET = 1.0  # seconds without a request: what follows is a clock or an advertisement
_TICK = 0.05
_CLOSING = 5.0
# In a world of its own, whose functions the page's scripts cannot replace. Afterwards the page is empty, so that
# scrapy-playwright's own copy of it is small.
_COPY = """(most => {
  for (const node of document.querySelectorAll('noscript')) node.remove();
  const root = document.documentElement;
  const text = root ? root.outerHTML : '';
  root?.replaceChildren();
  return text.length > most ? null : text;
})(%d)"""

Fetch = Callable[[str, Mapping[str, str], str, Callable[[float], bool]], Awaitable[Part]]
"""See `fetching.PartFetcher.fetch`."""


class TooLarge(Exception):
    """The page grew beyond the limit for a page."""


class Drawing:
    """Give `prepare` and `finish` to scrapy-playwright, which calls them before and after the page is opened.

    `led_to`: where a script wanted to send the reader. `failed`: a part of the page's own site that did not come,
    for a reason that may pass; its address and the answer.
    """

    def __init__(
        self, url: str, text: str, fetch: Fetch, *, most_bytes: int, is_own: Callable[[str], bool]
    ) -> None:
        self._url, self._text, self._fetch, self._most, self._is_own = url, text, fetch, most_bytes, is_own
        self.ledger = Ledger(most_bytes=4 * most_bytes, is_own=is_own)
        self.led_to = ""
        self.failed: tuple[str, Part] | None = None
        self.copy = ""
        self._context: BrowserContext | None = None
        self._opened, self._under_way, self._last = False, 0, 0.0
        self._seconds, self._limit, self._ends = 0.0, asyncio.timeout(None), 0.0

    def begins(self, seconds: float, limit: asyncio.Timeout) -> None:
        """Set `limit` to so many seconds as soon as there is a browser: what that takes is not the page's fault."""
        self._seconds, self._limit = seconds, limit

    async def prepare(self, page: Page, request: Request) -> None:
        """Before anything is loaded."""
        self._ends = asyncio.get_running_loop().time() + self._seconds
        self._limit.reschedule(self._ends)
        self._context, self._opened, self._last = page.context, False, time.monotonic()
        await page.context.add_init_script(WITHOUT)
        await page.context.route("**", _refuse)  # of windows that the page opens
        await page.route("**", self._answer)
        page.on("popup", _close)

    async def finish(self, page: Page) -> None:
        """Wait until nothing more is asked for, then copy what is there. Raises `TooLarge`."""
        while self._under_way or time.monotonic() - self._last < QUIET:
            if self.led_to or self.failed:
                return
            await asyncio.sleep(_TICK)
        session = await page.context.new_cdp_session(page)
        tree = await session.send("Page.getFrameTree")
        frame = {"frameId": tree["frameTree"]["frame"]["id"], "worldName": "huisheng"}
        world = await session.send("Page.createIsolatedWorld", frame)
        order = {
            "expression": _COPY % self._most, "contextId": world["executionContextId"], "returnByValue": True,
        }  # fmt: skip
        copy = (await session.send("Runtime.evaluate", order))["result"].get("value")
        if copy is None:
            raise TooLarge
        self.copy = copy

    async def close(self) -> None:
        """Forget the page with everything that it left in the browser."""
        if self._context is not None:
            with suppress(PlaywrightError, TimeoutError):
                await asyncio.wait_for(self._context.close(), _CLOSING)

    async def _answer(self, route: Route) -> None:
        self._under_way += 1
        try:
            with suppress(PlaywrightError):  # the page was closed meanwhile
                await self._reply(route)
        finally:
            self._under_way -= 1
            self._last = time.monotonic()

    async def _reply(self, route: Route) -> None:
        request = route.request
        if request.is_navigation_request():
            await self._navigate(route)
        elif request.resource_type == "stylesheet":
            # Not refused: some pages wait for their styles before they show anything.
            await route.fulfill(status=200, content_type="text/css", body="")
        elif self.ledger.wants(request.resource_type, request.method, request.url):
            await self._part(route)
        else:
            await route.abort("blockedbyclient")

    async def _navigate(self, route: Route) -> None:
        """The page itself, once. A page that leaves by script is not followed; frames are not read anyway."""
        request = route.request
        if request.frame.parent_frame is not None:
            await route.abort("blockedbyclient")
        elif self._opened:
            self.led_to = self.led_to or request.url
            await route.abort("blockedbyclient")
        else:
            self._opened = True
            await route.fulfill(
                status=200, body=self._text,
                headers={
                    "content-type": "text/html; charset=utf-8", "content-security-policy": POLICY,
                    "referrer-policy": "no-referrer",
                },
            )  # fmt: skip

    async def _part(self, route: Route) -> None:
        request = route.request
        part = await self._fetch(request.url, sent(request.headers), request.resource_type, self._is_over)
        self.ledger.bytes += len(part.body)
        if part.passing and self._is_own(request.url):
            self.failed = self.failed or (request.url, part)
        if part.fault:
            self.ledger.keep_out(part.fault, request.url)
            await route.abort("failed")
        else:
            await route.fulfill(status=part.status, headers=handed_back(part.headers), body=part.body)

    def _is_over(self, later: float) -> bool:
        return asyncio.get_running_loop().time() + later >= self._ends

    @property
    def reloads(self) -> bool:
        """Does the page only want itself again, perhaps with a token? So do puzzles that a browser solves alone."""
        return bool(self.led_to) and same_page(self.led_to, self._url)


async def _refuse(route: Route) -> None:
    with suppress(PlaywrightError):
        await route.abort("blockedbyclient")


async def _close(page: Page) -> None:
    with suppress(PlaywrightError):
        await page.close()
