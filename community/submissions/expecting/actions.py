"""An issuer's desk sets how long a review takes, and its holidays, for whatever is submitted from then on (R58)."""

from dataclasses import dataclass
from datetime import date

from community import db
from community.affiliates.queries import Desk
from community.errors import Conflict
from community.events import record
from community.pages import _
from community.submissions.expecting import queries


@dataclass(frozen=True)
class DaysSet:
    """Detail of `issuer.review_days_set`: business days, None for 14 calendar days."""

    was: int | None
    became: int | None


@dataclass(frozen=True)
class OneDay:
    """Detail of what happens to a holiday."""

    day: str


async def set_days(desk: Desk, was: int | None, became: int | None) -> None:
    """Raises Conflict when somebody was quicker."""
    if was != became:
        async with db.transaction():
            if not await queries.set_business_days(desk, was, became):
                raise Conflict(_("Somebody else has set this a moment ago."))
            _record("issuer.review_days_set", desk, DaysSet(was, became))


async def add_holiday(desk: Desk, day: date, name: str) -> None:
    """Raises Conflict where the day stands there already."""
    async with db.transaction():
        if not await queries.add_holiday(desk, day, name):
            raise Conflict(_("This day stands in the list already, or the list is full."))
        _record("issuer.holiday_added", desk, OneDay(day.isoformat()))


async def remove_holiday(desk: Desk, day: date) -> None:
    """Taken away twice it is away."""
    async with db.transaction():
        if await queries.remove_holiday(desk, day):
            _record("issuer.holiday_removed", desk, OneDay(day.isoformat()))


def _record(kind: str, desk: Desk, detail: object) -> None:
    record(kind, f"issuer:{desk.issuer_id}", about=desk.issuer_id, by=desk.person_id, detail=detail)
