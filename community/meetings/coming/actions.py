"""Somebody says whether they come; and a move makes that void."""

from community import clock, db
from community.cohorts.queries import Cohort, Seat
from community.errors import Conflict
from community.events import record
from community.meetings import reasons
from community.meetings.coming import queries, rules
from community.meetings.coming.rules import Answer
from community.meetings.queries import Meeting


async def answer(seat: Seat, cohort: Cohort, meeting: Meeting, said: Answer) -> None:
    """This person comes, cannot, or is not sure, to this meeting at the time it has now. Said twice it is said once.

    Conflict when it is over or cancelled, and where it was changed meanwhile: then it is to be said anew.
    """
    if not rules.can_answer(meeting, clock.now(), cohort.is_closed):
        raise Conflict(reasons.over())
    async with db.transaction():
        rsvp_id = await queries.put(seat, meeting, said)
        if rsvp_id:
            record("rsvp.given", topic(meeting.id), seat.roster_topic, seat.topic, about=rsvp_id, by=seat.person_id)
        elif not await queries.is_said(seat, meeting, said):
            raise Conflict(reasons.changed_meanwhile())


async def void(cohort: Cohort, meeting_id: int) -> None:
    """The meeting is at another time, or cancelled: who said something of it reads so. In the transaction at hand."""
    for rsvp_id, seat_id in await queries.answered_by_id(meeting_id):
        record("rsvp.voided", topic(meeting_id), cohort.roster_topic, f"seat:{seat_id}", about=rsvp_id)


def topic(meeting_id: int) -> str:
    """Where who leads hears who comes to a meeting, and who was there."""
    return f"meeting:{meeting_id}"
