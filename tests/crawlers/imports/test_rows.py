"""Broken files: every bad line is named with its number and its reason, the rest goes in."""

from __future__ import annotations

import json
import re

import pytest


def refused(stderr: str) -> dict[int, str]:
    return {int(n): reason for n, reason in re.findall(r"^第 (\d+) 行没有导入：(.+)$", stderr, re.MULTILINE)}


def test_each_bad_line_of_csv_is_named_and_the_rest_goes_in(town, head, row) -> None:
    bad = [
        row("1"),
        row("2", published_at="昨天下午"),  # 3: no year
        row("3", published_at="2126-01-01 08:00"),  # 4: future
        row("4", published_at="2019-01-01 08:00"),  # 5: too old
        row("5", published_at="2026-13-45 27:00"),  # 6
        row(""),  # 7: no key
        row("7", source=""),  # 8
        row("8", body=""),  # 9: empty
        row("9", published_at=""),  # 10: no time at all
        "论坛,10,只有三列\n",  # 11
        row("11", '"没有关的引号'),  # 12
        row("12", published_at="2026-11-20 08:00", fetched_at="2026-11-19 08:00"),  # 13: fetched before it was said
        row("13", source="网 站@x"),  # 14
        row("a@b.cn"),  # 15: a person as key
        ",,,,,,,\n",  # skipped
        row("15"),
    ]
    result = town.run(head + "".join(bad))
    assert result.exit_code == 1
    assert sorted(refused(result.stderr)) == [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]
    reasons = refused(result.stderr)
    assert "年份" in reasons[3] and "将来" in reasons[4] and "两年" in reasons[5] and "看不懂" in reasons[6]
    assert (
        "key" in reasons[7] and "source" in reasons[8] and "没有标题" in reasons[9] and "fetched_at" in reasons[10]
    )
    assert "3 列" in reasons[11] and "引号" in reasons[12] and "晚于 fetched_at" in reasons[13]
    assert [post.key for post in town.posts()] == ["1", "15"]


def test_each_bad_line_of_json_is_named_and_the_rest_goes_in(town) -> None:
    good = {"source": "论坛", "key": 7, "body": "大家说说", "published_at": "2026-11-20T08:00:00+08:00"}
    lines = [
        json.dumps(good), "{not json", "[1, 2]", "7" * 5000, json.dumps({**good, "key": "8", "body": ["a"]}), "",
        json.dumps({**good, "key": "9", "published_at": 1795132800}), '{"a": ' * 3000, json.dumps({"key": "x"}),
        json.dumps({**good, "key": "k\ud83d"}), json.dumps({**good, "key": "last", "title": None}),
    ]  # fmt: skip
    result = town.run("\n".join(lines), name="posts.jsonl")
    assert result.exit_code == 1
    assert sorted(refused(result.stderr)) == [2, 3, 4, 5, 7, 8, 9, 10]
    assert [post.key for post in town.posts()] == ["7", "last"]


def test_a_record_over_several_lines_keeps_the_numbers_right(town, head, row) -> None:
    text = head + row("1", '"一\n二""引""号\n\n三"') + row("2", published_at="没有") + row("3")
    result = town.run(text)
    assert sorted(refused(result.stderr)) == [6]
    assert town.posts()[0].body == '一\n二"引"号\n\n三'
    assert [post.key for post in town.posts()] == ["1", "3"]


@pytest.mark.parametrize(
    ("content", "encoding"),
    [("utf-8", None), ("utf-8-sig", None), ("gbk", None), ("gbk", "gbk"), ("gb18030", "gb18030"),
     ("utf-16", None), ("big5", "big5")],
)  # fmt: skip
def test_whatever_excel_saves_is_read(content: str, encoding: str | None, town, head, row) -> None:
    said = "聽說水庫有人溺水" if content == "big5" else "听说水库有人溺水"
    text = head + row("1", said, source="BBS")
    result = town.run(text.replace("\n", "\r\n").encode(content), *(["--encoding", encoding] if encoding else []))
    assert result.exit_code == 0, result.stderr
    assert [post.body for post in town.posts()] == [said]


@pytest.mark.parametrize("mark", [";", "\t"])
def test_other_separators_are_told_from_the_header(mark: str, town, head, row) -> None:
    assert town.run((head + row("1")).replace(",", mark)).exit_code == 0
    assert len(town.posts()) == 1


def test_one_broken_byte_costs_one_line(town, head, row) -> None:
    broken = row("2").encode().replace("大".encode(), b"\xe5\xa4")
    result = town.run(head.encode() + row("1").encode() + broken + row("3").encode())
    assert result.exit_code == 1 and sorted(refused(result.stderr)) == [3]
    assert "--encoding" in result.stderr
    assert [post.key for post in town.posts()] == ["1", "3"]


def test_nul_and_half_an_emoji_are_taken_out_and_said(town) -> None:
    post = {
        "source": "论坛",
        "key": "1",
        "title": "好\0的",
        "body": "笑\ud83d死",
        "published_at": "2026-11-20 08:00",
    }
    result = town.run(
        json.dumps(post) + "\n" + json.dumps({**post, "key": "2"}, ensure_ascii=False), name="a.jsonl"
    )
    assert result.exit_code == 0
    assert [(post.title, post.body) for post in town.posts()] == [("好的", "笑死")] * 2
    assert "第 1 行起 2 帖" in result.stderr


def test_a_body_of_a_megabyte_is_cut_like_a_crawled_one(town, head, row) -> None:
    result = town.run(head + row("1", "水" * 1_100_000) + row("2"))
    assert result.exit_code == 0 and "20000" in result.stderr
    assert [len(post.body) for post in town.posts()] == [20_000, 4]


def test_a_workbook_is_not_taken_for_text(town) -> None:
    result = town.run(b"PK\x03\x04" + bytes(100), name="posts.xlsx")
    assert result.exit_code == 2 and "CSV UTF-8" in result.stderr


def test_no_file_and_an_empty_one(town) -> None:
    assert town.run("", name="posts.jsonl").exit_code == 0
    result = town.run("", "--config", "nowhere.yaml")
    assert result.exit_code == 2
