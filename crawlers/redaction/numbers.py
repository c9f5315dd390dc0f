"""Numbers that lead to a person: telephone, card and account numbers, however they are spaced or written.

Masked is every run of seven digits or more, also with separators or in Chinese numerals, except what is plainly
something else: dates, years, times, scores, ranges, decimal figures, amounts and counts with a unit, hotlines.
All patterns are bounded or cannot backtrack, so that hostile texts cost linear time. Those that begin with a look
back look ahead first: most characters are no digit, and nothing else of the pattern is then tried.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawlers.redaction.data import Datum, Span
from crawlers.redaction.shadow import NUMERALS

_GAP = r"[ \t\xa0\u3000\u200b-\u200f\u2060\ufeff\-‐-―−_.·•・*~,,/\\|()()\[\]]"
_MOBILE = re.compile(
    rf"(?=[\d+])(?<!\d)(?:(?:\+|00)?86{_GAP}{{0,2}})?1{_GAP}{{0,2}}[3-9](?:{_GAP}{{0,2}}\d){{9}}(?!\d)", re.ASCII
)
_CLOSE_MOBILE = re.compile(r"(?<![0-9a-z])1[3-9]\d{9}(?![0-9a-z])", re.ASCII)
_ID_CARD = re.compile(
    rf"(?<![\da-z])[1-9]\d{{5}}{_GAP}?(?:19|20)\d\d{_GAP}?(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]){_GAP}?\d{{3}}[\dx]"
    r"(?![\da-z])",
    re.ASCII,
)
_SOFT = r"[ \t\xa0\u3000\u200b-\u200f\u2060\ufeff\-‐-―−_.·•・*~()()]"
_RUN = re.compile(rf"(?=[a-z0-9])(?:(?<![a-z0-9])[a-z]{{1,3}})?\d(?:{_SOFT}{{0,3}}\d){{6,}}", re.ASCII)
_CARD_CUE = re.compile(r"卡号|银行|账户|帐户|储蓄|转账|打款|汇款|信用社|农行|工行|建行|中行|邮储")
_PHONE_CUE = re.compile(r"电话|座机|热线|tel|联系|致电|拨打|咨询|固话|☎|📞")
_QQ_CUE = re.compile(r"qq|扣扣|抠抠|企鹅|球球|(?<![a-z])q\W{0,3}$")

# Without these in a text, its numbers need not be looked at: seven digits near each other, or eleven in a row.
MAYBE_RUN = re.compile(rf"[0-9{NUMERALS}](?:[^0-9{NUMERALS}]{{0,3}}[0-9{NUMERALS}]){{6}}")
MAYBE_DISGUISED = re.compile(rf"[0-9oli|{NUMERALS}]{{11}}")

# What looks like a run and is none. Each is blanked out before runs are looked for.
_DAY = (
    r"(?:19|20)\d\d ?[-/.年] ?\d{1,2} ?[-/.月] ?\d{1,2}(?!\d)日?"
    r"|(?<!\d)\d{1,2} ?[-/.] ?\d{1,2} ?[-/.] ?20\d\d(?!\d)"
    r"|(?<!\d)20[0-3]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)"
)
_DATES = re.compile(
    rf"(?=\d)(?<!\d)(?:{_DAY})"
    rf"(?:[t ]{{0,2}}\d{{1,2}}[::]\d\d(?:[::]\d\d(?:\.\d{{1,6}})?)?(?: ?[+-]\d\d:?\d\d(?!\d)|z)?)?"
)
_HARMLESS = re.compile(
    r"(?=\d)(?<![\d.])(?:"
    r"(?:19|20)\d\d ?[-–—~至到/.] ?(?:(?:19|20)\d\d|1[0-2]|0?[1-9])(?![\d.])"  # 2019-2026, 2026-11
    r"|(?:19|20)\d\d(?= ?年|级|届)"
    r"|\d{1,2}[::]\d\d(?:[::]\d\d)?(?!\d)"
    r"|\d{1,2}-\d{1,2}(?![\d-])"  # 21-19, 3-5
    r"|\d{1,6}\.\d{1,2}(?![\d.])"  # 12.50
    r"|(?:110|119|120|122|114|12\d{3}|95\d{3}|96\d{3,4}|10086|10010|10000|10001)(?!\d)"
    r")"
)
_RANGE = re.compile(r"(?<![\d.-])([1-9]\d{0,3}0) ?[-–—~至到] ?([1-9]\d{0,4}0)(?![\d.-])", re.ASCII)
_UNIT = re.compile(
    r" ?(?:元|块|万|亿|千|百|人|次|辆|吨|米|公里|千米|平|㎡|亩|度|%|%|‰|名|位|个|只|件|套|票|份|户|斤|公斤|克|升"
    r"|美元|美金|港币|欧元|rmb|usd|kw|mw|kg|km|mb|gb|年|天|小时|分钟|秒|点击|阅读|播放|粉丝|株|头|棵|字|条|台|部|层|间|例|岁)"
)


def mobiles(shadow: str) -> Iterator[Span]:
    """Mobile numbers with any single separators, also in Chinese numerals when `shadow` reads them as digits."""
    for match in _MOBILE.finditer(_blank(_DATES, shadow)):
        yield Span(match.start(), match.end(), Datum.MOBILE)


def disguised_mobiles(shadow: str) -> Iterator[Span]:
    """Mobile numbers written closely with letters for digits (l38oo138ooo), in the look-alike shadow."""
    for match in _CLOSE_MOBILE.finditer(shadow):
        yield Span(match.start(), match.end(), Datum.MOBILE)


def id_cards(shadow: str) -> Iterator[Span]:
    """Resident identity numbers: 17 digits with a plausible birthday and a digit or X."""
    for match in _ID_CARD.finditer(shadow):
        yield Span(match.start(), match.end(), Datum.ID_CARD)


def runs(shadow: str) -> Iterator[Span]:
    """Every other run of seven digits or more that is not plainly harmless."""
    text = _RANGE.sub(_blank_range, _blank(_HARMLESS, _blank(_DATES, shadow)))
    for match in _RUN.finditer(text):
        run = match[0]
        before = text[max(0, match.start() - 12) : match.start()]
        if not _counts(run, before) or not _UNIT.match(text, match.end()):
            yield Span(match.start(), match.end(), _kind(run, before))


def _counts(run: str, before: str) -> bool:
    """True when `run` may be an amount or a count, should a unit follow."""
    cue = _PHONE_CUE.search(before) or _QQ_CUE.search(before) or _CARD_CUE.search(before)
    plain = run.lstrip("abcdefghijklmnopqrstuvwxyz")
    return plain.isdigit() and not plain.startswith("0") and cue is None


def _kind(run: str, before: str) -> Datum:
    digits = re.sub(r"\D", "", run)
    if _QQ_CUE.search(before) and len(digits) <= 11:
        return Datum.QQ
    if 16 <= len(digits) <= 19 and (_CARD_CUE.search(before) or digits[:2] == "62" or _luhn(digits)):
        return Datum.BANK_CARD
    if digits.startswith("0") and 10 <= len(digits) <= 12:
        return Datum.LANDLINE
    if digits[:3] in {"400", "800"} and len(digits) == 10:
        return Datum.LANDLINE
    if 7 <= len(digits) <= 8 and _PHONE_CUE.search(before):
        return Datum.LANDLINE
    return Datum.OTHER_ID


def _luhn(digits: str) -> bool:
    """The check digit of bank cards (ISO/IEC 7812-1)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _blank(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda match: "\x00" * len(match[0]), text)


def _blank_range(match: re.Match[str]) -> str:
    """4000-6000 is a range of wages; 8712-3450 may be a telephone number."""
    low, high = int(match[1]), int(match[2])
    plain = low < high and low % 50 == 0 and high % 50 == 0
    return "\x00" * len(match[0]) if plain else match[0]
