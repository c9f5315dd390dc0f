"""Every sentence a volunteer or coordinator sees, in Chinese and English, from one catalogue.

`data/messages/` holds one TOML file per room: a table per message with the keys ``zh`` and ``en``. The name of a
message is ``room.key``; a table inside a table gives ``room.table.key``. Placeholders are those of `str.format`.
"""

from __future__ import annotations

import errno
import tomllib
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "data" / "messages"
LANGUAGES = ("zh", "en")


class Catalogue:
    """The messages in one language, ``zh`` or ``en``."""

    def __init__(self, language: str = "zh") -> None:
        self.language = language

    def say(self, name: str, /, **values: object) -> str:
        """The message `name` with its placeholders filled. An unknown name is a programming error: KeyError.

        A value that is an `OSError` is said in the language, not in the system's English.
        """
        shown = {key: self._why(value) if isinstance(value, OSError) else value for key, value in values.items()}
        return _messages()[name][self.language].format(**shown)

    def _why(self, error: OSError) -> str:
        """`No such file or directory` in words of ours; the system's own where we have none."""
        name = f"system.{errno.errorcode.get(error.errno or 0, '')}"
        if name in _messages():
            return _messages()[name][self.language]
        return error.strerror or type(error).__name__


@cache
def _messages() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}

    def collect(prefix: str, table: dict[str, object]) -> None:
        if set(table) == set(LANGUAGES):
            found[prefix] = {language: str(table[language]) for language in LANGUAGES}
            return
        for key, value in table.items():
            if not isinstance(value, dict):
                raise ValueError(f"{FOLDER}: {prefix}.{key}: a message needs both zh and en")
            collect(f"{prefix}.{key}", value)

    for path in sorted(FOLDER.glob("*.toml")):
        collect(path.stem, tomllib.loads(path.read_text(encoding="utf-8")))
    return found


def names() -> frozenset[str]:
    """All message names; tests compare them with what the code says."""
    return frozenset(_messages())


def both(message: str, /, **values: object) -> str:
    """The `message` in Chinese and English, side by side: for what is said before the language is known."""
    return " / ".join(Catalogue(language).say(message, **values) for language in LANGUAGES)
