"""The pictures of the READMEs and the handbook, made from the demo town: `make screenshots`.

The town, the day and the hour are always the same, so a picture changes only when what people see has changed.
Nothing is read from any network. A page that is wider than a narrow phone is an error, not a picture.
Exit status: 0 done, 1 a page does not fit, 2 the pictures could not be made.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from bench.screenshots import packages
from bench.screenshots.album import Album
from bench.screenshots.browser import chromium
from bench.screenshots.scene import Scene
from bench.servers.processes import SetupError, must

TARGET = Path(__file__).parents[2] / "docs" / "images"
_COLOURS = "128"


def main() -> int:
    """Install, set the scene, take the pictures, make them small."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=TARGET, help="where the pictures go")
    parser.add_argument("--keep", type=Path, help="use this folder for the demo's files and leave them")
    arguments = parser.parse_args()
    try:
        installed = packages.debian()
        if installed:
            print(f"installed, and left on this machine: {' '.join(installed)}", file=sys.stderr)
        with tempfile.TemporaryDirectory(prefix="huisheng-pictures-") as folder:
            return _take(arguments.keep or Path(folder), arguments.out)
    except SetupError as error:
        print(error, file=sys.stderr)
        return 2


def _take(folder: Path, out: Path) -> int:
    out.mkdir(parents=True, exist_ok=True)
    with Scene(folder).console() as pages, chromium() as browser:
        album = Album(browser, out)
        for shot in pages:
            album.take(shot)
    for path in album.taken:
        must(["pngquant", "--force", "--strip", "--speed", "1", "--output", path, _COLOURS, path])
        print(f"{path.name}: {path.stat().st_size // 1000} kB")
    for fault in album.faults:
        print(fault, file=sys.stderr)
    return 1 if album.faults else 0


if __name__ == "__main__":
    sys.exit(main())
