"""A cohort's settings are changed, kept as a template; a facilitator says whether visitors read her name."""

from dataclasses import dataclass
from typing import Any

from community import clock, db, events
from community.cohorts import queries, reasons
from community.cohorts import rules as cohorts
from community.cohorts.opening import rules as opening
from community.cohorts.queries import Place, Seat
from community.cohorts.settings import rules
from community.cohorts.waiting import line
from community.errors import Conflict, Invalid


@dataclass(frozen=True)
class Changed:
    """{setting: what it was}, {setting: what it became}; a text (its name, its place …) stands as null in both."""

    was: dict[str, Any]
    became: dict[str, Any]


async def change(place: Place, columns: dict[str, Any], seen: str) -> bool:
    """Whether anything is otherwise now. `seen` is the fingerprint of the settings that were read.

    What seats it frees are offered to who stands in line, in the same deed (R15).
    Raises Conflict when somebody else has changed them meanwhile, or members were told of what would be otherwise;
    Invalid for fewer seats than members.
    """
    async with db.transaction():
        await queries.lock_by_id(place.person_id, place.cohort.id)
        cohort = (await queries.cohorts_by_id([place.cohort.id]))[place.cohort.id]
        changed = rules.changed(cohort, columns)
        if cohort.is_closed:
            raise Conflict(reasons.closed())
        taken = await queries.count_by_id(cohort.id, cohorts.Role.PARTICIPANT)
        if rules.came_too_late(seen, cohort, rules.schedule_is_told(cohort.state, taken), changed):
            raise Conflict(reasons.changed_meanwhile())
        if changed.get("capacity", taken) < taken:
            raise Invalid({"capacity": reasons.more_members(taken)})
        if changed:
            await queries.set_settings(place, changed)
            detail = Changed(
                {name: rules.told(name, getattr(cohort, name)) for name in changed},
                {name: rules.told(name, value) for name, value in changed.items()},
            )
            topics = (cohort.topic, cohort.roster_topic, f"affiliate:{cohort.affiliate_id}")
            events.record("cohort.changed", *topics, about=cohort.id, by=place.person_id, detail=detail)
        if "name" in changed:
            events.record("cohort.renamed", cohort.topic, cohort.roster_topic, about=cohort.id, by=place.person_id)
        if {"capacity", "sign_up_open"} & set(changed):
            await line.settle(cohort.id)
    return bool(changed)


async def keep_as_template(place: Place, name: str) -> int:
    """Keep this cohort's settings for its affiliate's next ones, under a name."""
    kept = opening.terms_to_keep(opening.terms_of_cohort(place.cohort))
    async with db.transaction():
        template_id = await queries.add_template(place, name, place.cohort.template, kept, clock.now())
        topic = f"affiliate:{place.cohort.affiliate_id}"
        events.record("cohort.kept_as_template", topic, about=place.cohort.id, by=place.person_id)
    return template_id


async def name(seat: Seat, named: bool) -> None:
    """Let visitors read one's first name, or not."""
    async with db.transaction():
        if await queries.set_named(seat, named):
            events.record("seat.named", seat.cohort_topic, about=seat.id, by=seat.person_id)
