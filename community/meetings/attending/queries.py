"""Who is expected at a meeting: what they said, and whether they were there."""

from dataclasses import dataclass
from datetime import datetime

from community import clock, db
from community.cohorts import queries as cohorts
from community.cohorts.queries import Place, Seat
from community.errors import NotFound
from community.meetings.attending.rules import Mark
from community.meetings.queries import Meeting
from community.people import faces

GUEST = """
select meeting.id as meeting_id, meeting.cohort_id, meeting.starts_at, seat.id as seat_id, seat.person_id, person.name,
       person.called, person.picture,
       case when rsvp.starts_at = meeting.starts_at then rsvp.answer else '' end as answer,
       coalesce(nullif(attendance.mark, 'unmarked'), '') as mark
from meeting join seat on seat.cohort_id = meeting.cohort_id join person on person.id = seat.person_id
left join rsvp on rsvp.meeting_id = meeting.id and rsvp.person_id = person.id
left join attendance on attendance.meeting_id = meeting.id and attendance.person_id = person.id
"""
EXPECTED = "(seat.state = 'active' and seat.role in ('participant', 'helper') or attendance.mark <> 'unmarked')"


@dataclass(frozen=True)
class Guest(faces.Drawn):
    """Somebody who is expected at a meeting: what they said of its time now, and what was marked; else empty texts."""

    meeting_id: int
    cohort_id: int
    starts_at: datetime
    seat_id: int
    person_id: int
    name: str
    called: str
    picture: str
    answer: str | None
    mark: str

    @property
    def address(self) -> str:
        return f"/cohorts/{self.cohort_id}/meetings/{self.meeting_id}/attendance/{self.seat_id}"


async def guests(place: Place, meeting: Meeting) -> list[Guest]:
    """Who works in this place's cohort, and whoever was marked there; by name, whatever they said or did (R65)."""
    return await db.many(
        Guest,
        GUEST
        + f"where meeting.id = :id and meeting.cohort_id = :cohort_id and {EXPECTED} "
        + "order by lower(person.name), seat.id limit 500",
        id=meeting.id,
        cohort_id=place.cohort.id,
    )


async def guest(place: Place, meeting: Meeting, seat_id: int) -> Guest:
    """One of them; NotFound for who is not expected there."""
    found = await db.one(
        Guest,
        GUEST + f"where meeting.id = :id and meeting.cohort_id = :cohort_id and seat.id = :seat_id and {EXPECTED}",
        id=meeting.id,
        cohort_id=place.cohort.id,
        seat_id=seat_id,
    )
    if found is None:
        raise NotFound
    return found


async def answering_by_id(rsvp_ids: list[int]) -> dict[int, Guest]:
    """For the feed: {answer: who gave it}."""
    return await _by_id("rsvp", rsvp_ids)


async def marked_by_id(attendance_ids: list[int]) -> dict[int, Guest]:
    """For the feed: {mark: of whom}."""
    return await _by_id("attendance", attendance_ids)


async def _by_id(table: str, ids: list[int]) -> dict[int, Guest]:
    rows = await db.many(
        dict,
        GUEST.replace("\nfrom", f", {table}.id as about\nfrom", 1)
        + f"where {table}.id = any(:ids) and {EXPECTED} order by {table}.id limit 2000",
        ids=ids,
    )
    return {row.pop("about"): Guest(**row) for row in rows}


async def put(place: Place, seat: Seat, meeting: Meeting, mark: Mark) -> int | None:
    """The mark's number; None where it stood so already, or the meeting was cancelled meanwhile."""
    if seat.cohort_id != place.cohort.id:
        raise NotFound
    return await db.value(
        """
        insert into attendance (meeting_id, person_id, mark, at)
        select id, :person_id, :mark, :at from meeting
        where id = :id and cohort_id = :cohort_id and state <> 'cancelled'
        on conflict (meeting_id, person_id) do update set mark = excluded.mark, at = excluded.at
        where attendance.mark <> excluded.mark
        returning id
        """,
        id=meeting.id,
        cohort_id=place.cohort.id,
        person_id=seat.person_id,
        mark=mark,
        at=clock.now(),
    )


async def audiences_by_id(pairs: set[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """Who may follow meeting:ID: who leads its cohort, from a seat or a desk."""
    rows = await db.many(
        dict,
        "select id, cohort_id from meeting where id = any(:ids) order by id limit 2000",
        ids=sorted({meeting_id for _, meeting_id in pairs}),
    )
    cohort_of = {row["id"]: row["cohort_id"] for row in rows}
    asked = {(person, cohort_of[one]) for person, one in pairs if one in cohort_of}
    found = await cohorts.roster_audiences_by_id(asked)
    return {
        (person, one): "facilitator"
        for person, one in pairs
        if found.get((person, cohort_of.get(one, 0))) == "facilitator"
    }
