"""Texts that no sensible program wants, through every command that reads posts: done, or refused by name."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli import huisheng

CONFIG = """\
association: {name: 协会, town: 永康, contact: "mailto:a@xiehui.cn"}
database: town.db
topics: {water: {words: [溺水]}}
"""
ODD = {
    "empty": '""',
    "null": "null",
    "nan": "NaN",
    "blank": '" \\n\\t\\u3000"',
    "emoji": '"😂😭👨\\u200d👩\\u200d👧🇨🇳"',
    "surrogate": '"\\ud800\\udc00\\ud800"',
    "nul": '"\\u0000\\u0000"',
    "digits": '"110 12345 2026"',
    "latin": '"The quick brown fox jumps over the lazy dog"',
    "tibetan": '"བོད་སྐད་ཡིག་གི་ལས་གཞི"',
    "uyghur": '"ئۇيغۇر تىلى ۋە يېزىقى"',
    "marks": '"' + "\\u0301" * 500 + '"',
}
SCORED = {"mixed": '"聽說水庫有人溺水,真的吗?大家小心,孩子別去玩水"', "megabyte": json.dumps("水库溺水" * 250_000)}
EVERYTHING = {**ODD, **SCORED}


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config.yaml").write_text(CONFIG, encoding="utf-8")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(huisheng, list(arguments), catch_exceptions=False)


def lines(*more: str) -> str:
    rest = "".join(f", {part}" for part in more)
    rows = [f'{{"id": "{name}", "text": {text}{rest}}}' for name, text in EVERYTHING.items()]
    Path("in.jsonl").write_text("\n".join(rows), encoding="utf-8")
    return "in.jsonl"


def test_score_gives_a_score_or_says_that_there_is_none() -> None:
    done = run("score", lines())
    rows = {row["id"]: row for row in map(json.loads, done.stdout.splitlines())}
    assert done.exit_code == 0 and list(rows) == list(EVERYTHING)
    for name in ODD:
        row = rows[name]
        assert (row["label"], row["sentiment"], row["confidence"], row["scores"]) == ("unscorable", None, 0, {}), (
            name
        )
    for name in SCORED:
        assert rows[name]["label"] != "unscorable" and 0 <= rows[name]["sentiment"] <= 1
        assert rows[name]["watch"][0]["term"] == "溺水"


def test_replay_takes_them_in() -> None:
    where = '"source": "站", "thread": "t1", "published_at": null, "fetched_at": "2026-03-01T08:00:00+08:00"'
    done = run("replay", lines(where), "--out", "out.jsonl")
    assert done.exit_code in {0, 1} and "Traceback" not in done.output
    assert Path("out.jsonl").read_text(encoding="utf-8") == ""
    refused = [line for line in done.stderr.splitlines() if line.startswith("第 ")]
    assert len(refused) == done.exit_code * len(refused) and len(refused) <= 2, refused


def test_redact_leaves_them_as_they_are() -> None:
    done = run("redact", lines())
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.exit_code in {0, 1}
    told = len(rows) + len(done.stderr.splitlines())
    assert told >= len(EVERYTHING)
    for row in rows:
        given = json.loads(EVERYTHING[row["id"]].replace("NaN", "null")) or ""
        if row["id"] != "digits":
            assert (row["text"], row["spans"]) == (given, []), row["id"]


def test_import_keeps_or_refuses_each_by_its_line_and_analysis_reads_what_was_kept() -> None:
    rows = [
        f'{{"source": "站", "key": "{name}", "url": "https://bbs.example.org/{i}", "thread": "{name}", "title": "",'
        f' "body": {text}, "published_at": "2026-03-01T08:00:00+08:00", "fetched_at": "2026-03-01T08:05:00+08:00"}}'
        for i, (name, text) in enumerate(EVERYTHING.items())
    ]
    Path("posts.jsonl").write_text("\n".join(rows), encoding="utf-8")
    done = run("import", "posts.jsonl")
    assert done.exit_code in {0, 1} and "Traceback" not in done.output
    assert run("analyse").exit_code == 0
    with closing(sqlite3.connect("town.db")) as connection:
        kept = dict(connection.execute("SELECT post.key, label FROM post JOIN scored_post ON post_id = post.id"))
        failed = connection.execute("SELECT count(*) FROM issue WHERE kind = 'unscored'").fetchone()[0]
    assert failed == 0 and {"mixed", "latin", "tibetan", "uyghur"} <= set(kept)
    assert all((label == "unscorable") == (key in ODD) for key, label in kept.items())
