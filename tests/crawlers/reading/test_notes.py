"""What a board writes into a post by itself is no part of it."""

from __future__ import annotations

import pytest

from crawlers.reading.notes import without_notes

GONE = (
    "本帖最后由 阿明爱钓鱼 于 2026-11-24 09:10 编辑",
    "[i=s] 本帖最后由 山里人 于 昨天 12:00 编辑 [/i]",
    "(此帖最后由 桥下客 于2026-1-2修改过)",
    "桥头.jpg (120.5 KB, 下载次数: 3)",
    "下载附件 保存到相册",
)
STAYS = (
    "本帖最后由大家投票决定,不是编辑说了算",
    "下载次数越多越好",
    "编辑部说这个帖子由他们转发",
)


@pytest.mark.parametrize("note", GONE)
def test_a_note_goes_and_what_was_said_stays(note: str) -> None:
    assert without_notes(f"{note}\n河边有人落水") == "河边有人落水"
    assert without_notes(f"河边有人落水\n{note}") == "河边有人落水"
    assert without_notes(note) == ""


@pytest.mark.parametrize("text", STAYS)
def test_what_people_say_about_it_stays(text: str) -> None:
    assert without_notes(text) == text
