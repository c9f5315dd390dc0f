"""CSV and XLSX for people with a spreadsheet: no cell runs, Chinese shows, dates are dates."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from alerts.export.tables import harmless
from alerts.triage.excerpt import excerpt
from store import audit, stories
from store.alerts import page

ROOT = Path(__file__).resolve().parents[3]
FORMULAS = [
    '=HYPERLINK("http://evil.example.org","点我")', "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1+1", "＝1+1",
    "  =1+1", "=cmd|'/c calc'!A1", "%0A-3+3", '"=1+1"', "{=1+1}", "http://evil.example.org/",
    "mailto:a@example.org", "0012",
]  # fmt: skip


@pytest.fixture
def hostile(desk: Any, make_story: Any, now: Any) -> Any:
    """One story a formula, with the formula as title and as terms."""
    stories.save(
        desk.store,
        [make_story(f"s{n:02}", title=text, terms=(text,), surprise=-1.5) for n, text in enumerate(FORMULAS)],
    )
    return desk


def test_csv_has_no_cell_that_a_spreadsheet_runs(hostile: Any) -> None:
    raw = hostile.file("stories", name="s.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert len(rows) == len(FORMULAS) + 1 and {len(row) for row in rows} == {14}
    for row in rows[1:]:
        assert row[13] == "-1.5"  # a number stays one
        assert not any(cell.lstrip(" 　").startswith(tuple("=+@\t\r＝＋－＠")) for cell in row), row
        assert not any(cell.startswith("-") for cell in row[:13])


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@a", "\t1", "\r1", "\n1", "　=1"])
def test_an_apostrophe_goes_in_front(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", [-1, -1.5, 0, None, "", "a=b", "少于3", "2026-03-02"])
def test_numbers_and_harmless_texts_stay(cell: object) -> None:
    assert harmless(cell) == cell and type(harmless(cell)) is type(cell)


def test_a_workbook_holds_texts_and_no_formula(hostile: Any, sheet_xml: Any) -> None:
    path = hostile.file("stories", name="s.xlsx")
    xml = sheet_xml(path)
    assert not re.search(r"<f[ >/]", xml) and "<hyperlink" not in xml and "relationships/hyperlink" not in xml
    sheet = openpyxl.load_workbook(path).active
    for row, text in zip(sheet.iter_rows(min_row=2), [FORMULAS[n] for n in range(len(FORMULAS))], strict=True):
        assert {cell.data_type for cell in row} <= {"s", "n", "d", "inlineStr"}
        assert row[2].data_type in {"s", "inlineStr"} and row[2].hyperlink is None
        assert isinstance(row[13].value, float) and row[13].value == -1.5
        assert row[2].value == excerpt(text)
        assert row[3].data_type in {"s", "inlineStr"} and (row[3].value == text or "\r" in text)


def test_a_workbook_looks_as_people_expect(told: Any) -> None:
    sheet = openpyxl.load_workbook(told.file("stories", name="s.xlsx")).active
    assert sheet.title == "话题" and sheet.freeze_panes == "A2"
    titles = [cell.value for cell in sheet[1]]
    assert titles[:5] == ["编号", "类型", "标题", "词", "关注话题"]
    assert sheet.column_dimensions["C"].width > 40
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert rows[1][:4] == ("s1", "自动发现", "牙签弩能射穿易拉罐", "牙签弩、易拉罐")
    assert rows[0][4:7] == ("溺水", "生命安全", "待核实")
    assert rows[1][7] == dt.datetime.fromisoformat("2026-03-02T13:00")  # the town's time
    assert (rows[0][9], rows[1][9], rows[2][10]) == ("少于3", 5, None)
    assert sheet["H2"].is_date and sheet["J3"].data_type == "n"
    days = openpyxl.load_workbook(told.file("digests", name="d.xlsx")).active
    assert days["A2"].is_date and days["A2"].value == dt.datetime.fromisoformat("2026-03-02")


def test_titles_follow_the_language(told: Any) -> None:
    path = told.folder / "config.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "language: en\n", encoding="utf-8")
    sheet = openpyxl.load_workbook(told.file("stories", name="s.xlsx")).active
    assert sheet.title == "stories" and sheet["C1"].value == "title" and sheet["J2"].value == "under 3"
    assert told.lines("stories")[0]["threads"] == "少于3"  # for programs, the same in every language


def test_the_same_export_twice_is_the_same_file(told: Any) -> None:
    first = [told.file("alerts", name=f"a.{form}").read_bytes() for form in ("jsonl", "csv", "xlsx")]
    again = [told.file("alerts", name=f"b.{form}").read_bytes() for form in ("jsonl", "csv", "xlsx")]
    assert first == again


@pytest.mark.parametrize("form", ["jsonl", "csv", "xlsx"])
def test_a_full_disk_leaves_the_old_file_and_nothing_half_written(form: str, desk: Any, make_story: Any) -> None:
    stories.save(desk.store, [make_story(f"s{n:05}", title=f"第{n}件怪事{n * n}") for n in range(4000)])
    desk.store.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    out = desk.folder / f"old.{form}"
    out.write_text("as it was", encoding="utf-8")
    command = [sys.executable, "cli.py", "export", "stories", "--out", out, "--config", desk.folder / "config.yaml"]
    limit = 60_000  # bytes that the process may write into one file
    result = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )  # fmt: skip
    assert result.returncode == 1, result.stderr
    assert "Traceback" not in result.stderr and "没有写成" in result.stderr
    assert out.read_text(encoding="utf-8") == "as it was"
    assert not [path.name for path in desk.folder.iterdir() if "partial" in path.name]


def test_an_export_that_cannot_be_recorded_does_not_happen(told: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    told.store.db.conn.execute("DROP TABLE audit")
    out = told.folder / "a.csv"
    ran = told.run("alerts", "--out", str(out))
    assert ran.exit_code == 1 and not out.exists()
    assert told.run("alerts").stdout == b""
    assert page(told.store)


def test_a_place_that_cannot_be_written_is_named(told: Any) -> None:
    for out in (told.folder, told.folder / "no" / "folder.csv"):
        ran = told.run("alerts", "--out", str(out))
        assert ran.exit_code == 2 and str(out) in ran.stderr
    assert audit.latest(told.store) == []
