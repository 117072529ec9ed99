"""Who facilitates agrees pairs; one of a pair opens a draft to the others; pairs end with their meeting."""

from collections.abc import Iterable
from itertools import combinations

from community import clock, db
from community.cohorts import queries as cohorts
from community.cohorts.queries import Cohort, Place, Seat
from community.discussion.private import actions as private
from community.errors import Conflict, NotFound
from community.events import record
from community.feedback.requests import actions as requests
from community.feedback.requests.actions import Asking
from community.feedback.requests.rules import Asks
from community.meetings import reasons
from community.meetings.coming.actions import topic
from community.meetings.pairs import queries, rules
from community.meetings.pairs.queries import Pair
from community.meetings.queries import Meeting
from community.people.queries import Person

PROTOCOL = "tag"


async def agree(place: Place, seat: Seat, meeting: Meeting, groups: Iterable[frozenset[int]], version: int) -> None:
    """These are the pairs of the meeting: who stays together goes on, the others end, each new one has its threads.

    Conflict when the meeting is over, and where somebody has agreed others since `version`.
    """
    if not rules.can_agree(meeting, clock.now(), place.cohort.is_closed):
        raise Conflict(reasons.over())
    wanted = set(groups)
    async with db.transaction():
        await cohorts.lock_by_id(seat.person_id, place.cohort.id)
        now = await queries.pairs(place, meeting)
        stand = {one.seats for one in now.pairs}
        if wanted != stand:
            if now.version != version:
                raise Conflict(reasons.changed_meanwhile())
            await _end([pair for pair in now.pairs if pair.seats not in wanted])
            for seats in sorted(wanted - stand, key=sorted):
                await _add(place, seat, meeting, seats)
            record("pairs.agreed", topic(meeting.id), about=meeting.id, by=seat.person_id)


async def open_draft(person: Person, seat: Seat, cohort: Cohort, meeting: Meeting, key: str, focus: str) -> int:
    """R40: this one opens a draft to the others of their pair, by a request of their own, until the meeting ends.

    The number of the request; the same again while it is open. Conflict where the draft cannot be asked about, and R32
    where it may hold names.
    """
    async with db.transaction():
        await cohorts.lock_by_id(person.id, cohort.id)
        pair = await queries.own(seat, meeting)
        if pair is None:
            raise NotFound
        if not rules.can_open(pair, seat.id, meeting, clock.now(), cohort.is_closed):
            raise Conflict(reasons.no_pair())
        opened = next((one.request_id for one in pair.people if one.seat_id == seat.id and one.request_id), None)
        if opened is None:
            opened = await _ask(person, seat, cohort, meeting, pair, key, focus)
            await queries.set_request(seat, pair, opened)
            record("pair.opened", *_topics(pair), about=pair.id, by=person.id)
    return opened


async def end_over(_payload: dict) -> None:
    """A job: pairs end with their meeting, and with them what was opened to them."""
    for meeting_id in await queries.over_by_id():
        await end_of_meeting(meeting_id)


async def end_of_meeting(meeting_id: int) -> None:
    """The meeting is over, or cancelled."""
    async with db.transaction():
        pairs = (await queries.lists_by_id([meeting_id]))[meeting_id].pairs
        if pairs:
            await _end(pairs)
            record("pairs.ended", topic(meeting_id), about=meeting_id)


async def _ask(person: Person, seat: Seat, cohort: Cohort, meeting: Meeting, pair: Pair, key: str, focus: str) -> int:
    others = tuple(one.person_id for one in pair.others(seat.id))
    asking = Asking(focus, "", PROTOCOL, len(others), meeting.ends_at.date(), Asks.NAMED, others)
    return await requests.ask(person, seat, cohort.code, key, asking, until_at=meeting.ends_at)


async def _add(place: Place, seat: Seat, meeting: Meeting, seats: frozenset[int]) -> None:
    pair_id = await queries.add(seat, meeting, seats)
    for one, other in combinations([await cohorts.seat_at(place, seat_id) for seat_id in sorted(seats)], 2):
        await private.open_between(one, other, by_id=seat.person_id)
    record("pair.agreed", *(f"seat:{seat_id}" for seat_id in sorted(seats)), about=pair_id, by=seat.person_id)


async def _end(pairs: list[Pair]) -> None:
    await requests.close(await queries.end_by_id([pair.id for pair in pairs]))
    for pair in pairs:
        record("pair.ended", *_topics(pair), about=pair.id)


def _topics(pair: Pair) -> list[str]:
    return [f"seat:{one.seat_id}" for one in pair.people]
