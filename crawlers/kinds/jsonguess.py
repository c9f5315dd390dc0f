"""Where the items of an unknown JSON list may stand: a guess to try, never one to store by."""

from __future__ import annotations

import json
from collections import deque
from typing import Any

_KEYS = {
    "title": ("title", "word", "keyword", "query", "name", "note", "topic", "headline"),
    "body": ("desc", "description", "summary", "content", "digest", "abstract", "text"),
    "link": ("url", "link", "href", "share_url", "mobileUrl"),
    "time": (
        "published_at",
        "publish_time",
        "created_at",
        "create_time",
        "pubDate",
        "time",
        "timestamp",
        "ts",
        "date",
    ),
    "id": ("id", "aid", "nid", "key", "hash"),
}
_DEEP = 5
_WORD = str.isidentifier


def expressions_for(text: str) -> dict[str, str]:
    """JMESPath expressions for the keys of a ``json_list`` source; empty when no list of objects is found."""
    try:
        path, item = _longest(json.loads(text.lstrip("\ufeff")))
    except (ValueError, RecursionError):
        return {}
    if item is None:
        return {}
    found = {key: next((name for name in names if name in item), "") for key, names in _KEYS.items()}
    return {"items": f"{path}[]", **{key: name for key, name in found.items() if name}}


def _longest(data: Any) -> tuple[str, dict[str, Any] | None]:
    """The path of the longest list of objects, and its first object."""
    best: tuple[int, str, dict[str, Any] | None] = (0, "", None)
    queue: deque[tuple[str, Any, int]] = deque([("", data, 0)])
    while queue:
        path, value, depth = queue.popleft()
        if isinstance(value, list):
            if value and isinstance(value[0], dict) and len(value) > best[0]:
                best = (len(value), path, value[0])
        elif isinstance(value, dict) and depth < _DEEP:
            below = ((name, part) for name, part in value.items() if _WORD(name))
            queue.extend((f"{path}.{name}" if path else name, part, depth + 1) for name, part in below)
    return best[1], best[2]
