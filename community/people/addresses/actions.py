"""An address is changed once the new one is confirmed."""

from community import clock, db, events
from community.errors import Conflict
from community.pages import _
from community.people.accounts import queries as accounts
from community.people.addresses import queries, stopping
from community.people.codes import actions as codes
from community.people.codes.queries import Code
from community.people.queries import Person
from community.people.sessions import actions as sessions


async def ask(person: Person, address: str, language: str) -> Code:
    """Have the new address confirmed by mail; the present one is told at once, and can stop it (A58)."""
    async with db.transaction():
        code = await codes.ask("address", address, language, person=person)
        await stopping.tell("address_asked", person, code)
    return code


async def change(person: Person, code: Code, kept_session: int) -> None:
    """The confirmed address in place of the former one, which is told (A58). All other sign-ins end.

    Conflict when the mail was used, or was not asked for by this person, or the address is somebody else's by now.
    """
    at = clock.now()
    async with db.transaction():
        free = await accounts.public_take_address(code.address)
        if code.person_id != person.id or not free or not await codes.use(code):
            raise Conflict(_("This mail cannot be used any more. Ask for a new one."))
        await queries.set_address(person, code.address, at)
        await sessions.end_all_but(person, kept_session)
        events.record("email.changed", person.topic, about=person.id, by=person.id)
        events.record("email.confirmed", person.topic, about=person.id, by=person.id)
        await stopping.tell("address_changed", person, code)
