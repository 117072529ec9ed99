"""A letter of thanks is sent, once to each."""

from collections.abc import Collection

from community import clock, db, numbers
from community.awards.queries import Award
from community.awards.rules import State
from community.errors import Conflict
from community.events import record
from community.feedback.thanking import queries
from community.pages import _
from community.people.queries import Person


async def send(person: Person, award: Award, chosen: Collection[int], words: str) -> None:
    """To these of who had a part in it; who has one already gets no second. Conflict where the award is revoked."""
    if award.state is State.REVOKED:
        raise Conflict(_("This award was revoked. No letter goes out about it."))
    at = clock.now()
    async with db.transaction():
        for helper in await queries.helpers(person, award):
            if helper.person_id in chosen:
                letter_id = await queries.send(person, award, helper, numbers.draw(), words, at)
                if letter_id is not None:
                    record("thanks.sent", f"person:{helper.person_id}", about=letter_id, by=person.id)
