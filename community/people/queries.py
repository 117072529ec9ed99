"""Persons and their sessions, as rows."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from community import clock, db
from community.people import faces

COLUMNS = """
person.id, person.name, person.called, person.pronouns, person.language, person.time_zone, person.role, person.about,
person.theme, coalesce(email.address, '') as email, person.picture,
person.holds_office
"""
PERSON = f"select {COLUMNS} from person left join email on email.person_id = person.id and email.is_main "  # noqa: S608
SESSION = "select id, person_id, device, shared, created_at, seen_at, ends_at, idle_seconds from session "
OWES = """
person.holds_office and session.factor_at is null and exists (
    select from desk left join issuer on issuer.id = desk.issuer_id
    left join affiliate on affiliate.id = desk.affiliate_id
    where desk.person_id = person.id and desk.ended_at is null and (issuer.asks_factor or affiliate.asks_factor))
"""
SEEN_EVERY = timedelta(seconds=60)  # the last use is written down at most so often


@dataclass(frozen=True)
class Person:
    """An account."""

    id: int
    name: str
    called: str
    pronouns: str
    language: str
    time_zone: str
    role: str
    about: str
    theme: str
    email: str
    picture: str = ""  # stands in its address; empty: it is drawn
    holds_office: bool = False  # has a desk or reviews

    @property
    def initials(self) -> str:
        return faces.initials(self.name)

    @property
    def tone(self) -> str:
        return faces.tone(self.id)

    @property
    def topic(self) -> str:
        return f"person:{self.id}"


@dataclass(frozen=True)
class Session:
    """One sign-in on one device."""

    id: int
    person_id: int
    device: str
    shared: bool
    created_at: datetime
    seen_at: datetime
    ends_at: datetime
    idle_seconds: int
    factor_at: datetime | None = None  # when it last showed a second factor
    owes_factor: bool = False  # it has shown none, and a desk of its person wants one (A57)

    def in_force(self, at: datetime) -> bool:
        return at < min(self.ends_at, self.seen_at + timedelta(seconds=self.idle_seconds))


async def public_session(token: str) -> tuple[Session, Person] | None:
    """The session of a cookie and its person, if it is still in force; also sets our clock by the database's."""
    row = await db.one(
        dict,
        f"""
        select session.id as session_id, session.device, session.shared, session.created_at, session.seen_at,
               session.ends_at, session.idle_seconds, session.factor_at, {OWES} as owes_factor,
               clock_timestamp() as database_time, {COLUMNS}
        from session join person on person.id = session.person_id
        left join email on email.person_id = person.id and email.is_main
        where session.token_hash = :token_hash and session.ended_at is null
        """,  # noqa: S608
        token_hash=hashlib.sha256(token.encode()).digest(),
    )
    found = None
    if row is not None:
        clock.heard(row.pop("database_time"))
        names = ("device", "shared", "created_at", "seen_at", "ends_at", "idle_seconds", "factor_at", "owes_factor")
        own = {name: row.pop(name) for name in names}
        session, at = Session(id=row.pop("session_id"), person_id=row["id"], **own), clock.now()
        if session.in_force(at):
            found = (session, Person(**row))
            if at - session.seen_at >= SEEN_EVERY:
                await _seen(session, at)
    return found


async def public_person(address: str) -> Person | None:
    """Whose confirmed address this is."""
    where = "where person.id = (select person_id from email where address = :address and confirmed_at is not null)"
    return await db.one(Person, PERSON + where, address=address)


async def people_by_id(ids: list[int]) -> dict[int, Person]:
    """For feed, worker and jobs only."""
    found = await db.many(Person, PERSON + "where person.id = any(:ids) order by person.id limit 5000", ids=ids)
    return {person.id: person for person in found}


async def sessions_in_force_by_id(ids: set[int]) -> set[int]:
    """Those of these sessions that are still in force: for the sockets that were opened with them."""
    rows = await db.many(
        dict,
        """
        select id from session where id = any(:ids) and ended_at is null and ends_at > :at
               and seen_at + make_interval(secs => idle_seconds) > :at
        order by id limit 100000
        """,
        ids=list(ids), at=clock.now(),
    )
    return {row["id"] for row in rows}


async def seen_at_by_id(person_id: int) -> datetime | None:
    """When this person last did something here, to the minute, on a device that is still signed in."""
    return await db.value(
        "select max(seen_at) from session where person_id = :person_id and ended_at is null", person_id=person_id
    )


async def _seen(session: Session, at: datetime) -> None:
    await db.run(
        "update session set seen_at = :at where id = :id and seen_at = :was", id=session.id, at=at, was=session.seen_at
    )
