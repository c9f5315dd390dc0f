"""What each idea of the detector is worth, and what simpler methods reach: one run, the same streams, one judge.

usage: python -m bench.ablation [NAME …] [--streams DIR] [--only baselines|switches]

NAME: dev-1 dev-2 dev-3 dev-small unless given. DIR holds the recorded streams and their judge, `../shared/replay`
beside the repository unless given; without it this says so and does nothing. Each stream is read and cut into words
once and every method sees the same posts; nothing is kept between runs. The settings of the baselines are chosen on
the first stream, so for them it is not a test: the others are. One process, about 1.5 GB.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from analysis.signs.people import People
from analysis.signs.places import Places
from analysis.text.segment import Segmenter
from bench.ablation.baselines import EVERY, better, run
from bench.ablation.judge import Judge, judge_module
from bench.ablation.ours import SWITCHES, WHOLE
from bench.ablation.stream import Read, load
from bench.ablation.table import table
from bench.replay import LARGE, ROOT, SMALL

Figures = Mapping[str, Any]
TOWN = "永康"  # as huisheng replay without a config.yaml


class Ablation:
    """Runs the methods over stream after stream and keeps their figures."""

    def __init__(self, streams: Path, module: ModuleType, segmenter: Segmenter, only: str | None) -> None:
        self._streams = streams
        self._module = module
        self._segmenter = segmenter
        self._only = only
        self._people = People()
        self.chosen: dict[str, str] = {}
        self.rows: dict[str, dict[str, Figures]] = {}
        self.ceilings: dict[str, Figures] = {}

    def measure(self, name: str) -> None:
        """Every method over the stream `name`."""
        judge = Judge(self._module, self._streams / name)
        self.ceilings[name] = judge.ceiling()
        read = load(self._streams / name / "posts.jsonl.gz", self._segmenter)
        for method, figures in (*self._switches(read, judge), *self._baselines(name, read, judge)):
            self.rows.setdefault(method, {})[name] = figures

    def _switches(self, read: Read, judge: Judge) -> Iterator[tuple[str, Figures]]:
        for switch in (WHOLE, *SWITCHES) if self._only != "baselines" else ():
            figures = judge.judged(switch.run(read, self._people))
            say(_line(switch.name, figures))
            yield switch.name, figures

    def _baselines(self, name: str, read: Read, judge: Judge) -> Iterator[tuple[str, Figures]]:
        if self._only == "switches":
            return
        settings = {method: (setting,) for method, setting in self.chosen.items()} or EVERY
        best: dict[str, Figures] = {}
        for (method, setting), alerts in run(read.ticks, settings).items():
            figures = judge.judged(alerts)
            say(_line(f"{method}, {setting}", figures))
            if method not in best or better(figures, best[method]):
                best[method], self.chosen[method] = figures, setting
        yield from best.items()

    def table(self, title: str, names: Sequence[str]) -> str:
        """The mean over the streams `names`."""
        rows = {
            f"{method} ({self.chosen[method]})" if method in self.chosen else method: [row[name] for name in names]
            for method, row in self.rows.items()
        }
        return table(title, rows, [self.ceilings[name] for name in names])


def _line(method: str, figures: Figures) -> str:
    return (
        f"  {method}: recall {figures['recall']:.3f}, noise {figures['noise_day']:.2f}, in 5 {figures['in5']:.2f}, "
        f"{figures['median_minutes']} minutes"
    )


def say(line: str) -> None:
    """What is going on, on standard error."""
    print(line, file=sys.stderr, flush=True)


def main(streams: Path, names: Sequence[str], only: str | None) -> None:
    """Measure, then print the tables as Markdown."""
    if not (streams / "score.py").exists():
        print(f"no recorded streams at {streams}: nothing measured")
        return
    with tempfile.TemporaryDirectory() as words:
        segmenter = Segmenter(Path(words), Places(TOWN, ()).words)
        ablation = Ablation(streams, judge_module(streams), segmenter, only)
        for name in names:
            say(name)
            ablation.measure(name)
    for together in (LARGE, LARGE[1:], *((name,) for name in names)):
        if set(together) <= set(names):
            print(ablation.table("mean of " * (len(together) > 1) + ", ".join(together), together), end="\n\n")
    say(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.ablation", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("names", nargs="*", default=[*LARGE, *SMALL])
    parser.add_argument("--streams", type=Path, default=ROOT.parent / "shared" / "replay")
    parser.add_argument("--only", choices=["baselines", "switches"])
    arguments = parser.parse_args()
    main(arguments.streams, arguments.names, arguments.only)
