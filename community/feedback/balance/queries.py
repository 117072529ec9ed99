"""Feedback given, received and to be given, counted in readers: one good question is half a one (R45)."""

from dataclasses import dataclass
from datetime import datetime

from community import db
from community.cohorts.queries import Seat
from community.feedback.content import COUNTS_AS
from community.feedback.faces import faces_of, giver_of
from community.feedback.requests import queries as requests
from community.feedback.requests.queries import Request
from community.people.queries import Person


@dataclass(frozen=True)
class Balance:
    """One member's; `waiting` is what they are asked by name to read, or have begun."""

    seat_id: int
    name: str
    given: float
    received: float
    waiting: float


@dataclass(frozen=True)
class Line:
    """One feedback: given by oneself, received, or waiting to be given; `by` gave it, None for who wishes no name."""

    way: str
    feedback_id: int
    request: Request
    by: Person | None
    state: str
    counts: float
    at: datetime | None

    @property
    def address(self) -> str:
        """Where it is read."""
        places = {"given": f"{self.request.address}/given", "received": self.request.ledger}
        return places.get(self.way, self.request.address)


async def balances(seat: Seat, at: datetime) -> list[Balance]:
    """For who facilitates everybody who sits there but observers, by name; for others their own."""
    return await db.many(
        Balance,
        f"""
        with heard as (
            select feedback.person_id as giver_id, work.person_id as author_id, feedback.state,
                   {COUNTS_AS} as counts,
                   feedback_request.ended_at is null and until_at > :at as still_open
            from feedback
            join feedback_request on feedback_request.id = feedback.request_id
            join work on work.id = feedback_request.work_id
            where feedback_request.cohort_id = :cohort_id
        ), part as (
            select giver_id as person_id, counts as given, 0 as received, 0 as waiting from heard where state = 'sent'
            union all select author_id, 0, counts, 0 from heard where state = 'sent'
            union all select giver_id, 0, 0, counts from heard where state in ('asked', 'reading') and still_open
        ), whole as (
            select person_id, sum(given) as given, sum(received) as received, sum(waiting) as waiting
            from part group by person_id
        )
        select seat.id as seat_id, person.name, cast(coalesce(given, 0) as float) as given,
               cast(coalesce(received, 0) as float) as received, cast(coalesce(waiting, 0) as float) as waiting
        from seat
        join person on person.id = seat.person_id
        left join whole on whole.person_id = seat.person_id
        where seat.cohort_id = :cohort_id and seat.state = 'active' and seat.role <> 'observer'
          and (:leads or seat.id = :id)
        order by lower(person.name), seat.id limit 2000
        """,  # noqa: S608
        cohort_id=seat.cohort_id,
        id=seat.id,
        leads=seat.is_facilitator,
        at=at,
    )


async def own_lines(seat: Seat, at: datetime, most: int = 300) -> list[Line]:
    """What this seat's person gave, was given and is to give here, newest first."""
    rows = await db.many(
        dict,
        f"""
        select feedback.id as feedback_id, feedback.request_id, feedback.person_id, feedback.state,
               cast({COUNTS_AS} as float) as counts,
               coalesce(feedback.sent_at, feedback.taken_at, feedback.asked_at) as at,
               case when work.person_id = :person_id then 'received' when feedback.state = 'sent' then 'given'
                    else 'waiting' end as way,
               coalesce(giver.unnamed, not feedback.as_holder) as unnamed
        from feedback
        join feedback_request on feedback_request.id = feedback.request_id
        join work on work.id = feedback_request.work_id
        left join seat as giver on giver.cohort_id = feedback_request.cohort_id and giver.person_id = feedback.person_id
        where feedback_request.cohort_id = :cohort_id
          and ((work.person_id = :person_id and feedback.state = 'sent')
               or (feedback.person_id = :person_id
                   and (feedback.state = 'sent' or (feedback.state in ('asked', 'reading')
                                                    and feedback_request.ended_at is null and until_at > :at))))
        order by at desc, feedback.id desc limit :most
        """,  # noqa: S608
        cohort_id=seat.cohort_id,
        person_id=seat.person_id,
        at=at,
        most=most,
    )
    about = await requests.requests_by_id(sorted({row["request_id"] for row in rows})) if rows else {}
    faces = await faces_of(rows)
    return [
        Line(row["way"], row["feedback_id"], about[row["request_id"]], giver_of(row, faces), row["state"],
             row["counts"], row["at"])
        for row in rows
        if row["request_id"] in about
    ]  # fmt: skip
