"""The sample of fees: one in each state, and a voucher to try, all by the ordinary ways at the issuer's desk."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from community import numbers
from community.affiliates.queries import Desk
from community.demo.script import Script, moment
from community.evidence import actions as evidence
from community.evidence import queries as works
from community.evidence import settling
from community.fees import actions, queries
from community.fees.queries import Fee
from community.fees.vouchers import actions as vouchers
from community.people.queries import Person

Settle = Callable[[Desk, Person, Fee], Awaitable[object]]
VALUE_CENTS = 7500


@dataclass(frozen=True)
class Pays:
    """Who wants to start which micro-credential on which day, and how the fee was settled two days later."""

    person: Person
    code: str
    day: int
    settle: Settle | None = None
    starts: bool = False


def write(script: Script, desk: Desk, people: list[Person], begun: date) -> None:
    """Three who are no members; the first of them has a fee that is due still."""
    first, second, third = people
    for paid in (
        Pays(third, "MA-01", 9, _refund),
        Pays(second, "UDL-08", 14, _voucher, starts=True),
        Pays(third, "LDR-01", 21, _waive),
        Pays(second, "TEC-06", 30, _promise, starts=True),
        Pays(third, "FA-04", 36, _receive),
        Pays(first, "FA-01", 52),
    ):
        script.at(moment(begun, paid.day, "18:10", "UTC"), partial(_ask, paid))
        if paid.settle:
            script.at(moment(begun, paid.day + 2, "15:30", "UTC"), partial(_settle, desk, paid))


async def to_try(desk: Desk, today: date) -> str:
    """The number of a voucher that nobody has used yet, as it is told who gets it."""
    (number,) = await vouchers.make(desk, 1, VALUE_CENTS, 5, today + timedelta(days=180), "To try")
    return numbers.spoken(number)


async def _ask(paid: Pays) -> None:
    await settling.ask(paid.person, await works.standing(paid.person, paid.code))


async def _settle(desk: Desk, paid: Pays) -> None:
    (fee,) = [one for one in await queries.fees(paid.person) if one.code == paid.code]
    assert paid.settle is not None
    await paid.settle(desk, paid.person, fee)
    if paid.starts:
        await evidence.start(paid.person, (await works.standing(paid.person, paid.code)).definition)


async def _promise(desk: Desk, _person: Person, fee: Fee) -> None:
    await actions.promise(desk, fee, "Maple Hollow School District", "PO 20-4711")


async def _receive(desk: Desk, _person: Person, fee: Fee) -> None:
    await actions.receive(desk, fee, "Check 1208")


async def _waive(desk: Desk, _person: Person, fee: Fee) -> None:
    await actions.waive(desk, fee, "Helped to write the first draft of this micro-credential.")


async def _voucher(desk: Desk, person: Person, fee: Fee) -> None:
    until = fee.asked_at.date() + timedelta(days=90)
    (number,) = await vouchers.make(desk, 1, VALUE_CENTS, 1, until, "Summer institute")
    await actions.redeem(person, fee, numbers.hashed(number))


async def _refund(desk: Desk, person: Person, fee: Fee) -> None:
    """Started and thought better of: the window ends with the fee that comes back."""
    await actions.receive(desk, fee, "Check 1131")
    await evidence.start(person, (await works.standing(person, fee.code)).definition)
    await settling.want_back(person, await works.standing(person, fee.code))
    (paid,) = [one for one in await queries.fees(person) if one.id == fee.id]
    await actions.refund(desk, paid, "Check 1131, returned")
