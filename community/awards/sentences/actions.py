"""An earner allows a sentence, says it otherwise, or takes it back."""

from community import clock, db
from community.awards.queries.award_rows import Award
from community.awards.sentences import queries
from community.errors import Conflict
from community.events import record
from community.pages import _
from community.people.queries import Person


async def allow(person: Person, award: Award, text: str, named: bool) -> None:
    """From now on it may stand before the executive board. Conflict for an award that is revoked."""
    async with db.transaction():
        if not await queries.put(person, award, text, named, clock.now()):
            raise Conflict(_("This award is revoked. A sentence stands only beside one in force."))
        record("sentence.allowed", person.topic, about=award.id, by=person.id)


async def take_back(person: Person, award: Award) -> None:
    """At once nobody reads it any more; a second time it is gone already."""
    async with db.transaction():
        if await queries.take_back(person, award):
            record("sentence.taken_back", person.topic, about=award.id, by=person.id)
