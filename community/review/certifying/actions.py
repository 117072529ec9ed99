"""Reviewers are asked, take it or not, are in force once calibrated, and end (R51)."""

from dataclasses import dataclass
from datetime import date

from community import clock, db, events
from community.affiliates import actions as affiliates
from community.affiliates import queries as offices
from community.config import settings
from community.errors import Conflict, NotFound
from community.pages import _
from community.people import letters
from community.people import queries as people
from community.people.queries import Person
from community.review import desks
from community.review.certifying import queries
from community.review.certifying.queries import Certification, Offered
from community.review.certifying.rules import Standing
from community.review.desks import Desk


@dataclass(frozen=True)
class Scope:
    """For which micro-credential, and why this person."""

    micro_credential_id: int
    ground: str


async def ask(
    desk: Desk, one: Offered, address: str, ground: str, reason: str, ends_on: date | None, language: str
) -> None:
    """Ask whoever has this address to review; the same for every address (A54).

    Raises Conflict where they stand in the register for it already.
    """
    async with db.transaction():
        id = await queries.add(desk, one, address, ground, reason, ends_on, clock.now())
        if id is None:
            raise Conflict(_("They stand in the register for this already."))
        events.record(
            "certification.asked", desk.topic, about=id, by=desk.person_id, detail=Scope(one.id, ground)
        )
        await letters.write(
            "asked_to_review", address, language, key=f"certification {id}",
            issuer=desk.issuer, title=one.title, link=f"{settings().base_url}/reviewing",
        )  # fmt: skip


async def take(person: Person, certification_id: int) -> None:
    """Say yes: a reviewer's desk with the issuer, where there was none. NotFound unless it waits for this person.

    Raises Conflict for who approves there: they are shown what readers find (R56).
    """
    offered = {one.id: one for one in await queries.offers(person)}
    if certification_id not in offered:
        raise NotFound
    one = offered[certification_id]
    if any(desk.issuer_id == one.issuer_id for desk in await desks.desks(person, desks.APPROVER)):
        raise Conflict(_("You approve for this issuer and are shown what its readers find: you read nothing yourself."))
    async with db.transaction():
        if not await queries.take(person, one, clock.now()):
            raise Conflict(_("You stand in the register for this already, or it was taken back a moment ago."))
        await _sit_down(person, one)
        events.record("certification.taken", one.topic, about=one.id, by=person.id)


async def refuse(person: Person, certification_id: int) -> None:
    """Say no."""
    offered = {one.id: one for one in await queries.offers(person)}
    if certification_id not in offered:
        raise NotFound
    async with db.transaction():
        if not await queries.refuse(person, certification_id, clock.now()):
            raise NotFound
        events.record("certification.refused", offered[certification_id].topic, about=certification_id, by=person.id)


async def calibrated(person: Person, micro_credential_id: int) -> bool:
    """In force by itself, once named and calibrated; whether one began by it. In the caller's transaction."""
    async with db.transaction():
        one = await queries.begin(person, micro_credential_id, clock.now())
        if one:
            events.record("certification.begun", one.topic, person.topic, about=one.id, by=person.id)
    return one is not None


async def end(desk: Desk, certification_id: int, reason: str) -> None:
    """It opens nothing from this commit on. Who is named for nothing else of this issuer's gives the desk back."""
    one = await queries.at_desk(desk, certification_id)
    if one is None:
        raise NotFound
    async with db.transaction():
        if not await queries.end(desk, one.id, reason, clock.now()):
            raise Conflict(_("This has ended already."))
        events.record(
            "certification.ended",
            desk.topic,
            *([f"person:{one.person_id}"] if one.person_id else []),
            about=one.id,
            by=desk.person_id,
        )
        if one.person_id and not await queries.stands_with_by_id(one.person_id, one.issuer_id):
            await _stand_up(one.person_id, desk)


async def ask_again(desk: Desk, certification_id: int) -> None:
    """Ask who may review this to read a set once more; it goes on as it is meanwhile, and whatever comes of it (R51).

    Conflict where they do not review it now, or are asked already.
    """
    one = await queries.at_desk(desk, certification_id)
    if one is None:
        raise NotFound
    if one.standing is not Standing.IN_FORCE:
        raise Conflict(_("They do not review it now."))
    async with db.transaction():
        if one.is_asked_again or not await queries.ask_again(desk, one, clock.now()):
            raise Conflict(_("They are asked already, and have read no set since."))
        events.record(
            "certification.asked_again", desk.topic, f"person:{one.person_id}", about=one.id, by=desk.person_id
        )


async def _sit_down(person: Person, one: Certification) -> None:
    held = await desks.desks(person, desks.REVIEWER)
    if all(desk.issuer_id != one.issuer_id for desk in held):
        await affiliates.give_desk(person, desks.REVIEWER, await offices.public_issuer(one.slug), by=person)


async def _stand_up(person_id: int, desk: Desk) -> None:
    found = await people.people_by_id([person_id, desk.person_id])
    for held in await offices.desks(found[person_id]):
        if held.kind == desks.REVIEWER and held.issuer_id == desk.issuer_id:
            await affiliates.end_desk(found[person_id], held, by=found[desk.person_id])
