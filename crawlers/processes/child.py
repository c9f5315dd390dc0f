"""The child process of a crawl run: ``python -m crawlers.processes.child``, with a `Job` on standard input."""

from __future__ import annotations

import logging

from crawlers.kinds import KINDS
from crawlers.processes.serve import serve
from crawlers.redaction import redact
from model.logs import log_to_standard_error


def main() -> None:
    """Entry point."""
    log_to_standard_error(logging.WARNING).setLevel(logging.WARNING)
    serve(KINDS, lambda text: redact(text).text)


if __name__ == "__main__":
    main()
