"""A cohort is closed: by hand, with somebody who looks after each open application, or when all are done (R22)."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from community import db, events
from community.cohorts import actions as cohorts
from community.cohorts import queries, reasons
from community.cohorts.life import queries as life
from community.cohorts.life import rules
from community.cohorts.queries import Member, Place
from community.cohorts.rules import Role, State
from community.errors import Conflict, Invalid

# How the members of a cohort stand, {person: rules.Standing}: a slice above knows; the roof fills it.
STANDINGS: dict[str, Callable[[int], Awaitable[Mapping[int, str]]]] = {}


@dataclass(frozen=True)
class Given:
    """How many members are looked after by somebody, and how many go on alone."""

    looked_after: int
    alone: int


async def unfinished(place: Place) -> list[Member]:
    """The members whose application is open, also of who is away for a while, by name."""
    standings = await standings_by_id(place.cohort.id)
    members = await life.participants(place)
    return [member for member in members if standings.get(member.person_id) == rules.Standing.OPEN]


async def caretakers(place: Place) -> dict[int, str]:
    """{person: name} of those who may look after somebody: who facilitates, and who closes it."""
    found = {one.person_id: one.name for one in await queries.roster(place, False) if one.role == Role.FACILITATOR}
    return found | ({} if place.person_id in found else {place.person_id: ""})


async def close(place: Place, chosen: Mapping[int, int | None]) -> None:
    """Close it; `chosen` is {member's seat: who looks after them, None: nobody}.

    Raises Invalid for each member of whom nothing was said, or nobody who could; Conflict if it has moved on.
    """
    async with db.transaction():
        await queries.lock_by_id(place.person_id, place.cohort.id)
        cohort = (await queries.cohorts_by_id([place.cohort.id]))[place.cohort.id]
        if cohort.state != State.FINISHING:  # before anybody chooses for nothing
            raise Conflict(reasons.moved_on())
        members, able = await unfinished(place), await caretakers(place)
        wrong = {
            f"after_{one.seat_id}": reasons.no_caretaker(one.called)
            for one in members
            if one.seat_id not in chosen or chosen[one.seat_id] not in (None, *able)
        }
        if wrong:
            raise Invalid(wrong)
        await cohorts.move_by_id(cohort, "close", by=place.person_id)
        for one in members:
            await life.look_after_by_id(cohort.id, one.person_id, chosen[one.seat_id])
        if members:
            alone = sum(chosen[one.seat_id] is None for one in members)
            detail = Given(len(members) - alone, alone)
            events.record("aftercare.given", cohort.topic, about=cohort.id, by=place.person_id, detail=detail)


async def close_when_done(cohort_id: int) -> None:
    """Close a finishing cohort in which nobody is left who has yet to earn it (for the job)."""
    async with db.transaction():
        await queries.lock_cohort_by_id(cohort_id)
        cohort = (await queries.cohorts_by_id([cohort_id]))[cohort_id]
        members = await life.member_ids_by_id(cohort_id)
        if rules.is_done(cohort.state, members, await standings_by_id(cohort_id)):
            await cohorts.move_by_id(cohort, "close")


async def standings_by_id(cohort_id: int) -> dict[int, str]:
    """How its members stand; who has never begun an application is missing."""
    standings: dict[int, str] = {}
    for known in STANDINGS.values():
        standings |= await known(cohort_id)
    return standings
