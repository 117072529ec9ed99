"""What was said of meetings: by one of oneself, and all of it for who leads."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from community import clock, db
from community.cohorts.queries import Place, Seat
from community.meetings import queries
from community.meetings.coming.rules import Answer
from community.meetings.queries import Meeting, Plan


@dataclass(frozen=True)
class Coming:
    """How many of those who work in the cohort come to a meeting, as far as they have said so of its time now."""

    meeting_id: int
    cohort_id: int
    comes: int
    cannot: int
    not_sure: int
    unsaid: int


@dataclass(frozen=True)
class Own:
    """What one person said of a meeting (`answer`, of the time `said_of`), and whether they were there (`mark`)."""

    meeting_id: int
    cohort_id: int
    title: str
    state: str
    starts_at: datetime
    minutes: int
    answer: str
    said_of: datetime | None
    mark: str

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def is_cancelled(self) -> bool:
        return self.state == "cancelled"

    @property
    def is_void(self) -> bool:
        """It was said of another time, so that it says nothing of this one."""
        return bool(self.answer) and self.said_of != self.starts_at

    @property
    def says_something(self) -> bool:
        return bool(self.mark or self.answer) and (bool(self.mark) or not self.is_cancelled)


OWN = """
select meeting.id as meeting_id, meeting.cohort_id, meeting.title, meeting.state, meeting.starts_at, meeting.minutes,
       coalesce(rsvp.answer, '') as answer, rsvp.starts_at as said_of,
       coalesce(nullif(attendance.mark, 'unmarked'), '') as mark
from meeting
"""
OF_ONE = """
left join rsvp on rsvp.meeting_id = meeting.id and rsvp.person_id = :person_id
left join attendance on attendance.meeting_id = meeting.id and attendance.person_id = :person_id
"""


async def own(seat: Seat) -> list[Own]:
    """What this person said of meetings here and where they were, in the order of the meetings."""
    found = await db.many(
        Own,
        OWN
        + OF_ONE
        + """
        where meeting.cohort_id = :cohort_id and (rsvp.id is not null or attendance.id is not null)
        order by meeting.starts_at, meeting.id limit 100
        """,
        cohort_id=seat.cohort_id,
        person_id=seat.person_id,
    )
    return [one for one in found if one.says_something]


async def own_of(seat: Seat, meeting: Meeting) -> Own:
    """The same of one meeting of their cohort, also where nothing was said yet."""
    found = await db.one(Own, OWN + OF_ONE + "where meeting.id = :id", id=meeting.id, person_id=seat.person_id)
    assert found is not None
    return found


async def owns_by_id(rsvp_ids: list[int]) -> dict[int, Own]:
    """For the feed: {answer: what its person said}."""
    return await _owns(
        """
        join rsvp on rsvp.meeting_id = meeting.id
        left join attendance on attendance.meeting_id = meeting.id and attendance.person_id = rsvp.person_id
        where rsvp.id = any(:ids) order by rsvp.id limit 2000
        """,
        "rsvp",
        rsvp_ids,
    )


async def marked_by_id(attendance_ids: list[int]) -> dict[int, Own]:
    """For the feed: {mark of attendance: what its person said, and where they were}."""
    return await _owns(
        """
        join attendance on attendance.meeting_id = meeting.id
        left join rsvp on rsvp.meeting_id = meeting.id and rsvp.person_id = attendance.person_id
        where attendance.id = any(:ids) order by attendance.id limit 2000
        """,
        "attendance",
        attendance_ids,
    )


async def _owns(which: str, table: str, ids: list[int]) -> dict[int, Own]:
    rows = await db.many(dict, OWN.replace("\nfrom", f", {table}.id as about\nfrom") + which, ids=ids)
    return {row.pop("about"): Own(**row) for row in rows}


# --- for who leads ---


async def plan(place: Place) -> Plan:
    """The plan of this place's cohort, with what was said of its meetings to come."""
    return (await _with_coming([await queries.plan(place, place.cohort)]))[0]


async def coming(place: Place, meeting_id: int) -> Coming:
    """How many come to this meeting of this place's cohort."""
    meeting = await queries.meeting(place, meeting_id)
    return (await _coming([meeting.id]))[meeting.id]


