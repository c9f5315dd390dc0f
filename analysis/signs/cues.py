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
_OFFICE = (
    "警方|公安|派出所|交警|法院|教育局|卫健|疾控|应急|气象|消防|市监|市场监管|官方|政府|街道办|居委会|村委会|"
    "学校|医院|物业|自来水公司|供电|供水"
)
_TOLD = "通报|公告|通告|通知|回应|发布|提醒|辟谣|说明|回复|答复"
# Key → what the wording must contain, one alternative a line. The order is the order in which cues are shown.
_WORDING = {
    "hearsay": r"""
        听说|据说|听人[说讲]|网传|有人[说讲]|群里(?:说|传|都在)|朋友圈都?在传|有传言|传言[说称]
        |(?:朋友|同事|亲戚|邻居)(?:说|讲|告诉)|朋友的朋友|传得沸沸扬扬|都在传|在传""",
    "spread_call": r"""
        求转(?![让租卖院学账正])|(?:求|请|帮忙?|速|快|大家|互相|广泛|紧急|麻烦|多多|赶紧)扩散|扩散(?:一下|出去|起来|[!:\]】]|$)
        |(?:求|请|帮忙?|速|快|大家|互相|广泛|紧急|麻烦|多多|赶紧|动动手|务必|都)转发|转发(?:一下|出去|起来|给|到|让)
        |^转发(?!微博)|转发(?=[!]|$)|转起来|转给|速转|相转告|告诉身边|让更多的?人|帮忙转|(?:爱心|扩散|转发)接力""",
    "urgent": r"""
        紧急(?!联系|出口|集合|按钮|制动|情况下)|速看|快看|出大事|突发(?!奇想)|十万火急|千万要?(?:小心|注意|别|不要)
        |赶紧看|马上看|!{3,}""",
    "anonymous_expert": r"""
        (?<!疾控中心)(?<!医院)(?<!大学)(?<!研究院)(?<!研究所)(?<!局)(?<!协会)(?:专家|科学家)(?:们)?[^。,\n]{0,6}(?:说|称|表示|透露|提醒|证实|爆料|警告)
        |(?:医生朋友|业内人士|知情人|内部人士|权威人士|懂行的|老中医)[^。,\n]{0,6}(?:说|称|表示|透露|提醒|证实|爆料|警告)
        |内部消息|医生朋友""",
    "deletion_threat": r"""
        (?:马上|很快|即将|快|已经)就?[会要]?被?删|删前速[看存]|看完就删|被删了|不让说|封锁消息|压下来了""",
    "pressure": r"""
        不转不是|看到不转|不转会|为了[你我]?们?的?(?:孩子|家人)[^。\n]{0,8}转|是中国人就|必须转|转疯了""",
    "casualties": rf"""
        (?:死|伤|失踪|没了|溺亡|身亡|中毒|住院|抢救)了?{_NUMBER}[个名人多]
        |{_NUMBER}[个名多]?(?:孩子|学生|小孩|人|工人)?(?:{_HARM})""",
    "picture_or_chat": r"""
        聊天记录|群聊|截图|录音|有图有真相|视频为证|看图|语音里""",
    "asks": r"""
        真的吗|真的假的|真的还是假的|是不是真的|是真是假|真假|求证|求真相|有人知道|谁知道|怎么回事|属实吗|可信吗
        |是不是谣言|是谣言吗|求辟谣|有没有[^。]{0,6}辟谣""",
    "names_source": r"""
        https?://|www\.|据[^。,\n]{2,12}(?:报道|通报|公告|消息称|介绍)|记者从|新华社|央视|日报|晚报讯""",
}
_CUES = {key: re.compile(wording, re.VERBOSE) for key, wording in _WORDING.items()}
_OFFICE_TOLD = re.compile(rf"(?:{_OFFICE})[^。\n?]{{0,8}}(?:{_TOLD})")
# Whoever asks 真的假的 or waits for somebody to deny it does not say that it is false.
_DENIAL = re.compile(r"""
    辟谣|(?:是|系|属|为)谣言|谣言(?=[!。,]|$)|不实(?:信息|消息|传言|言论|内容|$|[!。,])|不属实
    |(?:是|都|全|全是|消息|图)假的(?!吗|吧)|^假的(?=[!。,]|$)|并非事实|子虚乌有|没有的事|没有?这回事|没有?这种事
    |(?:别|不要|勿|切勿)(?:再)?(?:轻信|相信|信(?!任)|传谣|乱传|再传)|不传谣""", re.VERBOSE)  # fmt: skip
