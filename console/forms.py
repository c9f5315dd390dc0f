"""A form that was sent: its fields, and whether it came from a page of this console."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hmac import compare_digest
from urllib.parse import parse_qs

MOST_BYTES = 65_536
_MOST_FIELDS = 500


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form; a field may come several times."""

    fields: Mapping[str, list[str]]

    def one(self, name: str) -> str:
        """The first value of a field, trimmed; empty when it was not sent."""
        return self.fields.get(name, [""])[0].strip()

    def numbers(self, name: str) -> list[int]:
        """The whole numbers among the values of a field, each once."""
        found = [int(text) for text in self.fields.get(name, []) if _is_number(text)]
        return list(dict.fromkeys(found))

    def number(self, name: str) -> int | None:
        """A field as a whole number; None when it is none."""
        text = self.one(name).removeprefix("#")
        return int(text) if _is_number(text) else None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 18


def form_of(body: bytes, token: str) -> Form | None:
    """The form in `body` (application/x-www-form-urlencoded), or None when it is none or does not bear `token`."""
    try:
        fields = parse_qs(body.decode("utf-8"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        return None
    form = Form(fields)
    return form if compare_digest(form.one("token").encode(), token.encode()) else None
