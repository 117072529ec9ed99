"""Somebody is asked to facilitate, by an address: the same deed and answer whether or not it has an account."""

from contextlib import suppress
from typing import Any

from community import clock, db
from community.cohorts import queries, reasons, rules
from community.cohorts.queries import Cohort
from community.cohorts.seats import actions as seats
from community.errors import Conflict
from community.events import Event
from community.jobs import Follower
from community.people import letters
from community.people import queries as people
from community.people.queries import Person


async def ask(cohort: Cohort, address: str, by: Person) -> None:
    """A letter to this address, and a seat that waits where there is an account already (A54).

    Who asks herself sits there at once. Who has no account finds the seat once the address is confirmed.
    Raises Conflict when somebody with this address sits there or has a place in line, a request or a paused seat, which
    this would cost them; or when the cohort is closed.
    """
    if cohort.is_closed:
        raise Conflict(reasons.closed())
    async with db.transaction():
        asked = await people.public_person(address)
        if asked is not None:
            await queries.lock_by_id(asked.id, cohort.id)
            await seats.check_free(asked, cohort)
        if asked is None or asked.id != by.id:
            await queries.ask_by_id(cohort.id, address, by.id, clock.now())
            if asked is None:  # an account hears of its seat by a notice, which is mailed
                about: dict[str, Any] = {"person": by.name, "cohort": cohort.name, "affiliate": cohort.affiliate}
                key = f"facilitate {cohort.id} {address}"
                await letters.write("facilitate_new", address, by.language, key, **about)
        if asked is not None:
            await seats.offer(cohort, asked, rules.Role.FACILITATOR, by_id=by.id)


async def keep_their_seats(events: list[Event]) -> None:
    """The follower: whoever has just confirmed an address that was asked finds the seat that waits."""
    ids = {event.by for event in events if event.kind == "email.confirmed" and event.by}
    for person in (await people.people_by_id(sorted(ids))).values():
        askings = await queries.askings(person)
        cohorts = await queries.cohorts_by_id([asking.cohort_id for asking in askings])
        for asking in askings:
            await queries.lock_by_id(person.id, asking.cohort_id)
            with suppress(Conflict):  # who sits here by now, or waits, keeps that place
                await seats.check_free(person, cohorts[asking.cohort_id])
                await seats.offer(cohorts[asking.cohort_id], person, rules.Role.FACILITATOR, by_id=asking.asked_by)


followers = {"facilitators_asked": Follower(keep_their_seats)}
