"""What happens in the sample world, each thing at its moment; played in the order of time."""

import heapq
from collections.abc import Awaitable, Callable
from datetime import date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from community import clock

Deed = Callable[[], Awaitable[object]]


class Script:
    """Deeds with their moments; a deed may write further ones. `play` moves the clock to each, and back at the end."""

    def __init__(self) -> None:
        self._deeds: list[tuple[datetime, int, Deed]] = []
        self._numbers = count()

    def at(self, moment: datetime, deed: Deed) -> None:
        """Do this then; of two at the same moment the one that was written first."""
        heapq.heappush(self._deeds, (moment, next(self._numbers), deed))

    async def play(self) -> None:
        """Everything up to the present; what would happen later has not happened yet."""
        present, moved = clock.now(), timedelta()
        while self._deeds and self._deeds[0][0] < present:
            moment, _number, deed = heapq.heappop(self._deeds)
            by = moment - clock.now()
            clock.move(by)
            moved += by
            await deed()
        clock.move(-moved)


def moment(first_day: date, day: int, at: str, zone: str) -> datetime:
    """Day 3 at "20:15" where the cohort meets."""
    hours, minutes = at.split(":")
    return datetime.combine(first_day + timedelta(days=day), time(int(hours), int(minutes)), ZoneInfo(zone))
