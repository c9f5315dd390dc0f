"""Nicknames that boards write into a text by themselves: the note of an edit, the first line of a quotation.

A page's own template marks them, and a kind that knows the template leaves them out. Feeds, archivers, home-made
boards and imports carry them as plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawlers.redaction.data import Datum, Span

_LONGEST = 30
# Discuz!: 本帖最后由 NAME 于 2026-11-24 09:10 编辑
_EDITED = re.compile(
    rf"(?:最后|曾|已)由[ ]{{0,2}}(?P<name>[^\n]{{1,{_LONGEST}}}?)[ ]{{0,2}}(?:于|在)[ ]{{0,2}}"
    rf"(?:\d{{4}}|\d{{1,2}}[-/月:]|今天|昨天|前天|刚刚|半?\d*[ ]?(?:秒|分钟|小时|天)前)[^\n]{{0,20}}?(?:编辑|修改)"
)
# NAME 发表于 2026-11-24 09:10
_SAID_AT = re.compile(
    r"(?:^|(?<=[\n\]】「“\"':>])|(?<=引用)|(?<=点评))[ ]{0,2}"
    rf"(?P<name>[^\s,。!?;:\[\]〔〕]{{1,{_LONGEST}}})[ ]{{1,2}}"
    r"发表[于在][ ]{0,2}(?=\d{4}[-/年]\d{1,2}[-/月]\d{1,2}日?[ ]\d{1,2}:\d\d|今天|昨天|前天|刚刚|半小时前"
    r"|\d{1,3}[ ]?(?:秒|分钟|小时|天)前)"
)
# 原帖由 NAME 于 2026-11-24 09:10 发表 (Discuz! before X), Originally posted by NAME, NAME wrote:
_QUOTED = (
    re.compile(
        rf"原[帖文贴]由[ ]{{0,2}}(?P<name>[^\n]{{1,{_LONGEST}}}?)[ ]{{0,2}}(?:于|在)[ ]{{0,2}}\d"
        r"[^\n]{4,20}?(?:发表|发布)"
    ),
    re.compile(rf"originally posted by:?[ ]{{0,2}}(?P<name>[^\s,:]{{1,{_LONGEST}}})"),
    re.compile(
        rf"(?:^|(?<=[\n\]>]))[ ]{{0,2}}(?P<name>[^\s,:。!?]{{1,{_LONGEST}}})[ ](?:wrote|said in|写道)[ ]?(?=:|@)"
    ),
)
MAYBE_BYLINE = re.compile(r"编辑|修改|发表[于在]|原[帖文贴]由|originally posted|wrote|said in|写道")
_NOBODY = re.compile(r"(?:楼主|层主|本帖|主题|沙发|\d{1,5}楼|系统|管理员|版主|匿名|网友|有人|他|她)$")


def bylines(shadow: str) -> Iterator[Span]:
    """The name in an edit's note and at the head of a quotation."""
    for pattern in (_EDITED, _SAID_AT, *_QUOTED):
        for match in pattern.finditer(shadow):
            if not _NOBODY.match(match["name"]):
                yield Span(match.start("name"), match.end("name"), Datum.MENTION)
