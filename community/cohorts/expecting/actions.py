"""Who leads says until when what is expected (F38)."""

from datetime import date

from community import db
from community.cohorts import reasons
from community.cohorts.expecting import queries
from community.cohorts.expecting.rules import Expected
from community.cohorts.queries import Place
from community.errors import Conflict
from community.events import record


async def expect(place: Place, was: Expected, days: dict[str, date]) -> None:
    """These days in place of those in hand; Conflict if somebody was quicker. What stays as it was is not told."""
    if was.days != days:
        async with db.transaction():
            if not await queries.put(place, was.version, days):
                raise Conflict(reasons.changed_meanwhile())
            topics = (place.cohort.topic, place.cohort.roster_topic)
            record("expected.set", *topics, about=place.cohort.id, by=place.person_id)
