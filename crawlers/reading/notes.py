"""Lines that a board writes into a post by itself, where they reach us as plain text (feeds, archivers)."""

from __future__ import annotations

import re

_FRAME = r"[ \[\]()（）【】/=isquote]*"  # [i=s] … [/i] and other brackets
_EDITED = re.compile(
    rf"^{_FRAME}(?:本|此|该|这个?)[帖贴](?:子)?(?:最后)?由[^\n]{{1,60}}?(?:编辑|修改)过?{_FRAME}$\n?", re.MULTILINE
)
_ATTACHED = re.compile(
    r"^[^\n]{0,80}\([\d.]+ ?[KM]?B, ?下载次数: ?\d+\)[ ]*$\n?|^下载附件(?:[ ]+保存到相册)?[ ]*$\n?", re.MULTILINE
)
_WORDS = ("编辑", "修改", "下载")


def without_notes(text: str) -> str:
    """`text` without notes of edits and of attachments that fill a line of their own."""
    if not any(word in text for word in _WORDS):
        return text
    return _ATTACHED.sub("", _EDITED.sub("", text)).strip()
