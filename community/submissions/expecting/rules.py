"""By when a result comes, and by when its first readers have sent (R58). Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from community.evidence.rules import REVIEW_DAYS

THIRD_READER_DAYS = 5  # of them: the last ones, where two read and differ
FEWEST, MOST = THIRD_READER_DAYS + 1, 60  # business days that an issuer may set
USUAL_BUSINESS_DAYS = 10
MOST_HOLIDAYS = 200  # that an issuer keeps
LONGEST_NAME = 80


@dataclass(frozen=True)
class Target:
    """What an issuer has set: so many business days, none of them a weekend or a holiday; None: 14 calendar days."""

    business_days: int | None = None
    holidays: Collection[date] = frozenset()

    @property
    def days(self) -> int:
        return self.business_days or REVIEW_DAYS

    def is_counted(self, day: date) -> bool:
        return self.business_days is None or (day.weekday() < 5 and day not in self.holidays)

    def after(self, day: date, days: int) -> date:
        """So many days on that count; the day itself is none of them."""
        while days:
            day += timedelta(days=1)
            days -= self.is_counted(day)
        return day


@dataclass(frozen=True)
class Expected:
    """Days by which the result is there, and by which the first two readers have sent, so that a third has five days.

    Written down with the attempt: what was promised stays, whatever is set later.
    """

    on: date
    first_on: date


def expected(submitted_at: datetime, zone: str, target: Target) -> Expected:
    """R58, counted from the day of receipt where its earner lives; the one place where it is counted."""
    received = submitted_at.astimezone(ZoneInfo(zone)).date()
    return Expected(
        target.after(received, target.days), target.after(received, target.days - THIRD_READER_DAYS)
    )
