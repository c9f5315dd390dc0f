"""A look that spares the finders their work hides nothing from them."""

from __future__ import annotations

import importlib
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.redaction import Redacted, bylines, contacts, homes, numbers, people, redact, shadow
from tests.crawlers.redaction.test_redact import LINES

STEPS = importlib.import_module("crawlers.redaction.redact")  # the package's `redact` is the function in it
OPEN = re.compile("")
SIGNS = (
    "0123456789０①一二三零幺〇 -—.@:：/／号室幢单元楼弄微信vxqQ加电话浙Ga元年月日路〔〕回复引用王孩子叫岁"
    "#*&oOlI|=?()at艾特圈由于编辑发表\n"
)
NUMBERS = st.from_regex(r"[0-9一二三oli]{5,19}|[0-9]{1,4}(?:[ .·()-]{1,3}[0-9]{1,4}){2,5}", fullmatch=True)
WRITTEN = st.lists(
    st.one_of(st.sampled_from(LINES), NUMBERS, st.text(alphabet=SIGNS, max_size=20)), max_size=4
).map("".join)

PATTERNS = [
    pattern
    for room in (bylines, contacts, homes, numbers, people)
    for value in vars(room).values()
    for pattern in (value if isinstance(value, tuple) else (value,))
    for pattern in (pattern if isinstance(pattern, tuple) else (pattern,))
    if isinstance(pattern, re.Pattern)
]


def looked_at_by_all(text: str) -> Redacted:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(STEPS, "_FINDERS", tuple((OPEN, steps) for _, steps in STEPS._FINDERS))
        patch.setattr(contacts, "_CUE", OPEN)
        return redact(text)


@pytest.mark.parametrize("line", LINES)
def test_an_invented_line_is_redacted_as_if_all_had_looked(line: str) -> None:
    assert redact(line) == looked_at_by_all(line)


@given(WRITTEN)
def test_any_text_is_redacted_as_if_all_had_looked(text: str) -> None:
    assert redact(text) == looked_at_by_all(text)


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda one: one.pattern[:24])
@settings(max_examples=30)
@given(data=st.data())
def test_what_a_finder_is_after_is_seen_by_the_look_before_it(
    pattern: re.Pattern[str], data: st.DataObject
) -> None:
    text = data.draw(st.from_regex(pattern))
    assert redact(text) == looked_at_by_all(text)


def test_most_lines_are_looked_at_by_few() -> None:
    """Else the look is no use."""
    asked = sum(needs.search(shadow.folded(line)) is not None for line in LINES for needs, _ in STEPS._FINDERS)
    assert asked < len(LINES) * len(STEPS._FINDERS) / 2


def test_what_is_not_folded_is_its_own_plainest_form() -> None:
    kept = [c for c in map(chr, range(0x110000)) if not shadow._MAY_FOLD.match(c)]
    assert len(kept) > 20_000
    assert [c for c in kept if shadow._fold.__wrapped__(c) != c and not c < "A"] == []
