"""Prints every installed part over 10 MB, with the distributions that ask for it.

`python -m bench.parts [ENVIRONMENT]`; without an argument, the environment that runs this. A part is one
distribution: its files with their byte code, as disk blocks. docs/dependencies.md explains each of these parts; a
test compares the two lists.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from importlib.metadata import Distribution, distributions
from pathlib import Path

LIMIT_MB = 10.0


def name_of(distribution: Distribution) -> str:
    """Its name as packaging normalises it."""
    return re.sub(r"[-_.]+", "-", str(distribution.metadata["Name"])).lower()


def size_mb(distribution: Distribution) -> float:
    """Disk blocks of its files and of the byte code beside them."""
    files = {Path(str(distribution.locate_file(entry))) for entry in distribution.files or ()}
    folders = {path.parent / "__pycache__" for path in files if path.suffix == ".py"}
    stems = {(path.parent / "__pycache__", path.stem) for path in files if path.suffix == ".py"}
    compiled = {
        path for folder in folders if folder.is_dir() for path in folder.iterdir()
        if (folder, path.name.split(".", 1)[0]) in stems
    }  # fmt: skip
    return sum(path.stat().st_blocks * 512 for path in files | compiled if path.is_file()) / 1e6


def asked_for_by(name: str, installed: Iterable[Distribution]) -> list[str]:
    """Names of the distributions that require `name`, without those that only do for an extra."""
    found = []
    for distribution in installed:
        needs = [line for line in distribution.requires or () if "extra ==" not in line]
        if name in {re.sub(r"[-_.]+", "-", re.split(r"[\s<>=!~;\[(]", line)[0]).lower() for line in needs}:
            found.append(name_of(distribution))
    return sorted(found)


def environment(folder: Path | None) -> list[Distribution]:
    """The distributions in the environment `folder` (one with lib/python3.*/site-packages), or in ours."""
    if folder is None:
        return list(distributions())
    return list(distributions(path=[str(path) for path in folder.glob("lib/python3.*/site-packages")]))


def main() -> None:
    """Measure and print, largest first."""
    installed = environment(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
    sizes = sorted(((size_mb(found), name_of(found)) for found in installed), reverse=True)
    for size, name in sizes:
        if size > LIMIT_MB:
            print(
                f"{name:15} {size:6.1f} MB   asked for by: {', '.join(asked_for_by(name, installed)) or 'nobody'}"
            )
    print(f"{len(sizes)} parts, {sum(size for size, _ in sizes):.0f} MB in all")


if __name__ == "__main__":
    main()
