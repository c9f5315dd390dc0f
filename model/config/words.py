"""Faults of the configuration are said in both languages: which one to use is itself a setting."""

from __future__ import annotations

from model.catalogue import LANGUAGES, Catalogue


def both(message: str, /, **values: object) -> str:
    """The `message` in Chinese and English, side by side."""
    return " / ".join(Catalogue(language).say(message, **values) for language in LANGUAGES)
