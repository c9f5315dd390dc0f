"""One item of a feed, before it is tidied."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Texts as the feed has them, '' where it is silent; `body` is already plain text, `speaker` opaque.

    `odd`: characters that no text should hold were removed on the way.
    """

    id: str
    link: str
    title: str
    body: str
    dates: tuple[str, ...]
    speaker: str
    odd: bool = False
