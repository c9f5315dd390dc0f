"""`huisheng redact`: JSON Lines in and out."""

from __future__ import annotations

import json

from click.testing import CliRunner, Result

from cli import huisheng


def run(text: str | bytes) -> Result:
    return CliRunner().invoke(huisheng, ["redact", "-"], input=text)


def test_lines_come_back_in_order_with_spans_into_the_original() -> None:
    result = run('{"id": "a", "text": "电话13800005678"}\n{"id": 7, "text": "没有什么"}\n')
    assert result.exit_code == 0
    assert [json.loads(line) for line in result.stdout.splitlines()] == [
        {"id": "a", "text": "电话〔电话〕", "spans": [{"start": 2, "end": 13, "kind": "mobile"}]},
        {"id": 7, "text": "没有什么", "spans": []},
    ]


def test_a_bad_line_is_named_and_the_rest_is_done() -> None:
    lines = [
        b'{"id": "a", "text": "x"}',
        b"not json",
        b'{"id": "b"}',
        b"[1]",
        b"\xff\xfe",
        b"",
        b'{"id": "c", "text": "y"}',
    ]
    result = run(b"\n".join(lines))
    assert result.exit_code == 1
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["a", "c"]
    assert [json.loads(line)["line"] for line in result.stderr.splitlines()] == [2, 3, 4, 5]


def test_a_lone_surrogate_and_a_nul_byte_pass_through() -> None:
    result = run('{"id": "a", "text": "\\ud83d\\u0000 13800005678"}\n')
    assert result.exit_code == 0
    assert json.loads(result.stdout)["text"] == "\ud83d\0 〔电话〕"


def test_no_input_is_no_output() -> None:
    result = run("")
    assert (result.exit_code, result.output) == (0, "")
