"""`huisheng score` as a user meets it: the contract, and every kind of bad line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from commands.score import command
from model.errors import ConfigError

KEYS = {
    "id", "words", "sentiment", "confidence", "label", "scores", "engine",
    "watch", "cues", "places", "duplicate_of",
}  # fmt: skip
TOPICS = "bow:\n  words: [牙签弩]\n"
NEWS = "听说古山中学门口的文具店在卖牙\u200b签弩,能射穿易拉罐,家长们都注意一下"


@pytest.fixture(autouse=True)
def _no_configuration_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(folder: Path, lines: str | bytes, *more: str) -> Result:
    (folder / "topics.yaml").write_text(TOPICS, encoding="utf-8")
    (folder / "in.jsonl").write_bytes(lines if isinstance(lines, bytes) else lines.encode())
    return CliRunner().invoke(
        command, [str(folder / "in.jsonl"), "--topics", str(folder / "topics.yaml"), *more], catch_exceptions=False
    )


def rows(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_the_contract(tmp_path: Path) -> None:
    lines = [
        {"id": "b", "text": NEWS, "title": "真的吗", "published_at": "2026-03-01T08:00:00+08:00"},
        {"id": "a", "text": NEWS + "!!", "published_at": "2026-03-01T09:00:00+08:00"},
        {"id": "c", "text": NEWS, "published_at": "2026-05-01T09:00:00+08:00"},
    ]
    result = run(tmp_path, "\n".join(json.dumps(line) for line in lines))
    assert result.exit_code == 0
    assert result.stderr == ""
    first, second, third = rows(result)
    assert set(first) == KEYS
    assert [first["id"], second["id"], third["id"]] == ["b", "a", "c"]
    start = NEWS.index("牙")
    hit = {
        "topic": "bow",
        "term": "牙签弩",
        "text": "牙\u200b签弩",
        "start": start,
        "end": start + 4,
        "field": "text",
        "through": ["invisible"],
    }
    assert first["watch"] == [hit]
    assert 0 <= first["sentiment"] <= 1
    assert first["places"] == ["古山镇"]
    assert [row["duplicate_of"] for row in (first, second, third)] == [None, "b", None]


def test_bad_lines_are_named_and_the_others_scored(tmp_path: Path) -> None:
    lines = (
        b'{"id": "1", "text": "\xe5\x81\x9c\xe6\xb0\xb4"}\n\nnot json\n{"id": 3, "text": "x"}\n{"id": "4"}\n[1]\n'
        b'{"id": "6", "text": 5}\n\xff\xfe\n{"id": "8", "text": "a", "published_at": "yesterday"}\n'
    )
    result = run(tmp_path, lines)
    assert result.exit_code == 1
    assert [row["id"] for row in rows(result)] == ["1", "8"]
    faults = [json.loads(line) for line in result.stderr.splitlines()]
    assert [fault["line"] for fault in faults] == [3, 4, 5, 6, 7, 8]
    assert all(fault["error"] for fault in faults)


def test_nothing_to_read_is_unscorable_and_never_an_error(tmp_path: Path) -> None:
    texts = ['""', "null", "NaN", '"12345"', '"hello"', '"\\ud800"', '"\\u0f56\\u0f7c\\u0f51"', '"\\u0000"', '"😂"']
    result = run(tmp_path, "\ufeff" + "\n".join(f'{{"id": "{i}", "text": {t}}}' for i, t in enumerate(texts)))
    assert result.exit_code == 0
    assert [(row["label"], row["sentiment"]) for row in rows(result)] == [("unscorable", None)] * len(texts)


def test_a_lone_surrogate_in_id_or_hit_gives_valid_output(tmp_path: Path) -> None:
    result = run(tmp_path, '{"id": "\\ud800x", "text": "卖牙\\ud800签弩"}')
    (row,) = rows(result)
    assert (row["id"], row["watch"][0]["text"]) == ("\ud800x", "牙?签弩")
    assert (row["watch"][0]["start"], row["watch"][0]["end"]) == (1, 5)


def test_a_megabyte_without_punctuation(tmp_path: Path) -> None:
    result = run(tmp_path, json.dumps({"id": "1", "text": "校门口卖牙签弩" * 150_000}))
    (row,) = rows(result)
    assert len(row["watch"]) == 20
    assert row["label"] != "unscorable"


def test_without_any_configuration() -> None:
    result = CliRunner().invoke(command, [], input='{"id": "1", "text": "方岩镇停水了"}', catch_exceptions=False)
    assert result.exit_code == 0
    assert (rows(result)[0]["watch"], rows(result)[0]["places"]) == ([], ["方岩镇"])


def test_a_configuration_that_was_named_must_exist(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.yaml"):
        run(tmp_path, "", "--config", str(tmp_path / "none.yaml"))


def test_a_file_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    result = CliRunner().invoke(command, [str(tmp_path / "none.jsonl")])
    assert result.exit_code == 2
    assert "none.jsonl" in result.stderr


def test_a_wording_of_days_ago_is_a_cue(tmp_path: Path) -> None:
    old = "紧急通知,最近有外地来的面包车专门抢小孩,已经丢了二十多个,请各位家长一定要看好自己的孩子"
    lines = [
        {"id": "a", "text": old, "published_at": "2026-03-01T08:00:00+08:00"},
        {"id": "b", "text": old + "!", "published_at": "2026-03-02T08:00:00+08:00"},
        {"id": "c", "text": "转发:" + old, "published_at": "2026-03-10T08:00:00+08:00"},
        {"id": "d", "text": "转发:" + old},
    ]
    result = run(tmp_path, "\n".join(json.dumps(line, ensure_ascii=False) for line in lines).encode())
    assert ["seen_before" in row["cues"] for row in rows(result)] == [False, False, True, False]
