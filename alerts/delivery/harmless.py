"""Text of posts is never markup: what would call people, be a link or start formatting stays readable and does
nothing.

Chats read some plain text as commands, each its own: ``<@user>`` in WeCom, ``@mobile`` and Markdown in DingTalk,
``<at user_id="all">``, ``**bold**`` and ``[text](address)`` in Feishu, ``@everyone`` elsewhere; and all turn what
looks like an address into a link. Instead of one rule per chat there is one that no chat reads: the full-width
twin of each such character, which looks nearly the same to a person. Our own lines (thread addresses, contacts)
are not touched.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

# ``< > @`` call, ``[ ] * ` ~ \ | #`` and ``_`` format.
_TWINS = {ord(character): chr(ord(character) + 0xFEE0) for character in "<>@[]*`~\\|#_"}
_SCHEME = re.compile(r"(?<=[A-Za-z0-9+.\-]):(?=/)")
_SLASHES = re.compile(r"//")
# A dot between two labels of what could be a host: ``town.cn``, ``www.town``, ``10.0.0.1``; not that of ``3.5``.
_DOT = re.compile(
    r"(?<=[A-Za-z0-9\-])\.(?=[A-Za-z])|(?<=[A-Za-z])\.(?=[A-Za-z0-9])|(?<=\d)\.(?=\d+\.\d)|(?<=\.\d)\."
)
_ADDRESS = "/:?#[]!$&'()*+,;=%-._~"
_JOINER = "\u200d"  # holds families of emoji together


def harmless(text: str) -> str:
    """`text` on one line as no chat reads more into it. Twice gives the same as once."""
    visible = "".join(one if one == _JOINER or not _hidden(one) else " " for one in text)
    line = " ".join(visible.split())
    line = _SLASHES.sub("\uff0f\uff0f", _SCHEME.sub("\uff1a", line))
    return _DOT.sub("\uff0e", line).translate(_TWINS)


def _hidden(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn"}


def address(url: str) -> str:
    """The address of a thread as it may stand on a line of its own: still a link, and nothing but that."""
    return quote(url, safe=_ADDRESS)
