"""How early, and with how much noise: `huisheng replay` over the recorded streams, judged by their own judge.

usage: python -m bench.replay [STREAMS_DIR]     (default ../shared/replay beside the repository)

Prints one line a stream and the means of the README. The streams hold real people's posts and are not part of the
repository; without them this says so and does nothing.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import mean
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = Path(sys.executable).with_name("huisheng")
LARGE, SMALL = ("dev-1", "dev-2", "dev-3"), ("dev-small",)


def judged(folder: Path, name: str) -> dict[str, Any]:
    """The judge's figures for one stream, with time and memory as the command prints them."""
    with tempfile.TemporaryDirectory() as scratch:
        alerts = Path(scratch) / "alerts.jsonl"
        run = subprocess.run(
            [PROGRAM, "replay", folder / name / "posts.jsonl.gz", "--out", alerts],
            capture_output=True, text=True, check=True, cwd=scratch,
        )  # fmt: skip
        figures = _judge(folder, name, alerts)
    cost = re.search(r"(\d+) s\W+(\d+) MB", run.stderr)
    seconds, megabytes = (int(cost[1]), int(cost[2])) if cost else (0, 0)
    best = _judge(folder, name)
    cost_and_best = {"seconds": seconds, "megabytes": megabytes, "ceiling": best["recall"], "ceiling5": best["in5"]}
    return {**figures, **cost_and_best}


def _judge(folder: Path, name: str, alerts: Path | None = None) -> dict[str, Any]:
    what = [alerts] if alerts else ["--ceiling"]
    judge = [sys.executable, "-B", folder / "score.py", folder / name, *what, "--json"]
    found: dict[str, Any] = json.loads(subprocess.run(judge, capture_output=True, check=True).stdout)
    return found


def main(folder: Path) -> None:
    """Judge every stream that is there."""
    if not (folder / "score.py").exists():
        print(f"no recorded streams at {folder}: nothing measured")
        return
    print("stream     recall  of ceiling  noise/day  in5    of ceiling  purity  minutes  seconds  MB")
    for names in (LARGE, SMALL):
        rows = [judged(folder, name) for name in names]
        for row in rows:
            print(_line(row["stream"], row))
        if len(rows) > 1:
            print(_line("mean", {key: mean(row[key] for row in rows) for key in _FIGURES}))


_FIGURES = ("recall", "ceiling", "noise_day", "in5", "ceiling5", "purity", "median_minutes", "seconds", "megabytes")


def _line(name: str, row: dict[str, Any]) -> str:
    return (
        f"{name:10} {row['recall']:.3f}   {row['recall'] / row['ceiling']:.2f}        {row['noise_day']:.2f}      "
        f" {row['in5']:.2f}   {row['in5'] / row['ceiling5']:.2f}        {row['purity']:.2f}   "
        f" {row['median_minutes']:4.0f}     {row['seconds']:4.0f}    {row['megabytes']:4.0f}"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "replay")
