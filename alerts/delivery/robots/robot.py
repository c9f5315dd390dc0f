"""What the three robots have in common: plain text in counted parts, one POST each, a code in the answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from alerts.delivery.parcel import PICTURE, Parcel, Part, Refused
from alerts.delivery.post import Answer, as_json, post
from alerts.delivery.robots.address import Address
from alerts.delivery.split import Size, split

AGENT = "Huisheng/0.1 (robot)"
_ROOM = 8  # one byte in so many is kept for what is written around a part
_BUSY = {429, 500, 502, 503, 504}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a code means: the reason to tell, whether trying again helps, and how long to leave the channel
    alone."""

    reason: str
    final: bool = False
    halts: bool = True
    rest: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Robot:
    """One service. `limit` is in bytes as `size` counts them; `codes` are the names that the code has in the
    body."""

    official: str
    limit: int
    size: Size
    per_minute: int
    codes: tuple[str, ...]
    texts: tuple[str, ...]
    verdicts: Mapping[int, Verdict]
    request: Callable[[Address, str, datetime], tuple[str, dict[str, object]]]
    picture: Callable[[Address, Part, datetime], tuple[str, dict[str, object]]] | None = None
    """The same for a picture; None where a robot can show none."""
    judge: Callable[[int, str], Verdict | None] = lambda code, words: None
    """For codes that mean several things, told apart by the words beside them."""

    def parts(self, address: Address, parcel: Parcel) -> list[Part]:
        """The parcel as plain text in numbered parts; each holds the short id, and the keyword if one is needed."""
        # Room for the numbers, the keyword, the id and the mark of a repeat, the same at every attempt: the parts
        # of the second must be those of the first.
        room = self.limit - self.limit // _ROOM - self.size(address.keyword)
        texts = split(parcel.bare, room, self.size)
        return [
            Part(parcel=parcel, text=self._whole(text, number, len(texts), parcel, address.keyword))
            for number, text in enumerate(texts, start=1)
        ]

    def _whole(self, text: str, number: int, of: int, parcel: Parcel, keyword: str) -> str:
        lines = [f"({number}/{of})" if of > 1 else "", text, parcel.footer]
        whole = "\n".join(filter(None, lines))
        return whole if keyword in whole else f"{keyword}\n{whole}"

    def send(self, address: Address, part: Part, *, seconds: float, at: datetime) -> str:
        """POST one part; what the robot answered. Raises `Refused`."""
        if part.parcel.kind == PICTURE and self.picture is not None:
            url, content = self.picture(address, part, at)
        else:
            url, content = self.request(address, part.text, at)
        answer = post(url, as_json(content), {"User-Agent": AGENT}, seconds, read=True)
        return self.accepted(answer)

    def accepted(self, answer: Answer) -> str:
        """The answer in words when it says yes. Raises `Refused`, also for what cannot be read: a proxy or a login
        page answers 200 as well."""
        values = answer.values()
        code = next((values[name] for name in self.codes if isinstance(values.get(name), int)), None)
        words = next((str(values[name]) for name in self.texts if values.get(name)), "")
        fine = 200 <= answer.status < 300
        if not isinstance(code, int):
            reason = "unreadable" if fine else "busy" if answer.status in _BUSY else "status"
            raise Refused(reason, str(answer.status), halts=True)
        if code == 0 and fine:
            return f"{code} {words}".strip()
        found = self.judge(code, words) or self.verdicts.get(code) or Verdict(reason="code", halts=False)
        raise Refused(found.reason, str(code), final=found.final, rest=found.rest, halts=found.halts)
