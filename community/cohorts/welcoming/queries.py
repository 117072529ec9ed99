"""Who welcomes whom."""

from community import db
from community.cohorts.queries import Member, Seat
from community.cohorts.queries.member_rows import MEMBER
from community.people.queries import Person


async def choose_by_id(seat_id: int, cohort_id: int) -> int | None:
    """Name who says hello to whom has just sat down, and give their number; None where nobody else is there.

    A member or helper who has welcomed fewest, of those who came first; where there is none, a facilitator.
    """
    return await db.value(
        """
        update seat set welcomer_id = (
            select host.person_id from seat as host
            where host.cohort_id = :cohort_id and host.state = 'active' and host.id <> :id
              and host.role in ('participant', 'helper', 'facilitator')
            order by host.role = 'facilitator', (
                         select count(*) from seat as guest
                         where guest.cohort_id = host.cohort_id and guest.welcomer_id = host.person_id),
                     host.joined_at, host.id limit 1)
        where id = :id returning welcomer_id
        """,
        id=seat_id,
        cohort_id=cohort_id,
    )


async def welcomer(seat: Seat) -> Member | None:
    """Who says hello to this seat; a facilitator where that person has left by now, or nobody was named."""
    return await db.one(
        Member,
        MEMBER  # noqa: S608 (columns of ours)
        + """
        where seat.cohort_id = :cohort_id and seat.state = 'active' and seat.id <> :id
          and (seat.role = 'facilitator' or seat.person_id = (
              select new.welcomer_id from seat as new where new.id = :id))
        order by seat.person_id = (select new.welcomer_id from seat as new where new.id = :id) desc nulls last, seat.id
        limit 1
        """,
        cohort_id=seat.cohort_id,
        id=seat.id,
    )


async def welcomers_by_id(seat_ids: list[int]) -> dict[int, list[int]]:
    """For notices: {new seat: who says hello}."""
    rows = await db.many(
        dict,
        "select id, welcomer_id from seat where id = any(:ids) and welcomer_id is not null order by id limit 2000",
        ids=seat_ids,
    )
    return {row["id"]: [row["welcomer_id"]] for row in rows}


async def cohort_runs(person: Person, cohort_id: int) -> bool:
    """Whether the cohort in which this person sits is under way."""
    return await db.value(
        """
        select exists (
            select 1 from seat join cohort on cohort.id = seat.cohort_id
            where cohort.id = :id and cohort.state = 'running' and seat.person_id = :person_id
              and seat.state = 'active')
        """,
        id=cohort_id,
        person_id=person.id,
    )
