"""`huisheng` with another clock: ``python -m bench.screenshots.frozen MOMENT [--running] ARGUMENTS…``.

Every command looks at the clock in one place only, so it is enough to replace that before a command is loaded.
The clock stands at MOMENT, or with ``--running`` starts from it.
"""

from __future__ import annotations

import sys
import time
from datetime import datetime, timedelta

import cli
from commands import options


def main() -> None:
    """Set the clock, take our own arguments away, be `huisheng`."""
    _, moment, *arguments = sys.argv
    start, began = datetime.fromisoformat(moment), time.monotonic()
    running = arguments[0] == "--running"
    options.now = lambda: start + timedelta(seconds=(time.monotonic() - began) * running)
    sys.argv[1:] = arguments[running:]
    cli.main()


if __name__ == "__main__":
    main()
