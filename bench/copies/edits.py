"""What people do to a post before they put it up again. An edit gets the choices, the text and an alphabet."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from functools import partial
from itertools import combinations

Edit = Callable[[random.Random, str, str], str]

_CALLS = (
    "转发微博\uff1a", "【求扩散】", "【紧急】", "转\uff1a", "刚刚群里看到的\uff1a", "真的假的\uff1f",
    "朋友圈都在传\uff0c大家看看\uff0c", "不知道是不是真的\uff0c先发出来给大家提个醒\u3002",
    "家里有孩子的一定要看\uff01", "//@用户\uff1a",
)  # fmt: skip
_AFTER = (
    "求扩散\uff0c求转发\uff01", "大家注意了", "(转自家长群\uff0c不知真假)", "有知道的说一声", "太吓人了吧",
    "[流泪][流泪]", "\u3002以上是朋友发来的\uff0c我没有核实过\uff0c大家自己判断\u3002",
)  # fmt: skip
_INSIDE = ("(注意)", "真的", "大家", "\uff0c听说\uff0c", "!!", "就是", "\uff0c我也是刚知道\uff0c", "😱", "【重要】")
_MARKS = re.compile(r"[,.!?;:\uff0c\u3002\uff01\uff1f\uff1b\uff1a\u3001~\u2026]")


def _prefix(chosen: random.Random, text: str, _: str) -> str:
    return chosen.choice(_CALLS) + text


def _suffix(chosen: random.Random, text: str, _: str) -> str:
    return text + chosen.choice(_AFTER)


def _marks(chosen: random.Random, text: str, _: str) -> str:
    """Every mark becomes another or none; an emoji here and there."""
    changed = _MARKS.sub(lambda _: chosen.choice(["!!!", " ", "\u3002", "", "~~", "\uff0c"]), text)
    at = chosen.randint(0, len(changed))
    return changed[:at] + chosen.choice(["😱", "🙏🙏", "❗", "[怒]", " "]) + changed[at:]


def _substitute(chosen: random.Random, text: str, alphabet: str, *, most: int) -> str:
    characters = list(text)
    for at in chosen.sample(range(len(text)), min(len(text), chosen.randint(1, most))):
        characters[at] = chosen.choice(alphabet)
    return "".join(characters)


def _cut(chosen: random.Random, text: str, _: str, *, share: float) -> str:
    """One piece of the text: its beginning half of the time, else from anywhere."""
    length = round(len(text) * share)
    start = 0 if chosen.random() < 0.5 else chosen.randint(0, len(text) - length)
    return text[start : start + length]


def _insert(chosen: random.Random, text: str, _: str) -> str:
    for _ in range(chosen.randint(1, 3)):
        at = chosen.randint(0, len(text))
        text = text[:at] + chosen.choice(_INSIDE) + text[at:]
    return text


def _both(first: Edit, second: Edit, chosen: random.Random, text: str, alphabet: str) -> str:
    return second(chosen, first(chosen, text, alphabet), alphabet)


SIMPLE: Mapping[str, Edit] = {
    "words in front": _prefix,
    "words behind": _suffix,
    "marks and emoji": _marks,
    "1 character changed": partial(_substitute, most=1),
    "1-3 characters changed": partial(_substitute, most=3),
    "insertions": _insert,
    "cut to 70 %": partial(_cut, share=0.7),
    "cut to 50 %": partial(_cut, share=0.5),
}
# A text is cut before other things are done to it; cut twice it is another edit.
_PAIRS = [
    (one, other) if "cut" in one else (other, one)
    for one, other in combinations(SIMPLE, 2)
    if not ("cut" in one and "cut" in other) and not ("changed" in one and "changed" in other)
]
COMBINED: Mapping[str, Edit] = {f"{a} + {b}": partial(_both, SIMPLE[a], SIMPLE[b]) for a, b in _PAIRS}


def _tenth(chosen: random.Random, text: str, alphabet: str, *, share: float) -> str:
    return "".join(chosen.choice(alphabet) if chosen.random() < share else char for char in text)


def _turned(chosen: random.Random, text: str, _: str) -> str:
    return "\uff0c".join(reversed(_MARKS.split(text)))


BEYOND: Mapping[str, Edit] = {
    "every 10th character changed": partial(_tenth, share=0.1),
    "every 5th character changed": partial(_tenth, share=0.2),
    "parts turned round": _turned,
    "spaces between": lambda _, text, __: " ".join(text),
    "cut to 30 %": partial(_cut, share=0.3),
}
"""Harder or other than what is promised."""
