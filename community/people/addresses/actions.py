"""An address is added or changed once it is confirmed; one of several is made the main one, or taken away."""

from community import clock, db, events
from community.errors import Conflict, NotFound
from community.pages import _
from community.people import letters
from community.people.accounts import queries as accounts
from community.people.addresses import queries, rules, stopping
from community.people.addresses.queries import Address
from community.people.codes import actions as codes
from community.people.codes.queries import Code
from community.people.queries import Person
from community.people.sessions import actions as sessions

BESIDE = "/profile/address"  # what a code carries whose address comes beside the others, not in place of the main one


async def ask(person: Person, address: str, language: str, beside: bool = False) -> Code:
    """Have the new address confirmed by mail; the present one is told at once, and can stop it (A58).

    It comes in place of the main one, or `beside` what is there.
    """
    async with db.transaction():
        code = await codes.ask("address", address, language, BESIDE if beside else "/", person)
        await stopping.tell("address_asked_beside" if beside else "address_asked", person, code)
    return code


async def add(person: Person, code: Code) -> None:
    """The confirmed address beside the others; the main one is told, and can take it away again (A58).

    Conflict when the mail was used, or was not asked for by this person, or the address is somebody else's by now.
    """
    at = clock.now()
    async with db.transaction():
        free = await accounts.public_take_address(code.address)
        full = len(await queries.addresses(person)) >= rules.MOST
        if code.person_id != person.id or not free or full or not await codes.use(code):
            raise Conflict(_("This mail cannot be used any more. Ask for a new one."))
        await queries.add_address(person, code.address, at)
        events.record("email.confirmed", person.topic, about=person.id, by=person.id)
        await stopping.tell("address_added", person, code)


async def make_main(person: Person, address_id: int) -> None:
    """Mail goes there from now on; what was the main one is told, and stays. NotFound for one that is not theirs."""
    async with db.transaction():
        chosen = await _own(person, address_id)
        if not chosen.is_main:
            await stopping.tell_of("main_address", person, former=person.email, address=chosen.address)
            await queries.set_main(person, address_id)
            events.record("email.changed", person.topic, about=person.id, by=person.id)


async def try_again(person: Person, address_id: int) -> None:
    """Mail that came back from this address is sent there again, beginning with one that says so."""
    async with db.transaction():
        chosen = await _own(person, address_id)
        if await queries.try_again(person, address_id):
            key = f"mail again {address_id} {clock.now().isoformat()}"
            await letters.write("mail_again", chosen.address, person.language, key, at_once=True, called=person.called)


async def remove(person: Person, address_id: int, kept_session: int) -> None:
    """It opens the account no longer, and is told; all other sign-ins end. Conflict for the main one, or the last."""
    async with db.transaction():
        here = await queries.addresses(person)
        going = await _own(person, address_id)
        await stopping.tell_of("address_changed", person, former=going.address, address=person.email)
        if not rules.may_go(going.is_main, len(here)) or not await queries.remove_address(person, address_id):
            raise Conflict(_("Mail goes to this address. Make another one the main one first."))
        await sessions.end_all_but(person, kept_session)
        events.record("email.changed", person.topic, about=person.id, by=person.id)


async def change(person: Person, code: Code, kept_session: int) -> None:
    """The confirmed address in place of the former one, which is told (A58). All other sign-ins end.

    Conflict when the mail was used, or was not asked for by this person, or the address is somebody else's by now.
    """
    at = clock.now()
    async with db.transaction():
        free = await accounts.public_take_address(code.address)
        if code.person_id != person.id or not free or not await codes.use(code):
            raise Conflict(_("This mail cannot be used any more. Ask for a new one."))
        await stopping.tell("address_changed", person, code)
        await queries.set_address(person, code.address, at)
        await sessions.end_all_but(person, kept_session)
        events.record("email.changed", person.topic, about=person.id, by=person.id)
        events.record("email.confirmed", person.topic, about=person.id, by=person.id)


async def _own(person: Person, address_id: int) -> Address:
    found = next((one for one in await queries.addresses(person) if one.id == address_id), None)
    if found is None:
        raise NotFound
    return found
