"""Cohorts, and whose place in them: by a seat, or by an organizer's desk. Members as colleagues and leaders see them."""

import itertools
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from community import db
from community.affiliates import queries as affiliates
from community.affiliates.queries import Desk
from community.cohorts import rules
from community.errors import NotFound
from community.people.queries import TONES, Person

COLUMNS = """
cohort.id, cohort.affiliate_id, affiliate.name as affiliate, cohort.definition_version_id,
definition_version.micro_credential_id, micro_credential.code, definition_version.title, cohort.name, cohort.slug,
cohort.state, cohort.language, cohort.time_zone, cohort.starts_on, cohort.ends_on, cohort.capacity, cohort.backlog,
cohort.join_code, cohort.join_uses_left
"""
FROM = """
from cohort
join affiliate on affiliate.id = cohort.affiliate_id
join definition_version on definition_version.id = cohort.definition_version_id
join micro_credential on micro_credential.id = definition_version.micro_credential_id
"""
COHORT = f"select {COLUMNS} {FROM}"  # noqa: S608
SEAT = "select id, cohort_id, person_id, role, state, shows, joined_at from seat "
MEMBER = """
select seat.id as seat_id, seat.cohort_id, seat.person_id, seat.role, seat.state, seat.shows, seat.joined_at,
       person.name, person.called, person.pronouns, person.about, person.role as works_as, coalesce(email.address, '') as email
from seat
join person on person.id = seat.person_id
left join email on email.person_id = person.id and email.is_main
"""


@dataclass(frozen=True)
class Cohort:
    """A group around one micro-credential. `title` is the micro-credential's, `affiliate` its affiliate's name."""

    id: int
    affiliate_id: int
    affiliate: str
    definition_version_id: int
    micro_credential_id: int
    code: str
    title: str
    name: str
    slug: str
    state: str
    language: str
    time_zone: str
    starts_on: date
    ends_on: date
    capacity: int
    backlog: str
    join_code: str  # shown to those who lead only
    join_uses_left: int

    @property
    def topic(self) -> str:
        return f"cohort:{self.id}"

    @property
    def is_closed(self) -> bool:
        """Closed is read-only (R22)."""
        return self.state == rules.State.CLOSED

    @property
    def spoken_code(self) -> str:
        return rules.spoken_code(self.join_code)


@dataclass(frozen=True)
class Seat:
    """A person's place in a cohort."""

    id: int
    cohort_id: int
    person_id: int
    role: str
    state: str
    shows: str
    joined_at: datetime

    @property
    def topic(self) -> str:
        return f"seat:{self.id}"

    @property
    def cohort_topic(self) -> str:
        return f"cohort:{self.cohort_id}"

    @property
    def is_facilitator(self) -> bool:
        return self.role == rules.Role.FACILITATOR

    @property
    def is_participant(self) -> bool:
        return self.role == rules.Role.PARTICIPANT

    @property
    def audience(self) -> str:
        """As whom this seat hears what happens in the cohort."""
        return "facilitator" if self.is_facilitator else "peer"


@dataclass(frozen=True)
class Member:
    """Who sits in a seat. `role` is the seat's, `works_as` what the person does at school; `email` is for who leads."""

    seat_id: int
    cohort_id: int
    person_id: int
    role: str
    state: str
    shows: str
    joined_at: datetime
    name: str
    called: str
    pronouns: str
    about: str
    works_as: str
    email: str = ""

    @property
    def initials(self) -> str:
        words = self.name.split()
        return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper()

    @property
    def tone(self) -> str:
        return TONES[self.person_id % len(TONES)]


@dataclass(frozen=True)
class Place:
    """How a person stands to a cohort: a seat in it, the organizer's desk over it, or both."""

    person_id: int
    cohort: Cohort
    seat: Seat | None
    desk: Desk | None


async def seat(person: Person, cohort_id: int) -> Seat:
    """Your place in this cohort. A stranger is not even told that the cohort exists."""
    found = await db.one(
        Seat, SEAT + "where cohort_id = :cohort_id and person_id = :person_id and state = 'active'",
        cohort_id=cohort_id, person_id=person.id,
    )
    if found is None:
        raise NotFound
    return found


async def cohort(seat: Seat) -> Cohort:
    """The cohort of this seat."""
    found = await db.one(Cohort, COHORT + "where cohort.id = :id", id=seat.cohort_id)
    if found is None:
        raise NotFound
    return found


async def members(seat: Seat) -> list[Member]:
    """Who sits here now: facilitators first, then by name. Without addresses."""
    return [replace(member, email="") for member in await _members(seat.cohort_id)]


