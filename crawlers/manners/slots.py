"""Scrapy's slots: what shares one keeps its pause."""

from __future__ import annotations

from urllib.parse import urlsplit


def slot_of(url: str) -> str:
    """The slot of the parts of pages (see rendering/): one at a time per host, our pauses stand between pages."""
    return f"part:{urlsplit(url).hostname or ''}"
