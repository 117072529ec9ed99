"""What time it is: the database's time, which all processes share, plus the offset that tests and demo set."""

import time
from datetime import UTC, datetime, timedelta

from community.config import settings

_heard: tuple[datetime, float] | None = None  # the database's instant, and time.monotonic() when it came
_offset = timedelta()


def now() -> datetime:
    """The instant in UTC. Before the database was heard for the first time, this machine's own."""
    if _heard is None:
        known = datetime.now(UTC)
    else:
        at, then = _heard
        known = at + timedelta(seconds=time.monotonic() - then)
    return known + _offset


def heard(instant: datetime) -> None:
    """The database just said that it is `instant` (aware); a jump of this machine's clock then changes nothing."""
    global _heard
    if instant.tzinfo is None:
        raise ValueError("an instant without a time zone")
    _heard = (instant.astimezone(UTC), time.monotonic())


def move(by: timedelta) -> None:
    """Put the clock of this process forward (or back) by this much more. Refused unless ROUNDTABLE_MOVE_CLOCK is on."""
    global _offset
    if not settings().move_clock:
        raise PermissionError("the clock is moved in tests and in the demo only (ROUNDTABLE_MOVE_CLOCK)")
    _offset += by


def offset() -> timedelta:
    """How far the clock was moved; `move(-offset())` puts it right."""
    return _offset
