"""Who reads now and who is kept from whom, as rows; and how much each willing one has read."""

from dataclasses import dataclass
from datetime import datetime

from community import db
from community.cohorts.queries import Seat
from community.feedback.content import COUNTS_AS


@dataclass(frozen=True)
class Pair:
    """Two who do not read each other; seats and names."""

    id: int
    one_seat_id: int
    other_seat_id: int
    one: str
    other: str


async def is_willing(seat: Seat) -> bool:
    """Whether this seat is offered requests: everybody's is, until they say "not now"."""
    return await db.value("select not exists (select from reading_pause where seat_id = :id)", id=seat.id)


async def apart_from(seat: Seat) -> frozenset[int]:
    """Persons of this cohort whom this seat's person neither reads nor is read by (R42)."""
    return (await apart_by_id(seat.cohort_id, [seat.person_id]))[seat.person_id]


async def apart_by_id(cohort_id: int, person_ids: list[int]) -> dict[int, frozenset[int]]:
    """{person there: the same of them}, for each of these."""
    rows = await db.many(
        dict,
        """
        select person_id, array_agg(distinct other_id) as others from kept_apart
        where cohort_id = :cohort_id and person_id = any(:person_ids)
        group by person_id order by person_id limit 2000
        """,
        cohort_id=cohort_id,
        person_ids=person_ids,
    )
    found = {row["person_id"]: frozenset(row["others"]) for row in rows}
    return {person_id: found.get(person_id, frozenset()) for person_id in person_ids}


async def own_pairs(seat: Seat) -> list[Pair]:
    """What this seat has set; for a facilitator also what any of them set for others, never what one of the two set."""
    return await db.many(
        Pair,
        """
        select reading_pair.id, one_seat_id, other_seat_id, one_person.name as one, other_person.name as other
        from reading_pair
        join seat as one on one.id = one_seat_id join person as one_person on one_person.id = one.person_id
        join seat as other on other.id = other_seat_id join person as other_person on other_person.id = other.person_id
        where one.cohort_id = :cohort_id
          and (by_seat_id = :id or (:leads and by_seat_id not in (one_seat_id, other_seat_id)))
        order by one_person.name, other_person.name, reading_pair.id limit 500
        """,
        cohort_id=seat.cohort_id,
        id=seat.id,
        leads=seat.role == "facilitator",
    )


async def loads(seat: Seat, at: datetime) -> dict[int, float]:
    """{person: how much they have read here}, of each willing one who could take an open request now (R42)."""
    rows = await db.many(
        dict,
        f"""
        select reader.person_id, cast(coalesce((
            select sum({COUNTS_AS})
            from feedback join feedback_request on feedback_request.id = feedback.request_id
            where feedback.person_id = reader.person_id and feedback_request.cohort_id = reader.cohort_id
              and feedback.state in ('reading', 'sent')), 0) as float) as given
        from seat as reader
        where reader.cohort_id = :cohort_id and reader.state = 'active' and reader.role in ('participant', 'helper')
          and not exists (select from reading_pause where reading_pause.seat_id = reader.id)
          and exists (
            select from feedback_request join work on work.id = feedback_request.work_id
            where feedback_request.cohort_id = reader.cohort_id and feedback_request.asks = 'cohort'
              and feedback_request.ended_at is null and until_at > :at and work.person_id <> reader.person_id
              and not exists (select from kept_apart where kept_apart.cohort_id = reader.cohort_id
                              and kept_apart.person_id = reader.person_id and other_id = work.person_id)
              and not exists (select from feedback where feedback.request_id = feedback_request.id
                              and feedback.person_id = reader.person_id))
        order by reader.person_id limit 2000
        """,  # noqa: S608
        cohort_id=seat.cohort_id,
        at=at,
    )
    return {row["person_id"]: row["given"] for row in rows}


async def set_willing(seat: Seat, willing: bool, at: datetime) -> int:
    """The guarded write: 0 when it stands so already."""
    ends = "delete from reading_pause where seat_id = :id"
    begins = "insert into reading_pause (seat_id, at) values (:id, :at) on conflict do nothing"
    return await (db.run(ends, id=seat.id) if willing else db.run(begins, id=seat.id, at=at))


async def add_pair(seat: Seat, one_seat_id: int, other_seat_id: int, at: datetime) -> int | None:
    """These two are kept apart, as this seat wishes; None when this seat has set it already."""
    return await db.value(
        """
        insert into reading_pair (one_seat_id, other_seat_id, by_seat_id, at) values (:one, :other, :by, :at)
        on conflict do nothing returning id
        """,
        one=min(one_seat_id, other_seat_id),
        other=max(one_seat_id, other_seat_id),
        by=seat.id,
        at=at,
    )


async def end_pair(seat: Seat, pair: Pair) -> int:
    """Of the pairs which `own_pairs` gives to this seat."""
    return await db.run(
        "delete from reading_pair where id = :id and (by_seat_id = :by or :leads)",
        id=pair.id,
        by=seat.id,
        leads=seat.role == "facilitator",
    )
