"""The phrases by which distress is recognised, from data/lexicons/distress.txt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).resolve().parents[2] / "data" / "lexicons" / "distress.txt"
_HEADING = re.compile(r"\[(\w+)\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """One pattern for each list of the file; what the lists mean stands there."""

    needed: re.Pattern[str]
    own: re.Pattern[str]
    way: re.Pattern[str]
    death: re.Pattern[str]
    despair: re.Pattern[str]
    leaving: re.Pattern[str]
    others: re.Pattern[str]
    me: re.Pattern[str]
    hearsay: re.Pattern[str]
    reported: re.Pattern[str]
    advice: re.Pattern[str]
    witness: re.Pattern[str]
    about: re.Pattern[str]


@cache
def lexicon() -> Lexicon:
    """The lists, compiled once."""
    lists = _lists(_FILE.read_text(encoding="utf-8"))
    not_acting = "".join(f"(?<!{word})" for word in lists["not_acting"].split("|"))
    # 她说, 女儿写道:“, 他发来消息说我: at the end of what stands before a phrase.
    reported = (
        rf"(?:{lists['said']})(?:我|我们|了|着|过|道|是|的是|到|出|来|大家|老师|家长|爸妈|妈妈|爸爸|同学)*"
        r"(?:,?[:\"“「『']+我?|,(?!.*我)|我)?(?:自己|他|她|ta)?[^,:。]{0,8}$"
    )
    return Lexicon(
        needed=re.compile(lists["needed"]),
        own=re.compile(lists["own"].replace("<way>", lists["way"])),
        way=re.compile(f"(?:{lists['way']})(?!价|秀|机|游戏)"),
        death=re.compile(lists["death"]),
        despair=re.compile(lists["despair"]),
        leaving=re.compile(lists["leaving"]),
        others=re.compile(f"{not_acting}(?:{lists['others']})"),
        me=re.compile(lists["self"]),
        hearsay=re.compile(lists["hearsay"]),
        reported=re.compile(reported),
        advice=re.compile(lists["advice"]),
        witness=re.compile(lists["witness"]),
        about=re.compile(lists["about"]),
    )


def _lists(text: str) -> dict[str, str]:
    """Each list as one pattern, its lines as alternatives."""
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        if heading := _HEADING.fullmatch(line):
            found[heading[1]] = []
        elif line and not line.startswith("#"):
            found[list(found)[-1]].append(line)
    return {name: "|".join(lines) for name, lines in found.items()}
