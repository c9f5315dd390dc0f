"""Does the program learn from dismissals, and does it lose a true story by it?

usage: python -m bench.verdicts [SHARED_DIR] [--seed N …] [--volume N] [--templates FILE]
                                                                         (default ../shared beside the repository)

Makes a stream with SHARED_DIR/replay/make_stream.py and the templates beside this file, plants a look-alike kind
that starts 60 times (parents asking for votes in ever other contests; `templates_pets.json`: owners asking for ever
other lost pets), and replays it twice: without decisions, and
with the first 30 starts dismissed half an hour after their alarm. The stories hold real people's posts and are not
part of the repository; without them this says so and does nothing.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(sys.executable).with_name("huisheng")
TEMPLATES = Path(__file__).with_name("templates.json")
STARTS, TAUGHT, THREADS = 60, 30, (4, 7)
Posts = list[dict[str, Any]]


def main() -> int:
    """Make, plant, replay twice, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", nargs="?", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--seed", type=int, nargs="+", default=[61])
    parser.add_argument("--templates", type=Path, default=TEMPLATES)
    parser.add_argument("--volume", type=int, default=200)
    arguments = parser.parse_args()
    rumours = arguments.shared / "data" / "rumour"
    if not (rumours / "ced.jsonl").exists():
        print(f"no recorded stories at {rumours}: nothing measured")
        return 0
    for seed in arguments.seed:
        with tempfile.TemporaryDirectory(prefix="huisheng-verdicts-") as scratch:
            stream = Stream(Path(scratch), arguments.templates, seed, arguments.volume)
            _measure(stream, arguments.shared / "replay", rumours)
    return 0


@dataclass(frozen=True, slots=True)
class Stream:
    """What is made: where, from which templates, by which seed, how many posts a day."""

    folder: Path
    templates: Path
    seed: int
    volume: int


def _measure(stream: Stream, replay: Path, rumours: Path) -> None:
    folder = stream.folder
    maker = [sys.executable, "-B", replay / "make_stream.py", rumours / "ced.jsonl", rumours / "ced_reposts.csv.gz"]
    more = ["--seed", str(stream.seed), "--volume", str(stream.volume), "--templates", stream.templates]
    subprocess.run([*maker, folder, *more], check=True, stdout=subprocess.DEVNULL)
    starts = plant(folder, stream.seed, stream.templates)
    orders = [
        {"posts": ids, "decision": "dismiss", "reason": "not-emerging", "after_minutes": 30}
        for ids in starts[:TAUGHT]
    ]
    (folder / "verdicts.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in orders), encoding="utf-8")
    print(f"stream: seed {stream.seed}, volume {stream.volume}; {STARTS} starts of one look-alike kind", flush=True)
    print("                      alarms in starts 1-30  alarms in starts 31-60  true events heard  noise/day")
    missed: list[set[int]] = []
    for name, given in (
        ("without decisions", []),
        ("first 30 dismissed", ["--verdicts", folder / "verdicts.jsonl"]),
    ):
        alerts = folder / "alerts.jsonl"
        subprocess.run(
            [PROGRAM, "replay", folder / "posts.jsonl.gz", "--out", alerts, *given], check=True,
            capture_output=True, cwd=folder,
        )  # fmt: skip
        words, lost = _told(folder, alerts, replay, starts)
        missed.append(lost)
        print(f"{name:<22}{words}")
    print(f"true events lost by the decisions: {len(missed[1] - missed[0])}")


def plant(folder: Path, seed: int, templates: Path = TEMPLATES) -> list[list[str]]:
    """Add the look-alikes to the stream in `folder`; the ids of the posts of each start, in the order of time."""
    path, truth = folder / "posts.jsonl.gz", json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    with gzip.open(path, "rt", encoding="utf-8") as file:
        posts = [json.loads(line) for line in file]
    rng = random.Random(seed)  # noqa: S311 - the same stream for everybody
    sources = sorted({post["source"] for post in posts})
    first, end = (datetime.fromisoformat(truth[key]) for key in ("test_from", "until"))
    step = (end - first - timedelta(hours=8)) / STARTS
    kind = json.loads(templates.read_text(encoding="utf-8"))
    starts = [_start(rng, number, first + number * step, sources, kind["again"]) for number in range(STARTS)]
    posts += [post for start in starts for post in start]
    posts.sort(key=lambda post: post["fetched_at"])
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(post, ensure_ascii=False) + "\n" for post in posts)
    truth["look_alike_of_post"] |= {
        post["id"]: kind.get("kind", "asking for votes") for start in starts for post in start
    }
    (folder / "truth.json").write_text(json.dumps(truth, ensure_ascii=False), encoding="utf-8")
    return [[post["id"] for post in start] for start in starts]


def _start(rng: random.Random, number: int, at: datetime, sources: list[str], kind: dict[str, list[str]]) -> Posts:
    """One contest or pet: several people on several sites within two hours, each in words of the kind."""
    contest = rng.choice(kind["more"]).format(k=number + 2) + rng.choice(kind["names"])
    entrant, day = rng.randrange(3, 90), f"{rng.randrange(2, 28)}号"
    posts: Posts = []
    for thread in range(rng.randint(*THREADS)):
        at += timedelta(minutes=rng.randrange(3, 30))
        text = rng.choice(kind["wish"]).format(a=contest, n=entrant, d=day)
        when = at.isoformat(timespec="seconds")
        posts.append(
            {
                "id": f"v{number:02d}-{thread}", "source": rng.choice(sources), "thread": f"v{number}-{thread}",
                "published_at": when, "fetched_at": when, "title": "", "text": text,
            }
        )  # fmt: skip
    return posts


def _told(folder: Path, alerts: Path, replay: Path, starts: list[list[str]]) -> tuple[str, set[int]]:
    """A line of the table, and the numbers of the events that were not heard."""
    told = [json.loads(line) for line in alerts.read_text(encoding="utf-8").splitlines()]
    alarmed = [any(not set(start).isdisjoint(alert["posts"]) for alert in told) for start in starts]
    judge = [sys.executable, "-B", replay / "score.py", folder, alerts, "--json"]
    found = json.loads(subprocess.run(judge, capture_output=True, check=True).stdout)
    events = len(json.loads((folder / "truth.json").read_text(encoding="utf-8"))["events"])
    heard = round(found["recall"] * events)
    words = (
        f"{sum(alarmed[:TAUGHT]):>22}  {sum(alarmed[TAUGHT:]):>22}  {f'{heard} of {events}':>17}"
        f"  {found['noise_day']:>9.2f}"
    )
    return words, set(found["missed"])


if __name__ == "__main__":
    sys.exit(main())
