"""The child process of a crawl run: ``python -m crawlers.child``, with a `Job` on standard input."""

from __future__ import annotations

from crawlers.kinds import KINDS
from crawlers.redaction import redact
from crawlers.serve import serve


def main() -> None:
    """Entry point."""
    serve(KINDS, lambda text: redact(text).text)


if __name__ == "__main__":
    main()
