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
    given = (post.key, post.url, post.thread, post.thread_url, post.title, post.body)
    stored = key, url, thread, thread_url, title, body = tuple(storable(text) for text in given)
    admitted = replace(
        post, source=source, key=key, url=url, thread=thread, thread_url=thread_url, title=redact(title),
        body=redact(body), voice=voices.voice(source, read.speaker),
    )  # fmt: skip
    return admitted, stored != given


def storable(text: str) -> str:
    """`text` without NUL bytes (SQLite would cut the text there) and with lone surrogates as U+FFFD."""
    if text.isprintable():
        return text
    if "\0" in text:
        text = text.replace("\0", "")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
