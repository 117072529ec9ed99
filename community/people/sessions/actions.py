"""What happens to a sign-in: begun, refused, ended."""

from dataclasses import dataclass
from datetime import datetime

from community import chance, clock, db, events
from community.errors import NotFound
from community.people import hashing, letters
from community.people import queries as people
from community.people.passwords import queries as passwords
from community.people.queries import Person, Session
from community.people.sessions import queries, rules

NOBODY = "person:0"  # where refusals for unknown addresses are told, so that they take as long as the others (A54)


@dataclass(frozen=True)
class Ended:
    session_id: int


@dataclass(frozen=True)
class Begun:
    session_id: int
    by: str  # password, link or code


async def by_password(address: str, password: str) -> Person | None:
    """Who this is. None, after the same time and with the same record, for a wrong password and an unknown address."""
    person = await people.public_person(address)
    kept = await passwords.password_hash(person) if person else None
    right = await hashing.fits(kept, password)
    if person and kept and right:
        if hashing.stale(kept):
            await passwords.renew_hash(person, kept, await hashing.hashed(password))
        return person
    async with db.transaction():
        events.record("session.refused", person.topic if person else NOBODY)
    return None


async def knows_password(person: Person, password: str) -> bool:
    """Ask one who is signed in once more, before what a stranger at an open laptop must not do."""
    right = await hashing.fits(await passwords.password_hash(person), password)
    if not right:
        async with db.transaction():
            events.record("session.refused", person.topic, by=person.id)
    return right


async def begin(
    person: Person,
    by: str,
    device: str = "",
    shared: bool = False,
    instead_of: Session | None = None,
    factor_at: datetime | None = None,
) -> tuple[str, rules.Life]:
    """The token for the cookie of a new session, and how long it lives; the browser's former session ends (A61).

    `factor_at`: when they showed their second factor, None for who has none.

    NotFound for an account that was erased while they were signing in.
    """
    token, at = chance.token(32), clock.now()
    life = rules.life(await queries.holds_office(person), shared)
    async with db.transaction():
        if instead_of:
            await _end(instead_of.person_id, instead_of.id, "session.ended")
        session_id = await queries.add_session(person, token, device, shared, life, at, factor_at)
        if session_id is None:
            raise NotFound
        events.record("session.begun", person.topic, about=session_id, by=person.id, detail=Begun(session_id, by))
    return token, life


async def sign_out(person: Person, session_id: int) -> None:
    async with db.transaction():
        await _end(person.id, session_id, "signed_out")


async def end(person: Person, session_id: int) -> None:
    """End one of one's own sign-ins (anybody else's: NotFound); one that is over already stays so."""
    if not await queries.is_own(person, session_id):
        raise NotFound
    async with db.transaction():
        await _end(person.id, session_id, "session.ended")


async def end_all_but(person: Person, kept: int = 0) -> None:
    """End every sign-in of this person but `kept`."""
    async with db.transaction():
        for session_id in await queries.end_all_but(person, kept, clock.now()):
            _tell(person.id, session_id, "session.ended")


async def end_all_of(administrator: Person, person: Person, reason: str) -> None:
    """Another may be signed in as this person: all of it ends at once, and they are told why by mail (ASVS 7.4.5)."""
    async with db.transaction():
        await end_all_but(person)
        events.record("session.all_ended", person.topic, about=person.id, by=administrator.id)
        key = f"signed out {person.id} {clock.now().isoformat()}"
        await letters.write_to_person("signed_out", person.id, key, at_once=True, reason=reason)


async def office(person_id: int, holds: bool) -> None:
    """Somebody was given a desk or made a reviewer, or holds none any more: sign-ins are shorter, or not (A64)."""
    await queries.shorten_by_id(person_id, holds, rules.OFFICE, clock.now())


async def _end(person_id: int, session_id: int, kind: str) -> None:
    if await queries.end_session(person_id, session_id, clock.now()):
        _tell(person_id, session_id, kind)


def _tell(person_id: int, session_id: int, kind: str) -> None:
    """A gate: the sockets of this session close at once."""
    events.record(kind, f"person:{person_id}", about=session_id, by=person_id, detail=Ended(session_id))
