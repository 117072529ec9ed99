"""A reminder is written, and goes out once (R19)."""

from community import db
from community.cohorts.queries import Place
from community.errors import Conflict
from community.events import record
from community.meetings import reasons
from community.meetings.coming.actions import topic
from community.meetings.queries import Meeting
from community.meetings.reminding import queries
from community.meetings.reminding.queries import Due, Words


async def write(place: Place, meeting: Meeting, was: Words, text: str, is_off: bool) -> None:
    """In place of the words in hand. Conflict once it went out, and if somebody was quicker."""
    if was.sent_at or meeting.is_cancelled:
        raise Conflict(reasons.reminded())
    if (was.text, was.is_off) != (text, is_off):
        async with db.transaction():
            if not await queries.put(place, meeting, was.version, text, is_off):
                raise Conflict(reasons.changed_meanwhile())
            record("reminder.written", topic(meeting.id), about=meeting.id, by=place.person_id)


async def remind(_payload: dict) -> None:
    """A job: what is due goes out, each in a transaction of its own, once, however many workers look."""
    for due in await queries.due_by_id():
        await _remind(due)


async def _remind(due: Due) -> None:
    async with db.transaction():
        reminder_id = await queries.add_by_id(due)
        if reminder_id:
            record("meeting.reminded", topic(due.meeting_id), about=reminder_id)
