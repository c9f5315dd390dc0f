"""Aware datetimes to and from the seconds that the database keeps."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import overload


@overload
def seconds(moment: datetime) -> int: ...
@overload
def seconds(moment: None) -> None: ...
def seconds(moment: datetime | None) -> int | None:
    """Whole seconds since 1970 UTC. A naive datetime is a programming error and raises ValueError."""
    if moment is None:
        return None
    if moment.tzinfo is None:
        raise ValueError("a naive datetime reached the store")
    return int(moment.timestamp())


@overload
def moment(value: int) -> datetime: ...
@overload
def moment(value: None) -> None: ...
def moment(value: int | None) -> datetime | None:
    """The UTC datetime of `value` seconds since 1970."""
    return None if value is None else datetime.fromtimestamp(value, UTC)
