"""Desks of an affiliate are offered, taken, declined and ended."""

from datetime import timedelta

from community import clock, db, events
from community.affiliates import actions as offices
from community.affiliates import queries
from community.affiliates.actions import Office
from community.affiliates.queries import Desk, Offer
from community.config import settings
from community.errors import Conflict, NotFound
from community.pages import _
from community.people import letters
from community.people import queries as people
from community.people.queries import Person

OPEN_FOR = timedelta(days=30)


async def offer(desk: Desk, kind: str, address: str, language: str) -> None:
    """Offer a desk here to an address. The same for each address, whether it has an account or not (A54)."""
    at = clock.now()
    async with db.transaction():
        offer_id = await queries.add_offer(desk, kind, address, at, at + OPEN_FOR)
        events.record("desk.offered", f"affiliate:{desk.affiliate_id}", about=offer_id, by=desk.person_id)
        await letters.write(
            "desk_offered", address, language, key=f"desk offer {offer_id} {at.isoformat()}",
            affiliate=desk.affiliate, kind=kind, days=OPEN_FOR.days, link=f"{settings().base_url}/membership",
        )  # fmt: skip


async def withdraw(desk: Desk, offer_id: int) -> None:
    """Take an offer of this affiliate back. Conflict when it was answered a moment ago."""
    if await queries.offer_at(desk, offer_id) is None:
        raise NotFound
    async with db.transaction():
        if not await queries.withdraw_offer(desk, offer_id, clock.now()):
            raise Conflict(_("This was answered, or taken back, a moment ago."))
        events.record("desk.offer_ended", f"affiliate:{desk.affiliate_id}", about=offer_id, by=desk.person_id)


async def take(person: Person, offer_id: int) -> Offer:
    """Sit down at the desk that was offered. NotFound unless it waits for this person."""
    async with db.transaction():
        found = await _answer(person, offer_id, "taken")
        affiliate = (await queries.affiliates_by_id([found.affiliate_id]))[found.affiliate_id]
        holds = any(
            desk.affiliate_id == found.affiliate_id and desk.kind == found.kind for desk in await queries.desks(person)
        )
        if not holds:
            await offices.give_desk(person, found.kind, affiliate, by=person)
    return found


async def decline(person: Person, offer_id: int) -> None:
    """Say no."""
    async with db.transaction():
        await _answer(person, offer_id, "declined")


async def end(desk: Desk, desk_id: int) -> None:
    """End a desk that somebody holds at this affiliate: from this commit on it opens nothing."""
    held = await queries.held_at(desk, desk_id)
    if held is None:
        raise NotFound
    holder = (await people.people_by_id([held.person_id]))[held.person_id]
    by = (await people.people_by_id([desk.person_id]))[desk.person_id]
    await offices.end_desk(holder, held, by=by)


async def _answer(person: Person, offer_id: int, state: str) -> Offer:
    found = await queries.answer_offer(person, offer_id, state, clock.now())
    if found is None:
        raise NotFound
    events.record(
        "desk.offer_ended", f"affiliate:{found.affiliate_id}", about=offer_id, by=person.id,
        detail=Office(person.id, found.kind),
    )  # fmt: skip
    return found
