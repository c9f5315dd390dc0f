"""Which language a visitor reads: what the address asks for, else what the browser prefers, else the town's."""

from __future__ import annotations

from model.catalogue import LANGUAGES


def asked(value: str | None) -> str | None:
    """The language of ``?lang=…``; anything unknown counts as not asked."""
    return value if value in LANGUAGES else None


def preferred(accept_language: str, fallback: str) -> str:
    """The best language of an Accept-Language header (RFC 9110, 12.5.4) that we speak, else `fallback`."""
    best, weight = fallback, 0.0
    for part in accept_language[:500].split(","):
        tag, _, parameters = part.partition(";")
        language = tag.strip().lower().split("-")[0]
        if language in LANGUAGES and (quality := _quality(parameters)) > weight:
            best, weight = language, quality
    return best


def _quality(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        return min(1.0, max(0.0, float(value)))
    except ValueError:
        return 0.0
