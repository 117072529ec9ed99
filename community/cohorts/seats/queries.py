"""Seats as rows: read and written under the lock of their cohort, so that capacity and facilitators always hold (R13, R14)."""

from dataclasses import dataclass
from datetime import datetime

from community import db
from community.cohorts import rules
from community.cohorts.queries import COHORT, SEAT, Cohort, Seat
from community.errors import NotFound
from community.people.queries import Person


@dataclass(frozen=True)
class Elsewhere:
    """Another cohort on the same micro-credential in which the person takes part."""

    cohort_id: int
    name: str


async def public_cohort_of_code(code: str) -> Cohort | None:
    """The cohort that this code (in its plain form) opens now: one that was used up or replaced opens none (R12)."""
    return await db.one(
        Cohort, COHORT + "where cohort.join_code_hash = :hash and cohort.join_uses_left > 0", hash=rules.code_hash(code)
    )


async def lock_by_id(person_id: int, cohort_id: int) -> None:
    """One by one for this person, and one by one for this cohort; always in this order. Until the transaction ends."""
    await db.value("select id from person where id = :id for no key update", id=person_id)
    await db.value("select id from cohort where id = :id for no key update", id=cohort_id)


async def seat_of(person: Person, cohort_id: int) -> Seat | None:
    """This person's seat, whatever its state."""
    return await db.one(
        Seat, SEAT + "where cohort_id = :cohort_id and person_id = :person_id", cohort_id=cohort_id, person_id=person.id
    )


async def invited_to(person: Person, cohort_id: int) -> Cohort:
    """The cohort that this person is invited to, or sits in; NotFound for all others."""
    found = await db.one(
        Cohort,
        COHORT + """
        join seat on seat.cohort_id = cohort.id and seat.person_id = :person_id and seat.state in ('invited', 'active')
        where cohort.id = :id
        """,
        person_id=person.id, id=cohort_id,
    )
    if found is None:
        raise NotFound
    return found


async def elsewhere(person: Person, cohort: Cohort) -> Elsewhere | None:
    """Where this person already takes part on the same micro-credential."""
    return await db.one(
        Elsewhere,
        """
        select cohort.id as cohort_id, cohort.name from seat
        join cohort on cohort.id = seat.cohort_id
        join definition_version on definition_version.id = cohort.definition_version_id
        where seat.person_id = :person_id and seat.state = 'active' and seat.role = 'participant' and cohort.state <> 'closed'
          and definition_version.micro_credential_id = :micro_credential_id and cohort.id <> :cohort_id
        order by cohort.id limit 1
        """,
        person_id=person.id, micro_credential_id=cohort.micro_credential_id, cohort_id=cohort.id,
    )


async def count_by_id(cohort_id: int, role: str) -> int:
    """How many sit there now with this role."""
    return await db.value(
        "select count(*) from seat where cohort_id = :id and role = :role and state = 'active'", id=cohort_id, role=role
    )


async def put(person: Person, cohort_id: int, role: str, state: str, at: datetime) -> Seat:
    """Give this person a seat, or the one they had anew."""
    found = await db.one(
        Seat,
        """
        insert into seat (cohort_id, person_id, role, state, joined_at) values (:cohort_id, :person_id, :role, :state, :at)
        on conflict (cohort_id, person_id) do update
        set role = excluded.role, state = excluded.state, joined_at = excluded.joined_at, ended_at = null
        returning id, cohort_id, person_id, role, state, shows, joined_at
        """,
        cohort_id=cohort_id, person_id=person.id, role=role, state=state, at=at,
    )
    if found is None:
        raise NotFound
    return found


async def spend_use_by_id(cohort_id: int, code: str) -> bool:
    """Whether the code is still this cohort's and had a use left, which is now spent."""
    spent = await db.run(
        """
        update cohort set join_uses_left = join_uses_left - 1
        where id = :id and join_code_hash = :hash and join_uses_left > 0
        """,
        id=cohort_id, hash=rules.code_hash(code),
    )
    return spent == 1
