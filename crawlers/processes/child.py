"""The child process of a crawl run: ``python -m crawlers.processes.child``, with a `Job` on standard input."""

from __future__ import annotations

from crawlers.kinds import KINDS
from crawlers.processes.serve import serve
from crawlers.redaction import redact


def main() -> None:
    """Entry point."""
    serve(KINDS, lambda text: redact(text).text)


if __name__ == "__main__":
    main()
