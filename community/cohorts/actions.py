"""What happens to a cohort: made, moved on in its life, its join code drawn anew."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from community import clock, db, events, numbers
from community.affiliates.queries import Desk
from community.catalogue.queries import Definition
from community.cohorts import queries, reasons, rules
from community.cohorts.opening import asking
from community.cohorts.queries import Cohort, Place
from community.cohorts.questions import actions as questions
from community.cohorts.seats import actions as seats
from community.cohorts.seats.actions import accept as accept
from community.cohorts.seats.actions import take_seat as take_seat
from community.errors import Conflict
from community.people.queries import Person


@dataclass(frozen=True)
class Made:
    """On which definition, by whose affiliate."""

    affiliate_id: int
    definition_version_id: int


@dataclass(frozen=True)
class Moved:
    """From which state to which."""

    was: str
    became: str


@dataclass(frozen=True)
class Renewed:
    """How often the new code may be used; the code itself is no business of the log."""

    uses: int


async def make_cohort(
    desk: Desk,
    person: Person,
    definition: Definition,
    name: str,
    starts_on: date,
    ends_on: date,
    capacity: int,
    facilitator: Person | None,
    time_zone: str,
    addresses: Sequence[str] = (),
    publish: bool = True,
    **terms: Any,
) -> Cohort:
    """A cohort of the desk's affiliate, made by `person` who sits at it, with who facilitates it (R13).

    The maker who facilitates sits there at once; anybody else is invited, by account or by address, which is enough to
    publish. `terms` are further columns of the cohort.
    """
    if publish and facilitator is None and not addresses:
        raise Conflict(reasons.needs_facilitator())
    code, at = numbers.draw(), clock.now()
    async with db.transaction():
        cohort = await queries.add(
            desk,
            name=name,
            slug=rules.slug(name),
            definition_version_id=definition.id,
            state=rules.State.OPEN if publish else rules.State.DRAFT,
            time_zone=time_zone,
            starts_on=starts_on,
            ends_on=ends_on,
            capacity=capacity,
            join_code=code,
            join_code_hash=rules.code_hash(code),
            join_uses_left=capacity,
            created_by=person.id,
            created_at=at,
            published_at=at if publish else None,
            **terms,
        )
        await questions.ask_at_first(cohort)
        made = Made(cohort.affiliate_id, definition.id)
        events.record("cohort.made", cohort.topic, _desk_topic(cohort), about=cohort.id, by=person.id, detail=made)
        if facilitator is not None:
            await seats.offer(cohort, facilitator, rules.Role.FACILITATOR, by_id=person.id)
        for address in addresses:
            await asking.ask(cohort, address, by=person)
    return cohort


async def move(place: Place, name: str) -> None:
    """Publish, begin, finish or close. Raises Conflict if it stands elsewhere by now, or has no facilitator (R13)."""
    async with db.transaction():
        await queries.lock_by_id(place.person_id, place.cohort.id)
        if name == "publish" and not await queries.has_facilitator(place):
            raise Conflict(reasons.needs_facilitator())
        if not await move_by_id(place.cohort, name, by=place.person_id):
            raise Conflict(reasons.moved_on())


async def move_by_id(cohort: Cohort, name: str, by: int | None = None) -> bool:
    """The move itself, under the cohort's lock, by somebody or by the calendar; whether it still stood there."""
    was, to, _who = rules.MOVES[name]
    moved = await queries.set_state_by_id(cohort.id, was=was, became=to, at=clock.now())
    if moved:
        topics = (cohort.topic, cohort.roster_topic, _desk_topic(cohort))
        events.record("cohort.moved", *topics, about=cohort.id, by=by, detail=Moved(was, to))
    return moved


async def reset_code(place: Place, uses: int) -> None:
    """Draw a new join code; the former one opens nothing from this commit on (R12)."""
    code, cohort = numbers.draw(), place.cohort
    if cohort.is_closed:
        raise Conflict(reasons.closed())
    async with db.transaction():
        await queries.set_code(place, code, rules.code_hash(code), uses)
        events.record("cohort.code_reset", cohort.topic, about=cohort.id, by=place.person_id, detail=Renewed(uses))


def _desk_topic(cohort: Cohort) -> str:
    return f"affiliate:{cohort.affiliate_id}"

