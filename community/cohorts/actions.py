"""A cohort is made."""

import secrets
from dataclasses import dataclass
from datetime import date

from community import clock, db, events
from community.affiliates.queries import Desk
from community.catalogue.queries import Definition
from community.cohorts import queries, rules
from community.cohorts.queries import Cohort
from community.cohorts.seats import actions as seats
from community.cohorts.seats.actions import accept as accept
from community.cohorts.seats.actions import take_seat as take_seat
from community.people.queries import Person


@dataclass(frozen=True)
class Made:
    """On which definition, by whose affiliate."""

    affiliate_id: int
    definition_version_id: int


async def make_cohort(
    desk: Desk,
    person: Person,
    definition: Definition,
    name: str,
    starts_on: date,
    ends_on: date,
    capacity: int,
    facilitator: Person,
    time_zone: str,
    language: str = "en",
    backlog: str = "all",
    publish: bool = True,
) -> Cohort:
    """A cohort of the desk's affiliate, made by `person` who sits at it, with its first facilitator (R13).

    The maker who facilitates sits there at once; anybody else is invited, which is enough to publish.
    """
    code = _draw_code()
    async with db.transaction():
        cohort = await queries.add(
            desk, name=name, slug=rules.slug(name), definition_version_id=definition.id,
            state=rules.State.OPEN if publish else rules.State.DRAFT, language=language, time_zone=time_zone,
            starts_on=starts_on, ends_on=ends_on, capacity=capacity, backlog=backlog, join_code=code,
            join_code_hash=rules.code_hash(code), join_uses_left=capacity, created_by=person.id, created_at=clock.now(),
        )
        events.record(
            "cohort.made", cohort.topic, f"affiliate:{cohort.affiliate_id}", about=cohort.id, by=person.id,
            detail=Made(cohort.affiliate_id, definition.id),
        )
        await seats.seat_facilitator(cohort, facilitator, by=person)
    return cohort


def _draw_code() -> str:
    return "".join(secrets.choice(rules.CROCKFORD) for _ in range(rules.CODE_SIGNS))
