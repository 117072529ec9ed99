"""A reviewer claims an attempt and gives it back; who saves nothing for eight hours is relieved of it (R53)."""

from dataclasses import dataclass

from community import clock, db
from community.errors import Conflict, NotFound
from community.events import record
from community.pages import _
from community.people.queries import Person
from community.review.claims import queries
from community.review.claims.queries import Claim
from community.review.entering import ReviewDesk
from community.review.queue import queries as queue
from community.review.rules import LEASE, MOST_CLAIMS
from community.submissions import settling


@dataclass(frozen=True)
class Place:
    """Which reader's place it is."""

    reader: int


async def claim(person: Person, desk: ReviewDesk, number: str) -> Claim:
    """The first free place is theirs from now on. Claimed twice, it stays the same one.

    Raises NotFound where they may not read it, Conflict where others were quicker or they hold enough already.
    """
    async with db.transaction():
        at = clock.now()
        await queries.lock(person)
        mine = await queries.claim(person, number)
        if mine and mine.is_held(at) and mine.state == "submitted":
            return mine
        found = await queue.one_waiting(desk, number, at)
        if found is None:
            raise NotFound
        if await queries.count_held(person, at - LEASE) >= MOST_CLAIMS:
            raise Conflict(_("You hold three already. Send one, or give one back, and then take this."))
        await queries.lock_submission_by_id(found.id)
        found = await queue.one_waiting(desk, number, at)
        if found is None:
            raise Conflict(_("Somebody else took it a moment ago. The next one waits in your queue."))
        await _relieve(await queries.expire_by_id(at - LEASE, at, found.id))
        await settling.claimed(found.id, at)
        claim_id = await queries.add(person, found.id, found.reader, at)
        made = (await queries.claims_by_id([claim_id]))[claim_id]
        record("review.claimed", made.topic, about=made.id, by=person.id, detail=Place(found.reader))
    return made


async def give_back(person: Person, claim: Claim) -> None:
    """Somebody else may read it; what was begun is kept for its writer. Given back twice is given back."""
    async with db.transaction():
        at = clock.now()
        if await queries.end(person, claim.id, "returned", at, at - LEASE):
            record("review.returned", claim.topic, about=claim.id, by=person.id)


async def expire(_payload: dict) -> None:
    """The job: those whose eight hours are over; what they began is kept for them (R53)."""
    async with db.transaction():
        at = clock.now()
        await _relieve(await queries.expire_by_id(at - LEASE, at))


async def _relieve(lapsed: list[Claim]) -> None:
    for one in lapsed:
        record("review.lapsed", one.topic, about=one.id)
