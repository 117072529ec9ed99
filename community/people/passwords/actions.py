"""A password is checked, changed, forgotten."""

from collections.abc import Awaitable, Callable

from community import clock, db, events
from community.errors import Conflict
from community.pages import _
from community.people import hashing, letters
from community.people.codes import actions as codes
from community.people.codes.queries import Code
from community.people.passwords import queries, rules
from community.people.queries import Person
from community.people.sessions import actions as sessions

# What higher floors know of the names around a person, their union's and cohorts': the slices' tables `names`.
NAMES: dict[str, Callable[[Person], Awaitable[list[str]]]] = {}


async def problem(person: Person, password: str) -> str:
    """What is wrong with it for this person, in a sentence; empty when it is fine."""
    around = [name for names in NAMES.values() for name in await names(person)]
    return rules.problem(password, (person.name, person.called, person.about, person.email, *around))


async def change(person: Person, password: str, kept_session: int) -> None:
    """A new password. All other sign-ins end, and the address is told (A58, A63)."""
    hash = await hashing.hashed(password)
    async with db.transaction():
        await _set(person, hash, kept_session)


async def choose_anew(person: Person, code: Code, password: str) -> None:
    """A new password for one who had forgotten theirs; all sign-ins end. Conflict when the mail was used already."""
    hash = await hashing.hashed(password)
    async with db.transaction():
        if not await codes.use(code):
            raise Conflict(_("This mail was used already. Ask for a new one."))
        await _set(person, hash, 0)


async def _set(person: Person, hash: str, kept_session: int) -> None:
    at = clock.now()
    await queries.set_password(person, hash, at)
    await sessions.end_all_but(person, kept_session)
    events.record("password.changed", person.topic, about=person.id, by=person.id)
    key = f"password {person.id} {at.isoformat()}"
    await letters.write_to_person("password_changed", person.id, key, at_once=True)
