"""The door between a page and the store: personal data is replaced, speakers become voices. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from crawlers.kinds.base import Read
from crawlers.voices import Voices
from model.records import Post


def admit(source: str, read: Read, voices: Voices, redact: Callable[[str], str]) -> tuple[Post, bool]:
    """The post as it may be stored, and whether characters that cannot be stored had to be replaced."""
    post = read.post
    whole = replace(
        post,
        source=source,
        key=storable(post.key),
        url=storable(post.url),
        thread=storable(post.thread),
        thread_url=storable(post.thread_url),
        title=storable(post.title),
        body=storable(post.body),
    )
    mended = whole != replace(post, source=source)
    voice = voices.voice(source, read.speaker)
    return replace(whole, title=redact(whole.title), body=redact(whole.body), voice=voice), mended


def storable(text: str) -> str:
    """`text` without NUL bytes (SQLite would cut the text there) and with lone surrogates as U+FFFD."""
    if "\0" in text:
        text = text.replace("\0", "")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
