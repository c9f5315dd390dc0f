"""A log line is one line, says when, and quotes nothing."""

from __future__ import annotations

import logging
import re
import sys

from model.logs import LONGEST, PlainLine, way_to


def record(message: str, *arguments: object, failed: bool = False) -> str:
    info = None
    if failed:
        try:
            float("听说水库有孩子溺水")
        except ValueError:
            info = sys.exc_info()
    return PlainLine().format(logging.LogRecord("huisheng.x", logging.ERROR, "x.py", 1, message, arguments, info))


def test_time_and_zone_come_first() -> None:
    line = record("%s 完成", "cycle")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4} ERROR huisheng\.x: cycle 完成", line)


def test_an_exception_is_told_by_its_type_and_place_only() -> None:
    line = record("failed", failed=True)
    assert "溺水" not in line and "\n" not in line
    assert re.search(r"failed ValueError, test_logs\.py:\d+ in record$", line)


def test_a_message_of_many_lines_becomes_one_of_bounded_length() -> None:
    line = record("a\nb\r\n\tc" + "很长" * 2000)
    assert "\n" not in line and "a b c" in line and len(line) == LONGEST


def test_the_way_has_the_innermost_step_first() -> None:
    def inner() -> None:
        raise KeyError("secret")

    try:
        inner()
    except KeyError as error:
        assert re.fullmatch(
            r"KeyError, test_logs\.py:\d+ in inner < test_logs\.py:\d+ in test_the_way.*", way_to(error)
        )
    assert way_to(KeyError("x")) == "KeyError"
