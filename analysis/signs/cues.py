"""Rumour cues: things about the wording of a post that anybody can check by reading it.

A cue is a fact about the text, no verdict on what it says. Keys are stable; their names stand in
data/messages/signs.toml as ``cue.<key>``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from analysis.text.openings import openings
from analysis.text.squeeze import squeeze

_NUMBER = "(?:[0-9两几]{1,4}|[一二三四五六七八九十]{1,3})"
_HARM = "死亡|身亡|溺亡|失踪|遇难|中毒|受伤|重伤|住院"
_OFFICE = "警方|公安|教育局|卫健|应急|气象|消防|市监|市场监管|官方|政府|学校|医院|自来水公司|供电"
# Key → what the wording must contain, one alternative a line. The order is the order in which cues are shown.
_WORDING = {
    "hearsay": r"""
        听说|据说|听人[说讲]|网传|有人[说讲]|群里(?:说|传|都在)|朋友圈都?在传
        |(?:朋友|同事|亲戚|邻居)(?:说|讲|告诉)|朋友的朋友|传得沸沸扬扬|都在传""",
    "spread_call": r"""
        求转|扩散|转发|转起来|转给|速转|[互相]相转告|告诉身边|让更多的?人|帮忙转|接力""",
    "urgent": r"""
        紧急|速看|快看|出大事|突发|十万火急|千万要?(?:小心|注意|别|不要)|赶紧看|马上看|[!?]{3,}""",
    "anonymous_expert": r"""
        (?:专家|医生朋友|业内人士|知情人|内部人士|权威人士|懂行的|老中医|科学家)
        [^。,\n]{0,6}(?:说|称|表示|透露|提醒|证实|爆料|警告)
        |内部消息|医生朋友""",
    "deletion_threat": r"""
        (?:马上|很快|即将|快|已经)就?[会要]?被?删|删前速|看完就删|被删了|不让说|封锁消息|压下来了""",
    "pressure": r"""
        不转不是|看到不转|不转会|为了[你我]?们?的?(?:孩子|家人)[^。\n]{0,8}转|是中国人就|必须转|转疯了""",
    "casualties": rf"""
        (?:死|伤|失踪|没了|溺亡|身亡|中毒|住院|抢救)了?{_NUMBER}[个名人多]
        |{_NUMBER}[个名多]?(?:孩子|学生|小孩|人|工人)?(?:{_HARM})""",
    "picture_or_chat": r"""
        聊天记录|群聊|截图|录音|有图有真相|视频为证|看图|语音里""",
    "asks": r"""
        真的吗|真的假的|是不是真的|是真是假|求证|求真相|有人知道|谁知道|怎么回事|属实吗|可信吗""",
    "denial": r"""
        辟谣|谣言|不实|假的|并非事实|别信|不要信|不传谣""",
    "names_source": rf"""
        https?://|www\.|(?:{_OFFICE})[^。\n]{{0,8}}(?:通报|公告|通知|回应|发布|提醒|辟谣)
        |据[^。,\n]{{2,12}}(?:报道|通报|公告|消息称|介绍)|记者从|新华社|央视|日报|晚报讯""",
}
_CUES = {key: re.compile(wording, re.VERBOSE) for key, wording in _WORDING.items()}
KEYS = (*_CUES, "no_source")
# Longer texts are read up to here: who wants a text spread says so at its beginning or not at all.
_LONGEST = 20_000


def cues(text: str) -> tuple[str, ...]:
    """The keys of the cues in `text`, in the order of `KEYS`.

    ``no_source`` (未写来源) is set when the text passes on what was heard or asks to be spread, and names neither
    an office, a medium nor an address.
    """
    return cues_among(squeeze(text[:_LONGEST]).text, _CUES)


def openings_of_cues() -> Mapping[str, frozenset[str] | None]:
    """Cue → strings one of which is in every squeezed text that has it."""
    return {key: openings(pattern) for key, pattern in _CUES.items()}


def cues_among(plain: str, keys: Collection[str]) -> tuple[str, ...]:
    """As `cues`, of a text that is squeezed, when only `keys` can be in it."""
    found = [key for key, pattern in _CUES.items() if key in keys and pattern.search(plain[:_LONGEST])]
    passes_on = {"hearsay", "spread_call", "anonymous_expert", "casualties"} & set(found)
    if passes_on and "names_source" not in found:
        found.append("no_source")
    return tuple(found)
