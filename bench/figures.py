"""Prints the figures of a fresh installation: size on disk with byte code, time of `huisheng demo --once`.

`make figures`. Builds a new environment in a temporary folder from requirements.lock, as `make run` does.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SIZE_AIM_MB, TIME_AIM_S = 600, 55


def main() -> None:
    """Install, measure, print."""
    with tempfile.TemporaryDirectory() as folder:
        environment = Path(folder) / "venv"
        _install(environment)
        size = _disk_usage_mb(environment)
        print(f"environment after `make run`: {size:.0f} MB (aim: under {SIZE_AIM_MB})")
        seconds = _demo_seconds(environment / "bin" / "huisheng")
        print(f"`huisheng demo --once`: {seconds:.1f} s wall (aim: under {TIME_AIM_S} on two quiet cores)")
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        print(f"largest child process: {usage.ru_maxrss / 1024:.0f} MB")


def _install(environment: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", environment], check=True)
    pip = [environment / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "-r", ROOT / "requirements.lock"], check=True)
    subprocess.run([*pip, "--no-deps", "--no-build-isolation", "-e", ROOT], check=True)
    subprocess.run(
        [environment / "bin" / "python", "-m", "compileall", "-q", environment / "lib"],
        check=False,
        capture_output=True,
    )


def _disk_usage_mb(folder: Path) -> float:
    out = subprocess.run(["du", "-sk", folder], check=True, capture_output=True, text=True).stdout
    return int(out.split()[0]) / 1024


def _demo_seconds(program: Path) -> float:
    start = time.monotonic()
    subprocess.run([program, "demo", "--once"], check=True, cwd=ROOT)
    return time.monotonic() - start


if __name__ == "__main__":
    main()
