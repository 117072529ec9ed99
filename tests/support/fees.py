"""Fees for tests: one that is due, one that is settled, an issuer's desk, vouchers."""

from datetime import date, timedelta

from community import clock, db, numbers
from community.affiliates import actions as affiliates
from community.affiliates import queries as affiliate_queries
from community.affiliates.queries import Desk
from community.catalogue.queries import Definition
from community.evidence import queries as evidence
from community.evidence import settling
from community.fees import actions, queries
from community.fees.queries import Fee
from community.fees.vouchers import actions as vouchers
from community.people.queries import Person
from tests.support.people import make_person


async def a_fee(person: Person, definition: Definition) -> Fee:
    """What she is asked for when she wants to start."""
    return await settling.ask(person, await evidence.standing(person, definition.code))


async def again(fee: Fee) -> Fee:
    """The same, as it stands now."""
    return (await queries.fees_by_id([fee.id]))[fee.id]


async def issuer_slug(definition: Definition) -> str:
    return await db.value("select slug from issuer where id = :id", id=definition.issuer_id)


async def an_issuer_desk(definition: Definition, kind: str = "catalogue_editor", name: str = "Edda Quill") -> Desk:
    """Somebody with a desk at the issuer of this definition; an administrator's at the platform."""
    slug = await issuer_slug(definition)
    person = await make_person(name)
    issuer = await affiliate_queries.public_issuer(slug)
    await affiliates.give_desk(person, kind, *([] if kind == "administrator" else [issuer]))
    return await queries.issuer_desk(person, slug)


async def a_voucher(desk: Desk, value_cents: int = 7500, uses: int = 1, ends_on: date | None = None) -> bytes:
    """What its number is looked up by."""
    until = ends_on or clock.now().date() + timedelta(days=90)
    (number,) = await vouchers.make(desk, 1, value_cents, uses, until)
    return numbers.hashed(number)


async def paid(person: Person, definition: Definition, desk: Desk) -> Fee:
    """A fee that its desk has received."""
    fee = await a_fee(person, definition)
    await actions.receive(desk, fee)
    return await again(fee)
