"""Two real sites on loopback, crawled through config.yaml alone: a WordPress and a django-spirit forum.

The WordPress is read by its feed and by its interface, the forum as it is and in GBK behind a front.

`make test-servers`, or `python -m bench.servers [--work FOLDER]`. Debian packages that are missing are installed
and stay; everything else lives in a temporary folder and is gone at the end. With --work the downloaded software
stays in FOLDER for the next time. Exit status: 0 all right, 1 something is wrong, 2 the servers did not come up.
"""

from __future__ import annotations

import argparse
import shutil
import signal
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from types import FrameType

from bench.servers import packages
from bench.servers.content import load
from bench.servers.crawler import LOG, Crawler
from bench.servers.processes import SetupError, tail
from bench.servers.report import Report
from bench.servers.spirit import spirit
from bench.servers.visits import Visits
from bench.servers.wordpress import wordpress


def main() -> int:
    """Install, start, visit, report, stop."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, help="keep the downloaded software here for the next time")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, _stop)
    with tempfile.TemporaryDirectory(prefix="huisheng-servers-") as folder:
        try:
            report = _visit(Path(folder), arguments.work or Path(folder))
        except SetupError as error:
            print(error, file=sys.stderr)
            return 2
        report.print()
        if not report.good:
            print(f"\nend of the crawler's log:\n{tail(Path(folder) / 'volunteer' / LOG)}")
        return 0 if report.good else 1


def _visit(folder: Path, software: Path) -> Report:
    software.mkdir(parents=True, exist_ok=True)
    installed = packages.debian()
    if installed:
        print(f"installed, and left on this machine: {' '.join(installed)}", file=sys.stderr)
    package, programs = packages.wordpress(software), packages.forum(software)
    shutil.copytree(package, folder / "wordpress", symlinks=True)
    with ExitStack() as servers:
        blog = servers.enter_context(wordpress(folder, folder / "wordpress"))
        forum = servers.enter_context(spirit(folder, programs))
        return Visits(blog, forum, Crawler(folder=folder / "volunteer"), load()).all()


def _stop(_number: int, _frame: FrameType | None) -> None:
    sys.exit(1)  # leaves through the context managers, which end the servers


if __name__ == "__main__":
    sys.exit(main())
