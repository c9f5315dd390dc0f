"""Which columns refuse a file, and which are merely not read."""

from __future__ import annotations

import json

import pytest

from crawlers.imports.columns import KNOWN, could_hold_a_person, unread

PERSONS = """
author Author author_id post_author authorName user userName user_id username
screen_name nick nickname nick_name uid UID member avatar avatar_url profile
phone 电话 手机 手机号 tel telephone mobile email e-mail mail wechat 微信号 QQ qq_number
作者 发帖人 发布者 发布人 楼主 昵称 网名 头像 用户 用户名 帐号 账号 会员 姓名 联系人 联系方式 身份证号 住址
家庭地址 性别 年龄 生日
IP ip属地 name real_name display_name owner creator poster by_line byline
reporter 记者 编者 reply_to 回复人 mentions gender birthday 粉丝数 个人主页 ａｕｔｈｏｒ idCard
openid from by contact
"""
THINGS = """
views replies likes tags board forum_name source_name 分类 版块 版块名称 浏览数 回复数 回复人数
点赞 标签 score id lang language page message zip description category 链接 网址 标题 时间
来源 image_count tip shared topic_name
"""


@pytest.mark.parametrize("name", PERSONS.split())
def test_a_column_that_could_hold_a_person(name: str) -> None:
    assert could_hold_a_person(name)


@pytest.mark.parametrize("name", [*KNOWN, *THINGS.split(), "Body ", "\ufefftitle"])
def test_a_column_about_a_thing(name: str) -> None:
    assert not could_hold_a_person(name)


def test_what_is_not_read_is_named_once() -> None:
    assert unread(["source", "views", "Key", "views", "", "tags"]) == ["views", "tags"]


@pytest.mark.parametrize("name", ["作者", "author", "phone"])
def test_the_whole_file_is_refused(name: str, town, head, row) -> None:
    result = town.run(head.strip() + f",{name}\n" + row("1").strip() + ",某甲\n")
    assert result.exit_code == 2
    assert name in result.stderr and "删掉" in result.stderr
    assert not (town.folder / "town.db").exists()


def test_a_person_in_the_last_line_refuses_the_whole_file(town) -> None:
    good = {"source": "论坛", "key": "1", "body": "大家说说", "published_at": "2026-11-20 08:00"}
    lines = [json.dumps({**good, "key": str(n)}) for n in range(2000)]
    result = town.run("\n".join([*lines, json.dumps({**good, "nickname": "某甲"})]), name="posts.jsonl")
    assert result.exit_code == 2
    assert "nickname" in result.stderr and "jq" in result.stderr
    assert not (town.folder / "town.db").exists()


def test_other_columns_are_noted(town, head, row) -> None:
    result = town.run(head.strip() + ",浏览数,tags\n" + row("1").strip() + ",12,x\n")
    assert result.exit_code == 0
    assert "浏览数、tags" in result.stderr
    assert len(town.posts()) == 1


def test_columns_that_are_missing_or_doubled_are_named(town, row) -> None:
    missing = town.run("title,body\na,b\n")
    assert missing.exit_code == 2 and "source、key" in missing.stderr
    twice = town.run("source,key,body,body\na,1,b,c\n")
    assert twice.exit_code == 2 and "body" in twice.stderr
