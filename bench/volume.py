"""Ten districts at once: does a story of one district still stand out, and what does a day cost?

usage: python -m bench.volume [STREAMS_DIR] [--seeds 11 12 …]      (default ../shared/replay beside the repository)

For each seed, make_stream.py of the streams' folder makes a region of ten districts with 20,000 posts a day and a
town with 2,000, both with the same stories (other times, sizes and replies), 10 days to learn from and 5 to be
judged. The region is heard twice: split by district, and as one stream. Learning ends after 10 days here, since
there are no more. The streams hold real people's posts and go when the program ends.
"""

from __future__ import annotations

import argparse
import gzip
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import mean
from typing import Any

from bench.ablation.judge import Judge, judge_module
from bench.replay import PROGRAM, ROOT

_CONFIG = """association: {name: bench, town: 永康, contact: "mailto:bench@example.org"}
analysis: {emergence: {learning_days: 10}}
"""
_DAYS = 15
_KINDS = {"town": ("town", "one town"), "split": ("region", "ten, split"), "whole": ("region", "ten, one stream")}
_FIGURES = ("recall", "noise_day", "in5", "purity", "seconds", "megabytes", "ceiling", "ceiling5")


def made(streams: Path, folder: Path, seed: int, volume: int, districts: int) -> None:
    """A stream of 15 days in `folder`."""
    rumour = streams.parent / "data" / "rumour"
    subprocess.run(
        [
            sys.executable, "-B", streams / "make_stream.py", rumour / "ced.jsonl", rumour / "ced_reposts.csv.gz",
            folder, "--templates", streams / "templates-a.json", "--seed", str(seed), "--volume", str(volume),
            "--districts", str(districts), "--warm", "10", "--test", "5",
        ],
        check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip


def without_districts(file: Path, to: Path) -> None:
    """The same posts with sources whose names tell no district: d03-site07 becomes site-d03-07."""
    with (
        gzip.open(file, "rt", encoding="utf-8") as lines,
        gzip.open(to, "wt", encoding="utf-8", compresslevel=1) as out,
    ):
        for line in lines:
            out.write(re.sub(r'"source": "(d\d+)-site', r'"source": "site-\1-', line, count=1))


def replayed(posts: Path, judge: Judge, scratch: Path) -> dict[str, Any]:
    """The judge's figures, with time and memory as the command prints them."""
    config, alerts = scratch / "config.yaml", scratch / "alerts.jsonl"
    config.write_text(_CONFIG, encoding="utf-8")
    command = [PROGRAM, "replay", posts, "--out", alerts, "--config", config]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    cost = re.search(r"(\d+) s\W+(\d+) MB", run.stderr)
    seconds, megabytes = (int(cost[1]), int(cost[2])) if cost else (0, 0)
    ceiling = judge.ceiling()
    figures = {**judge.of_file(alerts), "seconds": seconds, "megabytes": megabytes}
    return {**figures, "ceiling": ceiling["recall"], "ceiling5": ceiling["in5"]}


def measured(streams: Path, seed: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """The figures of the town, of the region split, and of the region as one stream."""
    module = judge_module(streams)
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        made(streams, scratch / "town", seed, 2_000, 1)
        made(streams, scratch / "region", seed, 20_000, 10)
        for kind, (folder, _) in _KINDS.items():
            posts = scratch / folder / "posts.jsonl.gz"
            if kind == "whole":
                posts = scratch / "whole.jsonl.gz"
                without_districts(scratch / folder / "posts.jsonl.gz", posts)
            yield kind, replayed(posts, Judge(module, scratch / folder), scratch)


def main(streams: Path, seeds: list[int]) -> None:
    """Measure, and print a line for each stream and the means."""
    if not (streams / "make_stream.py").exists():
        print(f"no maker of streams at {streams}: nothing measured")
        return
    print("seed  stream           recall  of ceiling  noise/day  in5    of ceiling  purity  s/day  MB")
    rows: dict[str, list[dict[str, Any]]] = {kind: [] for kind in _KINDS}
    for seed in seeds:
        for kind, row in measured(streams, seed):
            rows[kind].append(row)
            print(_line(str(seed), kind, row), flush=True)
    for kind, found in rows.items():
        print(_line("mean", kind, {key: mean(row[key] or 0 for row in found) for key in _FIGURES}))


def _line(seed: str, kind: str, row: dict[str, Any]) -> str:
    return (
        f"{seed:5} {_KINDS[kind][1]:16} {row['recall']:.3f}   {row['recall'] / row['ceiling']:.2f}       "
        f" {row['noise_day']:.2f}       {row['in5']:.2f}   {row['in5'] / row['ceiling5']:.2f}       "
        f" {row['purity'] or 0:.2f}    {row['seconds'] / _DAYS:5.1f}  {row['megabytes']:.0f}"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.volume", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("streams", type=Path, nargs="?", default=ROOT.parent / "shared" / "replay")
    parser.add_argument("--seeds", type=int, nargs="+", default=[11, 12, 13])
    arguments = parser.parse_args()
    main(arguments.streams, arguments.seeds)
