"""An account is asked for, and made once its address is confirmed."""

import hashlib

from community import clock, db, events
from community.errors import Conflict
from community.pages import _
from community.people import hashing
from community.people import queries as people
from community.people.accounts import queries
from community.people.accounts.queries import SignUp
from community.people.codes import actions as codes
from community.people.codes.queries import Code
from community.people.profile import rules as profile
from community.people.queries import Person


async def sign_up(name: str, address: str, password: str, time_zone: str, language: str, to: str, visit: str) -> Code:
    """Keep what was asked for until the mail is answered: nobody has an address before its reader says so (A54)."""
    hash = await hashing.hashed(password)
    async with db.transaction():
        code = await codes.ask("sign_up", address, language, to)
        await queries.public_add_sign_up(code.id, name, hash, profile.zone(time_zone), hashed(visit))
    return code


async def make(code: Code) -> Person:
    """The account, its address confirmed. Raises Conflict when the code was used or the address taken meanwhile."""
    waiting = await queries.public_sign_up(code.id)
    async with db.transaction():
        if waiting is None or not await queries.public_take_address(code.address) or not await codes.use(code):
            raise Conflict(_("This was confirmed already. Sign in with your address."))
        person_id = await queries.public_add_person(
            waiting.name, profile.called(waiting.name), waiting.time_zone, code.language, code.address, waiting.hash,
            clock.now(),
        )
        events.record("person.made", f"person:{person_id}", about=person_id, by=person_id)
        events.record("email.confirmed", f"person:{person_id}", about=person_id, by=person_id)
    return (await people.people_by_id([person_id]))[person_id]


async def needs_password(code: Code, visit: str) -> bool:
    """In another browser than the one that asked, the link alone is not enough: else whoever asked for an account in
    somebody's name would have it confirmed by a careless click."""
    waiting = await queries.public_sign_up(code.id)
    return waiting is None or waiting.visit_hash != hashed(visit)


async def knows_password(code: Code, password: str) -> bool:
    waiting: SignUp | None = await queries.public_sign_up(code.id)
    return await hashing.fits(waiting.hash if waiting else None, password)


def hashed(visit: str) -> bytes:
    return hashlib.sha256(visit.encode()).digest()
