"""Recaps as rows."""

from dataclasses import dataclass

from community import clock, db
from community.cohorts.queries import Place, Seat
from community.errors import NotFound
from community.meetings.queries import Meeting


@dataclass(frozen=True)
class Recap:
    """A meeting, and the announcement that says what happened there; None while nobody has written it."""

    meeting_id: int
    cohort_id: int
    message_id: int | None

    @property
    def address(self) -> str:
        return f"/cohorts/{self.cohort_id}/messages/{self.message_id}"


RECAP = """
select meeting.id as meeting_id, meeting.cohort_id, recap.message_id from meeting
left join recap on recap.meeting_id = meeting.id
"""


async def recap(place: Place, meeting_id: int) -> Recap:
    """Of a meeting of this place's cohort; NotFound for another's."""
    found = await db.one(
        Recap,
        RECAP + "where meeting.id = :id and meeting.cohort_id = :cohort_id",
        id=meeting_id,
        cohort_id=place.cohort.id,
    )
    if found is None:
        raise NotFound
    return found


async def recaps_by_id(meeting_ids: list[int]) -> dict[int, Recap]:
    """For the feed."""
    found = await db.many(
        Recap, RECAP + "where meeting.id = any(:ids) order by meeting.id limit 2000", ids=meeting_ids
    )
    return {one.meeting_id: one for one in found}


async def count_there(place: Place, meeting: Meeting) -> int:
    """How many were marked as there, or as late."""
    return await db.value(
        """
        select count(*) from attendance join meeting on meeting.id = attendance.meeting_id
        where meeting.id = :id and meeting.cohort_id = :cohort_id and attendance.mark in ('there', 'late')
        """,
        id=meeting.id,
        cohort_id=place.cohort.id,
    )


async def claim(seat: Seat, meeting: Meeting) -> bool:
    """Whether nobody had written it; in the transaction that announces it."""
    claimed = await db.run(
        """
        insert into recap (meeting_id, person_id, posted_at) select id, :person_id, :at from meeting
        where id = :id and cohort_id = :cohort_id and state <> 'cancelled' on conflict do nothing
        """,
        id=meeting.id,
        cohort_id=seat.cohort_id,
        person_id=seat.person_id,
        at=clock.now(),
    )
    return claimed == 1


async def set_message(seat: Seat, meeting: Meeting, message_id: int) -> None:
    await db.run(
        "update recap set message_id = :message_id where meeting_id = :id and person_id = :person_id",
        id=meeting.id,
        message_id=message_id,
        person_id=seat.person_id,
    )
