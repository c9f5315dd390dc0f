"""All figures, program after program: python -m bench. Which programs: bench/floors/register.py.

Those that need data outside the repository say so and are skipped without it. Exit status 1 when one failed.
"""

from __future__ import annotations

import subprocess
import sys

from bench.floors.register import PROGRAMS


def main() -> None:
    """Run each, print what it prints under its name."""
    failed = []
    for program in PROGRAMS:
        print(f"\n== python -m {program}", flush=True)
        if subprocess.run([sys.executable, "-W", "ignore", "-m", program]).returncode:
            failed.append(program)
    if failed:
        print(f"\nfailed: {', '.join(failed)}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
