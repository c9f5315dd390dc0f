"""What was checked, as a short table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass
class Report:
    """Collects checks; a wrong one never stops the following ones."""

    lines: list[tuple[bool, str, str]] = field(default_factory=list)

    def same(self, what: str, expected: object, seen: object) -> None:
        """`seen` must equal `expected`."""
        good = expected == seen
        self.lines.append((good, what, str(seen) if good else f"expected {expected!r}, seen {seen!r}"))

    def none(self, what: str, wrong: Iterable[object], of: int) -> None:
        """Nothing may be `wrong` among `of` things looked at; nothing looked at is wrong as well."""
        found = [str(one) for one in wrong]
        said = f"{len(found)} of {of} wrong: " + " · ".join(found[:6]) if found else f"{of} looked at"
        self.lines.append((not found and of > 0, what, said))

    def title(self, text: str) -> None:
        """A heading of the table."""
        self.lines.append((True, "", text))

    @property
    def good(self) -> bool:
        """Whether everything was right."""
        return all(good for good, _, _ in self.lines)

    def print(self) -> None:
        """The table and one closing line."""
        for good, what, said in self.lines:
            print(f"\n{said}" if not what else f"  {'ok   ' if good else 'WRONG'}  {what:<58}  {said}")
        checks = [good for good, what, _ in self.lines if what]
        print(f"\n{sum(checks)} right, {len(checks) - sum(checks)} wrong")
