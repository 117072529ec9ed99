"""The link of a mail by which one says whether one comes: signed, for one person and one meeting."""

from dataclasses import dataclass

from itsdangerous import BadSignature

from community import signed
from community.cohorts import queries as cohorts
from community.cohorts.queries import Place
from community.config import settings
from community.errors import NotFound
from community.meetings import queries
from community.meetings.coming import queries as coming
from community.meetings.queries import Meeting
from community.people import queries as people


@dataclass(frozen=True)
class Opened:
    """Whose link it is, in which cohort, of which meeting."""

    place: Place
    meeting: Meeting


def link(person_id: int, meeting_id: int, answer: str = "") -> str:
    """Good until the meeting is over; with `answer` its page has just that button."""
    token = signed.signer("rsvp").dumps([meeting_id, person_id])
    return f"{settings().base_url}/meetings/link/{token}" + (f"?answer={answer}" if answer else "")


async def opened(token: str) -> Opened:
    """NotFound for any text that we did not write, and for who does not sit there any more."""
    try:
        meeting_id, person_id = signed.signer("rsvp").loads(token)
    except (BadSignature, ValueError, TypeError):
        raise NotFound from None
    person = (await people.people_by_id([person_id])).get(person_id)
    cohort_id = await coming.cohort_of_by_id(meeting_id)
    if person is None or cohort_id is None:
        raise NotFound
    await cohorts.seat(person, cohort_id)
    place = await cohorts.place(person, cohort_id)
    return Opened(place, await queries.meeting(place, meeting_id))
