"""A letter to several is planned, changed, cancelled, and goes at its time, once to each."""

from datetime import datetime
from uuid import NAMESPACE_OID, UUID, uuid5

from community import clock, db, jobs
from community.cohorts import queries as cohorts
from community.cohorts.queries import Cohort, Member, Seat
from community.discussion.private import actions as private
from community.errors import Conflict, Forbidden, NotFound
from community.events import record
from community.once import once
from community.overview.letters import queries, rules
from community.overview.letters.queries import Letter
from community.pages import _
from community.people import queries as people

JOB = "letters.send"


async def plan(seat: Seat, text: str, goes_at: datetime, seats: tuple[int, ...], key: UUID) -> int:
    """It goes at that moment, to each in the private thread of the two; the letter's number."""

    async def make() -> str:
        letter_id = await queries.add(seat, text, goes_at, seats)
        record("letter.planned", seat.topic, about=letter_id, by=seat.person_id)
        await _wait(letter_id, 1, goes_at)
        return str(letter_id)

    return int(await once("letters", seat.person_id, key, make))


async def change(
    seat: Seat, letter: Letter, version: int, text: str, goes_at: datetime, seats: tuple[int, ...]
) -> None:
    """Other words, another moment, other readers. Conflict once it goes, and if it was changed meanwhile."""
    async with db.transaction():
        if not await queries.change(seat, letter, version, text, goes_at, seats):
            raise Conflict(_("It has gone by now, or was changed in another window. Look at how it stands."))
        record("letter.changed", seat.topic, about=letter.id, by=seat.person_id)
        await _wait(letter.id, version + 1, goes_at)


async def cancel(seat: Seat, letter: Letter) -> None:
    """It does not go. Conflict once it has gone."""
    async with db.transaction():
        if not await queries.cancel(seat, letter):
            raise Conflict(_("It has gone by now."))
        record("letter.cancelled", seat.topic, about=letter.id, by=seat.person_id)


async def send(payload: dict) -> None:
    """The job: to each once, also when it is begun again, or two workers look; not from who facilitates no more."""
    letter_id = payload["id"]
    if not await queries.begin_by_id(letter_id, clock.now()):
        return
    letter = (await queries.letters_by_id([letter_id]))[letter_id]
    seat = await _seat_of(letter)
    if seat is not None:
        cohort, here = await cohorts.cohort(seat), {one.seat_id: one for one in await cohorts.members(seat)}
        for seat_id in await queries.waiting_by_id(letter_id):
            if seat_id in here:
                await _write(seat, cohort, letter, here[seat_id])
    async with db.transaction():
        if await queries.end_by_id(letter_id, rules.Stands.SENT if seat else rules.Stands.CANCELLED) and seat:
            record("letter.sent", seat.topic, about=letter_id)


async def _write(seat: Seat, cohort: Cohort, letter: Letter, other: Member) -> None:
    """Into the thread of the two; who has left that thread is left in peace, and so is who may not be written to."""
    try:
        async with db.transaction():
            key = uuid5(NAMESPACE_OID, f"letter {letter.id} {other.seat_id}")
            await private.write(seat, cohort, other, letter.text, key)
            await queries.set_written_by_id(letter.id, other.seat_id)
    except (Conflict, Forbidden):
        return


async def _seat_of(letter: Letter) -> Seat | None:
    """The seat of who wrote it, while they facilitate there."""
    writer = (await people.people_by_id([letter.person_id])).get(letter.person_id)
    try:
        seat = await cohorts.seat(writer, letter.cohort_id) if writer else None
    except NotFound:
        return None
    return seat if seat and seat.is_facilitator else None


async def _wait(letter_id: int, version: int, goes_at: datetime) -> None:
    await jobs.later(JOB, {"id": letter_id}, at=goes_at, key=f"letter {letter_id} {version}")
