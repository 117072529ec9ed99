"""When a digest is made, and what of it stands in the mail. Pure."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from community.notifications.choosing.rules import Choice, Rhythm
from community.notifications.telling import Told

MOST = 10  # lines of one mail; the rest is counted, and waits in the inbox
OLDEST = timedelta(days=8)  # what waits longer was in a digest that nobody could be sent
GRACE = timedelta(minutes=1)  # what comes so shortly before a digest counts for the next one too
WORKDAYS = 5  # Monday to Friday


def after(choice: Choice, time_zone: str, at: datetime) -> datetime | None:
    """When the first digest after `at` is made; None for who wants none.

    One on each of its days, whatever the clocks do: an hour that is left out is made up by the next minute there is,
    of an hour that comes twice it is the first.
    """
    if choice.rhythm is Rhythm.NEVER:
        return None
    day = at.astimezone(ZoneInfo(time_zone)).date()
    days = (day + timedelta(days=ahead) for ahead in range(9))
    instants = (_instant(each, choice.digest_at, time_zone) for each in days if _is_day(choice, each))
    return next(instant for instant in instants if instant > at)


def before(choice: Choice, time_zone: str, at: datetime) -> date:
    """The day of the digest before the one that is made at `at`, by the same rhythm."""
    day = at.astimezone(ZoneInfo(time_zone)).date()
    return next(each for each in (day - timedelta(days=back) for back in range(1, 9)) if _is_day(choice, each))


def is_one(choice: Choice, time_zone: str, at: datetime) -> bool:
    """Whether a digest is made at just this instant."""
    return after(choice, time_zone, at - timedelta(microseconds=1)) == at


def in_order(waiting: Iterable[Told]) -> list[Told]:
    """Most pressing first: where somebody waits for an answer, who waits longest; then the rest, the newest first."""
    ordered = sorted(waiting, key=lambda told: told.row.id)
    return [told for told in ordered if told.asks] + [told for told in ordered[::-1] if not told.asks]


def _is_day(choice: Choice, day: date) -> bool:
    if choice.rhythm is Rhythm.WEEKLY:
        return day.weekday() == choice.digest_day
    return choice.rhythm is Rhythm.DAILY or day.weekday() < WORKDAYS


def _instant(day: date, at: time, time_zone: str) -> datetime:
    zone = ZoneInfo(time_zone)
    first = datetime.combine(day, at, tzinfo=zone).astimezone(UTC)
    if first.astimezone(zone).replace(tzinfo=None) == datetime.combine(day, at):
        return first
    left_out = datetime.combine(day, at, tzinfo=zone).replace(fold=1).astimezone(UTC)
    return _change(min(first, left_out), max(first, left_out), zone)


def _change(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    """The instant between the two at which the clocks of the zone are changed, to the second."""
    was = low.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = (low + (high - low) / 2).replace(microsecond=0)
        low, high = (middle, high) if middle.astimezone(zone).utcoffset() == was else (low, middle)
    return high
