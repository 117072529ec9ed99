"""Somebody sets herself days, and is reminded when one has come and its work is not done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from community import clock, db
from community.errors import Invalid
from community.events import record
from community.evidence import actions as evidence
from community.evidence.milestones import queries, rules
from community.evidence.queries import Standing
from community.pages import _
from community.people.queries import Person

A_BATCH = 500


@dataclass(frozen=True)
class Come:
    """Detail of `milestone.come`: which day it is, as 2027-01-31."""

    day: str


@dataclass(frozen=True)
class Planned:
    """Detail of `milestone.set`: which cell of one's own board has another day, or none, from now on."""

    requirement_key: str


async def set_days(person: Person, standing: Standing, days: Mapping[str, date | None], today: date) -> None:
    """Her days by requirement, None for none. A day that stood already may stay, also when it is over."""
    micro_credential_id = standing.definition.micro_credential_id
    had = await queries.milestones(person, micro_credential_id)
    for key, day in days.items():
        standing.requirement(key)
        if day and day != had.get(key) and not rules.can_be(day, today):
            raise Invalid({f"day-{key}": _("Choose a day from today on, within two years.")}, {})
    async with db.transaction():
        for key, day in days.items():
            if day == had.get(key):
                continue
            if day:
                await queries.set_day(person, micro_credential_id, key, day)
            else:
                await queries.take_away(person, micro_credential_id, key)
            for place in await evidence.places_of(person.id, micro_credential_id):
                if place.seat_id:
                    own = f"seat:{place.seat_id}"
                    record("milestone.set", own, about=place.seat_id, by=person.id, detail=Planned(key))


async def remind(_payload: dict) -> None:
    """Tell of each day that has come (a job)."""
    told = A_BATCH
    while told == A_BATCH:
        async with db.transaction():
            come = await queries.tell_by_id(clock.now(), A_BATCH)
            for one in come:
                record("milestone.come", f"person:{one.person_id}", about=one.id, detail=Come(one.day.isoformat()))
        told = len(come)
