"""How many letters went out and how many are back: two numbers, written by who collects them."""

from dataclasses import dataclass

from community import clock, db
from community.errors import Invalid
from community.events import record
from community.evidence import actions as evidence
from community.evidence import queries as works
from community.evidence.queries import Work
from community.evidence.releases import queries, rules
from community.pages import _
from community.people.queries import Person


@dataclass(frozen=True)
class Counted:
    """Detail of `releases.counted`: which cell of one's own board that is."""

    seat_id: int | None
    requirement_key: str


async def count(person: Person, work: Work, sent: int, back: int) -> None:
    """So many letters went out for this work, so many are back. Only its owner hears of it. Invalid for more back."""
    if not rules.can_count(sent, back):
        problem = _("More came back than went out. Look at both numbers again.")
        raise Invalid({"back": problem}, {"sent": str(sent), "back": str(back)})
    async with db.transaction():
        held = await works.lock_work(person, work.micro_credential_id, work.requirement_key, clock.now())
        if (held.releases_sent, held.releases_back) != (sent, back):
            await queries.count(person, held, sent, back)
            for place in await evidence.places_of(person.id, work.micro_credential_id):
                detail = Counted(place.seat_id, work.requirement_key)
                own = f"person:{person.id}" if place.seat_id is None else f"seat:{place.seat_id}"
                record("releases.counted", own, by=person.id, about=held.id, detail=detail)
