"""Who leads marks who was there."""

from dataclasses import replace

from community import clock, db
from community.cohorts import queries as cohorts
from community.cohorts.queries import Place
from community.errors import Conflict
from community.events import record
from community.meetings import reasons
from community.meetings.attending import queries, rules
from community.meetings.attending.queries import Guest
from community.meetings.attending.rules import Mark
from community.meetings.coming.actions import topic
from community.meetings.queries import Meeting


async def mark(place: Place, meeting: Meeting, guest: Guest, was: Mark) -> Guest:
    """This person was there, came later, was not there; or nothing is said of it any more. Marked twice it is once."""
    if not rules.can_mark(meeting, clock.now(), place.cohort.is_closed):
        raise Conflict(reasons.over() if meeting.is_cancelled else reasons.not_yet_begun())
    seat = await cohorts.seat_at(place, guest.seat_id)
    async with db.transaction():
        number = await queries.put(place, seat, meeting, was)
        if number:
            record("attendance.marked", topic(meeting.id), seat.topic, about=number, by=place.person_id)
    return replace(guest, mark="" if was is Mark.UNMARKED else was)
