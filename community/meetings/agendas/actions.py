"""Who leads writes an agenda anew."""

from dataclasses import replace

from community import db
from community.cohorts.queries import Place
from community.errors import Conflict
from community.events import record
from community.meetings import reasons
from community.meetings.agendas import queries
from community.meetings.agendas.rules import Agenda
from community.meetings.queries import Meeting


async def write(place: Place, meeting: Meeting, was: Agenda, wanted: Agenda) -> None:
    """In place of the version in hand; Conflict if somebody was quicker. What is as it was is not told."""
    if (was.lines, was.bring, was.says) != (wanted.lines, wanted.bring, wanted.says):
        async with db.transaction():
            if not await queries.put(place, meeting, replace(wanted, version=was.version + 1)):
                raise Conflict(reasons.changed_meanwhile())
            record("agenda.changed", place.cohort.roster_topic, about=meeting.id, by=place.person_id)
