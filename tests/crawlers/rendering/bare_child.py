"""The crawl's child on a machine without the browser interface. Started by tests, never imported."""

from __future__ import annotations

import sys

sys.modules["scrapy_playwright"] = None  # type: ignore[assignment]  # as if it were not installed

from crawlers.processes.child import main  # noqa: E402

main()
