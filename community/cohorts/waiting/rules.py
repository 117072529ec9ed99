"""How long an offered seat is kept, and what counts as taken. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from community.cohorts import rhythm

OFFER = timedelta(hours=72)  # R15
SHORT_OFFER = timedelta(hours=12)  # in the last days before the first meeting
SHORT_WITHIN = timedelta(days=4)
KEPT_AFTER = timedelta(days=7)  # so long after the day of return a paused seat is still kept (R21)


@dataclass(frozen=True)
class Room:
    """What of a cohort's `capacity` is taken: who takes part, who has an offer, whose seat is kept while they pause.

    Only who takes part counts for R14; the other two are seats that were promised, so nobody else is given them.
    """

    capacity: int
    active: int
    offered: int
    paused: int
    waiting: int  # in line without an offer
    lapsed: int  # offers whose time is over and which nobody has ended yet

    @property
    def taken(self) -> int:
        return self.active + self.offered + self.paused

    @property
    def free(self) -> int:
        """How many seats somebody could be given now; below 0 after the capacity was lowered."""
        return self.capacity - self.taken


def begins_at(cohort: Any) -> datetime:
    """When it meets first, in its own zone: on its weekday at its hour; as its first day begins if none is planned."""
    on = cohort.starts_on if cohort.weekday is None else rhythm.first_meeting(cohort.starts_on, cohort.weekday)
    return datetime.combine(on, cohort.meets_at or time(0), ZoneInfo(cohort.time_zone))


def offer_ends(at: datetime, begins: datetime) -> datetime:
    """Until when a seat that is offered at `at` is kept: 72 h, 12 h in the last four days before the first meeting."""
    short = timedelta(0) <= begins - at <= SHORT_WITHIN
    return at + (SHORT_OFFER if short else OFFER)


def kept_until(returns_on: date, time_zone: str) -> datetime:
    """Until when the seat of somebody who pauses is kept: the end of the last of seven days after the day of return."""
    return datetime.combine(returns_on + KEPT_AFTER + timedelta(days=1), time(0), ZoneInfo(time_zone))
