"""A file that is served with validators, and not sent again to who has it already (RFC 9110, 13)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime

from demo.site.markup import http_date
from demo.site.reply import Reply, Request


class Validated:
    """`body` of the media type `kind`, as it stands since `changed`."""

    def __init__(self, body: bytes, kind: str, changed: datetime) -> None:
        self._body, self._kind = body, kind
        self.validators: Mapping[str, str] = {
            "ETag": f'"{hashlib.sha256(body).hexdigest()[:24]}"',
            "Last-Modified": http_date(changed),
        }

    def answer(self, request: Request) -> Reply:
        """The file, or 304 when the requester's validator still holds; an ETag counts before a date."""
        tag, since = (request.headers.get(name) for name in ("if-none-match", "if-modified-since"))
        same = tag == self.validators["ETag"] if tag else since == self.validators["Last-Modified"]
        if same:
            return Reply(status=304, headers=self.validators)
        return Reply(body=self._body, headers={**self.validators, "Content-Type": self._kind})
