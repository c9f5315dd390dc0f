"""Which certificate authorities are believed: this machine's own, or those that come with `requests`."""

from __future__ import annotations

import os
import ssl
from pathlib import Path

from requests.utils import DEFAULT_CA_BUNDLE_PATH


def believe_somebody() -> None:
    """Where the machine knows no authority (small containers), no site could be verified: give OpenSSL a list."""
    paths = ssl.get_default_verify_paths()
    if paths.cafile is None and not _filled(paths.capath):
        os.environ[paths.openssl_cafile_env] = str(DEFAULT_CA_BUNDLE_PATH)


def _filled(folder: str | None) -> bool:
    return folder is not None and next(Path(folder).iterdir(), None) is not None
