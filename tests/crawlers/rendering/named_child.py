"""The crawl's child on a machine whose resolver gives one name these addresses: one a look-up, the last for ever.

Arguments: the name, then the addresses. Started by tests, never imported.
"""

from __future__ import annotations

import socket
import sys
from typing import Any

NAME, *ADDRESSES = sys.argv[1:]
_real = socket.getaddrinfo


def _answer(host: Any, port: Any, *more: Any, **named: Any) -> Any:
    if host != NAME:
        return _real(host, port, *more, **named)
    address = ADDRESSES.pop(0) if len(ADDRESSES) > 1 else ADDRESSES[0]
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]


socket.getaddrinfo = _answer  # before Twisted takes its own reference

from crawlers.processes.child import main  # noqa: E402

main()