async def audiences_by_id(pairs: set[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """Who may follow cohort:ID: facilitators and peers with an active seat; {(person, cohort): audience}."""
    rows = await db.many(
        dict,
        """
        select seat.person_id, seat.cohort_id, seat.role from seat
        join unnest(cast(:people as bigint[]), cast(:cohorts as bigint[])) as wanted (person_id, cohort_id)
            on wanted.person_id = seat.person_id and wanted.cohort_id = seat.cohort_id
        where seat.state = 'active' and seat.role <> 'observer' order by seat.id limit 100000
        """,
        people=[person for person, _ in pairs], cohorts=[cohort for _, cohort in pairs],
    )
    return {
        (row["person_id"], row["cohort_id"]): "facilitator" if row["role"] == rules.Role.FACILITATOR else "peer" for row in rows
    }


async def seat_audiences_by_id(pairs: set[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """Who may follow seat:ID: whoever sits in it; {(person, seat): "self"}."""
    rows = await db.many(
        dict,
        """
        select seat.person_id, seat.id from seat
        join unnest(cast(:people as bigint[]), cast(:seats as bigint[])) as wanted (person_id, id)
            on wanted.person_id = seat.person_id and wanted.id = seat.id
        where seat.state = 'active' order by seat.id limit 100000
        """,
        people=[person for person, _ in pairs], seats=[seat for _, seat in pairs],
    )
    return {(row["person_id"], row["id"]): "self" for row in rows}


async def cohorts_of(person: Person) -> list[Cohort]:
    """All cohorts in which this person has an active seat; those that go on before those that are closed, newest first."""
    return await db.many(
        Cohort,
        COHORT + """
        join seat on seat.cohort_id = cohort.id and seat.person_id = :person_id and seat.state = 'active'
        order by cohort.state = 'closed', cohort.starts_on desc, cohort.id desc limit 200
        """,
        person_id=person.id,
    )


async def desk(person: Person, cohort_id: int) -> Desk:
    """The organizer's desk over this cohort's affiliate (R11); to everybody else there is no such cohort."""
    affiliate_id = await db.value("select affiliate_id from cohort where id = :id", id=cohort_id)
    if affiliate_id is None:
        raise NotFound
    return await affiliates.desk(person, affiliate_id)


async def add(desk: Desk, slug: str, **values: Any) -> Cohort:
    """A new cohort of the desk's affiliate. Its slug gets a number where another cohort has it."""
    columns = ", ".join(values)
    binds = ", ".join(f":{column}" for column in values)
    sql = f"""
    insert into cohort (affiliate_id, slug, {columns}) values (:affiliate_id, :slug, {binds})
    on conflict (slug) do nothing returning id
    """  # noqa: S608 (the columns are ours)
    cohort_id = None
    for number in itertools.count(1):
        tried = slug if number == 1 else f"{slug}-{number}"
        cohort_id = await db.value(sql, affiliate_id=desk.affiliate_id, slug=tried, **values)
        if cohort_id is not None:
            break
    return (await cohorts_by_id([cohort_id]))[cohort_id]


async def cohorts_by_id(ids: list[int]) -> dict[int, Cohort]:
    """For feed, worker and jobs only."""
    found = await db.many(Cohort, COHORT + "where cohort.id = any(:ids) order by cohort.id limit 5000", ids=ids)
    return {one.id: one for one in found}


async def place(person: Person, cohort_id: int) -> Place:
    """Seat or desk, whichever opens the door; NotFound for all others."""
    sits = await db.one(
        Seat, SEAT + "where cohort_id = :cohort_id and person_id = :person_id and state = 'active'",
        cohort_id=cohort_id, person_id=person.id,
    )
    organizes = None
    try:
        organizes = await desk(person, cohort_id)
    except NotFound:
        if sits is None:
            raise
    found = await db.one(Cohort, COHORT + "where cohort.id = :id", id=cohort_id)
    if found is None:
        raise NotFound
    return Place(person.id, found, sits, organizes)


async def roster(place: Place) -> list[Member]:
    """The same with e-mail addresses, for those who lead; the route asks rules.sees_addresses."""
    return await _members(place.cohort.id)


async def _members(cohort_id: int) -> list[Member]:
    return await db.many(
        Member,
        MEMBER + """
        where seat.cohort_id = :cohort_id and seat.state = 'active'
        order by seat.role <> 'facilitator', person.name, seat.id limit 2000
        """,
        cohort_id=cohort_id,
    )
