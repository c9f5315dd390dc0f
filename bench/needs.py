"""Prints what a machine needs: memory of each command with everything it starts, and disk per 100,000 posts.

`python -m bench.needs [--folder FOLDER]`. Uses the invented town of `huisheng demo`. Memory is the largest sum,
over one command and its children, of resident pages with shared ones divided among their users (Pss), looked at
twenty times a second. FOLDER keeps the town for another look.
"""

from __future__ import annotations

import argparse
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = [sys.executable, str(ROOT / "cli.py")]
IDLE_SECONDS = 8.0
_CONFIG = """\
association: {{name: 协会, town: 永康, contact: mailto:help@xiehui.cn}}
database: {database}
console: {{port: 0}}
digest: {{folder: {folder}/digests}}
schedule: {{cycle_every: 1d, grace: 0s}}
analysis: {{sentiment: {sentiment}}}
"""


def main() -> None:
    """Fill a town, then measure each command on it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = (given.folder or Path(scratch)).resolve()
        _report(
            "demo: crawl, analyse, alert over 24 days at once",
            [*PROGRAM, "demo", "--once", "--folder", str(folder)],
        )
        database = max(folder.rglob("*.db"), key=lambda path: path.stat().st_size)
        print(f"disk: {_bytes_per_post(database) * 100_000 / 1e6:.0f} MB per 100,000 posts")
        _measure_commands(folder, database)


def _measure_commands(folder: Path, database: Path) -> None:
    config = folder / "needs.yaml"
    config.write_text(_CONFIG.format(database=database, folder=folder, sentiment="posts"), encoding="utf-8")
    for name in ("cycle", "digest"):
        _report(name, [*PROGRAM, name, "--config", str(config)])
    config.write_text(_CONFIG.format(database=database, folder=folder, sentiment="snownlp"), encoding="utf-8")
    posts = folder / "needs.jsonl"
    posts.write_text('{"id": "1", "text": "听说水库那边出事了,是真的吗"}\n' * 200, encoding="utf-8")
    _report("score with SnowNLP itself", [*PROGRAM, "score", str(posts), "--config", str(config)])
    for name in ("run", "serve"):
        _report(f"{name}, idle", [*PROGRAM, name, "--config", str(config)], seconds=IDLE_SECONDS)


def _report(label: str, command: list[str], seconds: float | None = None) -> None:
    peak, took = _peak_mb(command, seconds)
    print(f"memory of {label}: {peak:.0f} MB" + (f" ({took:.0f} s)" if seconds is None else ""), flush=True)


def _peak_mb(command: list[str], seconds: float | None) -> tuple[float, float]:
    start, peak = time.monotonic(), 0.0
    over: Callable[[], bool] = lambda: seconds is not None and time.monotonic() - start > seconds  # noqa: E731
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None and not over():
            peak = max(peak, sum(_pss_kb(pid) for pid in _family(process.pid)) / 1024)
            time.sleep(0.05)
        process.terminate()
    return peak, time.monotonic() - start


def _family(pid: int) -> list[int]:
    found = [pid]
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        found += [other for child in _read(tasks).split() for other in _family(int(child))]
    return found


def _pss_kb(pid: int) -> int:
    found = re.search(r"^Pss:\s+(\d+)", _read(Path(f"/proc/{pid}/smaps_rollup")), re.MULTILINE)
    return int(found[1]) if found else 0


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace")
    except OSError:  # it has just ended
        return ""


def _bytes_per_post(database: Path) -> float:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        [posts] = connection.execute("SELECT count(*) FROM post").fetchone()
    print(f"posts of the town: {posts:,}")
    return database.stat().st_size / float(posts)


if __name__ == "__main__":
    main()
