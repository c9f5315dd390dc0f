"""Personal data out of texts before they are stored: pure, linear in the length of the text, offsets kept."""

from crawlers.redaction.data import PLACEHOLDERS, Datum, Redacted, Span
from crawlers.redaction.redact import redact

__all__ = ["PLACEHOLDERS", "Datum", "Redacted", "Span", "redact"]
