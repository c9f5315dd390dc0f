"""What a member pastes, without the marks of the chat it comes from: who spoke, when, in which group. Pure."""

from __future__ import annotations

import re

from alerts.triage.excerpt import thread_link

LONGEST = 2000
"""The most characters of a tip."""
GROUP = "〔群名〕"

_URL = re.compile(r"https?://[^\s\u3000-\u303f\uff00-\uffef\u4e00-\u9fff〔〕<>\"']+", re.IGNORECASE)
# ``阿芳 10:23`` and ``2026-03-02 10:23:05 阿芳`` above what somebody said.
_STAMP = re.compile(r"^[^\n]{0,24}?\d{1,2}[:\uff1a]\d{2}(?:[:\uff1a]\d{2})?[^\n]{0,16}$", re.MULTILINE)
_SPEAKER = re.compile(r"^[^\s:\uff1a,\uff0c\u3002]{1,10}[:\uff1a][ \t]*(?=\S)", re.MULTILINE)
_FEWEST_SPEAKERS = 2
# A group that is named: between quotation marks or brackets, or after a word that says where. 人群, 群众 are none.
_NAME = (
    r"(?:(?!群里|群内|群聊里)[^\s,\uff0c\u3002;\uff1b!\uff01?\uff1f:\uff1a、〔〕\"\u201c\u201d「」『』【】]){2,20}?"
)
_QUOTED = re.compile(
    r"([\"\u201c「『【《])[^\"\u201c\u201d「」『』【】《》\n]{1,30}(?:交流|聊天|微信|业主|家长|qq)?群(?:聊)?([\"\u201d」』】》])",
    re.IGNORECASE,
)
_WHERE = re.compile(
    rf"(从|在|自|来自|转自|于|群名[:\uff1a]?|群[:\uff1a]|看到|加了|进了|发到)({_NAME})(?<![人鱼羊牛鸟候族种])群(?![众体居落岛发雄])"
)
_BARE = re.compile(
    r"^(?:微信|qq|钉钉|聊天|一个|某个|某|这个|那个|我们|他们|别的|其他|好几个|几个)+$", re.IGNORECASE
)
_PROFILE = re.compile(
    r"/(?:u|user|users|people|profile|member|space|home)(?:[/.?\-]|$)|space-uid|mod=space|[?&]uid=", re.IGNORECASE
)


def parted(text: str) -> tuple[str, str]:
    """What is said in `text`, and the first web address in it (empty: none that may be kept).

    An address that leads to a person's page is left out.
    """
    links = [found.rstrip(".,;:!?)") for found in _URL.findall(text)]
    kept = [thread_link(link) for link in links if not _PROFILE.search(link)]
    said = _URL.sub(" ", text)
    return "\n".join(filter(None, (" ".join(line.split()) for line in said.splitlines()))), next(
        filter(None, kept), ""
    )


def unnamed(text: str) -> str:
    """`text` without the lines and labels that say who spoke in a chat, and without names of groups."""
    said = _STAMP.sub("", text) if _STAMP.sub("", text).strip() else text
    if len(_SPEAKER.findall(said)) >= _FEWEST_SPEAKERS:
        said = _SPEAKER.sub("", said)
    said = _QUOTED.sub(rf"\g<1>{GROUP}\g<2>", said)
    said = _WHERE.sub(lambda found: found[0] if _BARE.fullmatch(found[2]) else f"{found[1]}{GROUP}", said)
    return "\n".join(filter(None, (line.strip() for line in said.splitlines())))
