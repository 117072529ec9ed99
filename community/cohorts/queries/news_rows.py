"""Seats that were offered or ended, for the one whose seat it is or was: whom to tell, and of which cohort."""

from dataclasses import dataclass

from community import db


@dataclass(frozen=True)
class SeatNews:
    """The cohort of a seat, as somebody may know it who does not sit there (yet, or any more)."""

    seat_id: int
    cohort_id: int
    name: str
    title: str
    affiliate: str
    role: str


async def owners_by_id(seat_ids: list[int]) -> dict[int, list[int]]:
    """For notices: {seat: persons}."""
    rows = await db.many(
        dict, "select id, person_id from seat where id = any(:ids) order by id limit 2000", ids=seat_ids
    )
    return {row["id"]: [row["person_id"]] for row in rows}


async def news_by_id(seat_ids: list[int]) -> dict[int, SeatNews]:
    """For notices: which cohort the seat belongs to."""
    rows = await db.many(
        SeatNews,
        """
        select seat.id as seat_id, seat.cohort_id, cohort.name, definition_version.title, affiliate.name as affiliate,
               seat.role
        from seat
        join cohort on cohort.id = seat.cohort_id
        join affiliate on affiliate.id = cohort.affiliate_id
        join definition_version on definition_version.id = cohort.definition_version_id
        where seat.id = any(:ids) order by seat.id limit 2000
        """,
        ids=seat_ids,
    )
    return {one.seat_id: one for one in rows}


async def leaders_by_id(seat_ids: list[int]) -> dict[int, list[int]]:
    """For notices: {seat: who leads its cohort}: its facilitators, and where it has none the affiliate's organizers."""
    rows = await db.many(
        dict,
        """
        select seat.id, coalesce(nullif(array(
            select guide.person_id from seat as guide
            where guide.cohort_id = seat.cohort_id and guide.role = 'facilitator' and guide.state = 'active'
            order by guide.person_id limit 20), '{}'), array(
            select desk.person_id from desk
            where desk.affiliate_id = cohort.affiliate_id and desk.kind = 'organizer' and desk.ended_at is null
            order by desk.person_id limit 20)) as leaders
        from seat join cohort on cohort.id = seat.cohort_id
        where seat.id = any(:ids) order by seat.id limit 2000
        """,
        ids=seat_ids,
    )
    return {row["id"]: row["leaders"] for row in rows}