_QUESTION = re.compile(
    r"真的?还?是?假的|真假|是不是|是否|会不会|吗|求证|难道|有没有|不知道|不确定|谁知道|[求等请盼][^。]{0,6}辟谣|希望[^。]{0,8}辟谣|\?"
)
_SENTENCES = re.compile(r"[^。!\n;?]*[。!\n;?]*")
_TIME = re.compile(r"""
    [今昨前明后][天日早晚晨]|今年|去年|刚才|刚刚|凌晨|清晨|早上|上午|中午|下午|傍晚|晚上|半夜|周[一二三四五六日天末]|星期
    |[上本这下]个?(?:周|月|星期)|(?:[0-9]{1,4}|[一二三四五六七八九十]{1,3})(?:[点时号日](?!用品)|月[0-9一二三四五六七八九十底初])
    |[0-9]{1,2}[:.\-/][0-9]{2}|节(?:前|后|当天)|放学|小?时前""", re.VERBOSE)  # fmt: skip
# Two characters that can name a place, before what it is: 夏溪村, not 这个村.
_NAMED = r"(?:(?![我你他她们在到去的这那个了今昨明晚早都不让就刚才是有和跟说家每全各大本])[\u4e00-\u9fff]){2}"
_PLACE = re.compile(rf"""
    {_NAMED}(?:街|巷|村|镇|乡|县|区|花园|公园|广场|小学|中学|幼儿园|医院|菜场|市场|车站|桥|水库|商场|大厦|工业区|社区|码头|景区
    |高速|国道|收费站|(?<![上跑走半一])路|城(?=门口|附近|里))|[一二三四五六实]小|[一二三四五六七]中(?=[门学的]|$)
    |[东西南北](?:门|城|街|站|郊)|城[东西南北]""", re.VERBOSE)  # fmt: skip
SEEN_BEFORE = "seen_before"
"""Set by whoever remembers the last weeks (analysis/recall.py), not by the wording."""
WORDED = (*_CUES, "denial")
"""The cues that stand in the wording; what is missing from it follows from them."""
KEYS = (*WORDED, "no_source", "no_time", "no_place", SEEN_BEFORE)
# Longer texts are read up to here: who wants a text spread says so at its beginning or not at all.
_LONGEST = 20_000
_PASSING_ON = frozenset({"hearsay", "spread_call", "anonymous_expert", "casualties"})


def cues(text: str, places: Collection[str] = ()) -> tuple[str, ...]:
    """The keys of the cues in `text`, in the order of `KEYS`; `places` are those of the gazetteer found in it.

    ``no_source`` (未写来源), ``no_time`` and ``no_place`` are set when the text passes on what was heard or asks to
    be spread, and lacks what one would need to check it: an office, a medium or an address; when; where.
    """
    return cues_among(squeeze(text[:_LONGEST]).text, WORDED, places)


def openings_of_cues() -> Mapping[str, frozenset[str] | None]:
    """Cue → strings one of which is in every squeezed text that has it. Cues that follow from others have none."""
    plain = {key: openings(pattern) for key, pattern in _CUES.items()}
    told, named = openings(_OFFICE_TOLD), plain["names_source"]
    either = None if told is None or named is None else told | named
    return {**plain, "names_source": either, "denial": openings(_DENIAL)}


def cues_among(text: str, keys: Collection[str], places: Collection[str] = ()) -> tuple[str, ...]:
    """As `cues`, of a text that is squeezed, when only `keys` and what follows from them can be in it."""
    plain = text[:_LONGEST]
    found = [key for key, pattern in _CUES.items() if key in keys and pattern.search(plain)]
    if "names_source" in keys and "names_source" not in found and _stated(_OFFICE_TOLD, plain):
        found.append("names_source")
    if "denial" in keys and _stated(_DENIAL, plain):
        found.append("denial")
    if _PASSING_ON & set(found):
        found += ["no_source"] if "names_source" not in found else []
        found += ["no_time"] if not _TIME.search(plain) else []
        found += ["no_place"] if not places and not _PLACE.search(plain) else []
    return tuple(key for key in KEYS if key in found)


def _stated(pattern: re.Pattern[str], text: str) -> bool:
    """Whether a sentence that is no question has it."""
    if not pattern.search(text):
        return False
    sentences = (hit[0] for hit in _SENTENCES.finditer(text))
    return any(pattern.search(sentence) and not _QUESTION.search(sentence) for sentence in sentences)
