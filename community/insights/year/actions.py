"""What a cohort cost its affiliate is noted."""

from community import clock, db
from community.cohorts.queries import Place
from community.events import record
from community.insights.year import queries


async def note_cost(place: Place, amount_cents: int, spent_on: str) -> None:
    """In place of what was noted before; by an organizer, at any time."""
    async with db.transaction():
        await queries.set_cost(place, amount_cents, spent_on, clock.now())
        topic = f"affiliate:{place.cohort.affiliate_id}"
        record("cost.noted", topic, about=place.cohort.id, by=place.person_id)
