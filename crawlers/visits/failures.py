"""What went wrong with a download, in one stable word."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from urllib.parse import urlsplit

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)

from crawlers.manners.refused import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """`kind` is a message of data/messages/crawlers.toml (``trouble.<kind>``)."""

    kind: str
    detail: str = ""
    retry_after: str | None = None


_KINDS: tuple[tuple[type[Exception], str], ...] = (
    (DownloadTimeoutError, "timeout"),
    (DownloadCancelledError, "too-large"),  # the only reason for which we cancel
    (ResponseDataLossError, "cut-short"),
    (DownloadConnectionRefusedError, "connection"),
    (DownloadFailedError, "connection"),
    (CannotResolveHostError, "dns"),
)


def failure_of(error: BaseException, url: str, refused_names: Container[str]) -> Failure:
    """`refused_names`: host names that led to addresses nobody may connect to."""
    if isinstance(error, Refused):
        return Failure(kind=error.kind, detail=error.detail, retry_after=error.retry_after)
    if isinstance(error, IgnoreRequest):
        # Scrapy gives no class of its own for these two.
        return Failure(kind="redirect-loop" if "redirections" in str(error) else "too-large")
    if urlsplit(url).hostname in refused_names:
        return Failure(kind="inner-address")
    if "certificate verify failed" in str(error):  # OpenSSL's words; Twisted has no class for it
        return Failure(kind="certificate")
    word = next((word for known, word in _KINDS if isinstance(error, known)), "download-failed")
    return Failure(kind=word, detail=type(error).__name__)
