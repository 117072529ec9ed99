"""Addresses whose readers were asked to facilitate, whether they have an account or not (A54)."""

from dataclasses import dataclass
from datetime import datetime

from community import db
from community.cohorts.queries.place_rows import Place
from community.people.queries import Person


@dataclass(frozen=True)
class Asked:
    """An address that was asked; `state` is "invited", also where nobody has an account, or "left": said no."""

    address: str
    asked_at: datetime
    state: str


@dataclass(frozen=True)
class Asking:
    """For the one whose address was confirmed: in which cohort, by whom."""

    cohort_id: int
    asked_by: int


async def asked(place: Place) -> list[Asked]:
    """Whose answer is awaited, or was no: by address only, whoever may read it."""
    return await db.many(
        Asked,
        """
        select facilitator_asked.address, facilitator_asked.asked_at,
               case when seat.state = 'left' then 'left' else 'invited' end as state
        from facilitator_asked
        left join email on email.address = facilitator_asked.address and email.confirmed_at is not null
        left join seat on seat.cohort_id = facilitator_asked.cohort_id and seat.person_id = email.person_id
        where facilitator_asked.cohort_id = :cohort_id and answered_at is null
          and (seat.state is null or seat.state = 'invited' or seat.ending = 'declined')
        order by facilitator_asked.asked_at desc, facilitator_asked.address limit 20
        """,
        cohort_id=place.cohort.id,
    )


async def ask_by_id(cohort_id: int, address: str, by_id: int, at: datetime) -> None:
    """Note that this address is asked, or asked anew."""
    await db.run(
        """
        insert into facilitator_asked (cohort_id, address, asked_by, asked_at)
        values (:cohort_id, :address, :by_id, :at)
        on conflict (cohort_id, address) do update
        set asked_by = excluded.asked_by, asked_at = excluded.asked_at, answered_at = null
        """,
        cohort_id=cohort_id,
        address=address,
        by_id=by_id,
        at=at,
    )


async def askings(person: Person) -> list[Asking]:
    """Where this person's confirmed addresses were asked before there was an account to invite."""
    return await db.many(
        Asking,
        """
        select facilitator_asked.cohort_id, facilitator_asked.asked_by
        from facilitator_asked
        join email on email.address = facilitator_asked.address and email.confirmed_at is not null
        join cohort on cohort.id = facilitator_asked.cohort_id and cohort.state <> 'closed'
        where email.person_id = :person_id and answered_at is null
          and asked_by is not null
          and not exists (select 1 from seat where seat.cohort_id = facilitator_asked.cohort_id
                                               and seat.person_id = email.person_id)
        order by facilitator_asked.cohort_id limit 100
        """,
        person_id=person.id,
    )