async def lists_by_id(version_ids: list[int]) -> dict[int, Plan]:
    """For the feed: {version: the plan of its cohort, with what was said of it}."""
    plans = await queries.plans_by_id(version_ids)
    return dict(zip(plans, await _with_coming(list(plans.values())), strict=True))


async def coming_by_id(rsvp_ids: list[int]) -> dict[int, Coming]:
    """For the feed: {answer: how many come to its meeting}."""
    rows = await db.many(
        dict, "select id, meeting_id from rsvp where id = any(:ids) order by id limit 2000", ids=rsvp_ids
    )
    found = await _coming(sorted({row["meeting_id"] for row in rows}))
    return {row["id"]: found[row["meeting_id"]] for row in rows}


async def _with_coming(plans: list[Plan]) -> list[Plan]:
    found = await _coming([one.id for plan in plans for one in plan.upcoming])
    return [replace(plan, coming=found) for plan in plans]


async def _coming(meeting_ids: list[int]) -> Mapping[int, Coming]:
    rows = await db.many(
        Coming,
        """
        select meeting.id as meeting_id, meeting.cohort_id,
               count(*) filter (where rsvp.answer = 'comes') as comes,
               count(*) filter (where rsvp.answer = 'cannot') as cannot,
               count(*) filter (where rsvp.answer = 'not_sure') as not_sure,
               count(seat.id) filter (where rsvp.id is null) as unsaid
        from meeting
        left join seat on seat.cohort_id = meeting.cohort_id and seat.state = 'active'
             and seat.role in ('participant', 'helper')
        left join rsvp on rsvp.meeting_id = meeting.id and rsvp.person_id = seat.person_id
             and rsvp.starts_at = meeting.starts_at
        where meeting.id = any(:ids) group by meeting.id order by meeting.id limit 2000
        """,
        ids=meeting_ids,
    )
    return {one.meeting_id: one for one in rows}


# --- written ---


async def put(seat: Seat, meeting: Meeting, answer: Answer) -> int | None:
    """The answer's number; None where this was said already. Of the meeting as it stands in `meeting`."""
    return await db.value(
        """
        insert into rsvp (meeting_id, person_id, answer, starts_at, at)
        select id, :person_id, :answer, starts_at, :at from meeting
        where id = :id and version = :version and state <> 'cancelled'
        on conflict (meeting_id, person_id) do update
        set answer = excluded.answer, starts_at = excluded.starts_at, at = excluded.at
        where (rsvp.answer, rsvp.starts_at) is distinct from (excluded.answer, excluded.starts_at)
        returning id
        """,
        id=meeting.id,
        version=meeting.version,
        person_id=seat.person_id,
        answer=answer,
        at=clock.now(),
    )


async def is_said(seat: Seat, meeting: Meeting, answer: Answer) -> bool:
    """Whether this person said just that of the meeting's time now."""
    return await db.value(
        """
        select exists (select from rsvp join meeting on meeting.id = rsvp.meeting_id and meeting.state <> 'cancelled'
                       and meeting.starts_at = rsvp.starts_at
                       where rsvp.meeting_id = :id and rsvp.person_id = :person_id and rsvp.answer = :answer)
        """,
        id=meeting.id,
        person_id=seat.person_id,
        answer=answer,
    )


async def answered_by_id(meeting_id: int) -> list[tuple[int, int]]:
    """(answer, seat) of each who sits here and said something of this meeting, of whichever time."""
    rows = await db.many(
        dict,
        """
        select rsvp.id, seat.id as seat_id from rsvp join meeting on meeting.id = rsvp.meeting_id
        join seat on seat.cohort_id = meeting.cohort_id and seat.person_id = rsvp.person_id and seat.state = 'active'
        where rsvp.meeting_id = :id order by rsvp.id limit 2000
        """,
        id=meeting_id,
    )
    return [(row["id"], row["seat_id"]) for row in rows]


async def cohort_of_by_id(meeting_id: int) -> int | None:
    """For a mailed link: the cohort of its meeting."""
    return await db.value("select cohort_id from meeting where id = :id", id=meeting_id)
