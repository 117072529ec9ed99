"""A recap becomes an announcement, once for each meeting."""

from uuid import UUID, uuid5

from community import clock
from community.cohorts.queries import Cohort, Seat
from community.discussion import actions as discussion
from community.discussion import queries as channels
from community.discussion.queries import Channel
from community.discussion.rules import Kind
from community.errors import Conflict
from community.events import record
from community.meetings import reasons
from community.meetings.queries import Meeting
from community.meetings.recaps import queries, rules
from community.once import once


async def announce(seat: Seat, cohort: Cohort, meeting: Meeting, text: str, key: UUID) -> int:
    """The message. Conflict before the meeting has begun, and where another facilitator has written it."""
    if not rules.can_write(meeting, clock.now(), cohort.is_closed):
        raise Conflict(reasons.no_recap())

    async def make() -> str:
        if not await queries.claim(seat, meeting):
            raise Conflict(reasons.recapped())
        there = await channels.channel_at(seat, Kind.ANNOUNCEMENTS)
        channel = there or Channel(None, seat.cohort_id, Kind.ANNOUNCEMENTS)
        message = await discussion.post(seat, cohort, channel, text, uuid5(key, "recap"))
        await queries.set_message(seat, meeting, message.id)
        record("recap.posted", seat.roster_topic, about=meeting.id, by=seat.person_id)
        return str(message.id)

    return int(await once("recap", seat.person_id, key, make))
