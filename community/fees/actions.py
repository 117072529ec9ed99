"""What happens to a fee: it is asked for, settled in one of several ways, used by a Start, returned."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from community import clock, db
from community.affiliates import queries as affiliates
from community.affiliates.queries import Desk
from community.errors import Conflict, Invalid, permit
from community.events import record
from community.fees import queries, rules
from community.fees.queries import Fee
from community.fees.rules import MOVES, Cost, Why
from community.pages import _
from community.people.queries import Person


@dataclass(frozen=True)
class Moved:
    """Detail of a fee's events: from where to where, and by which way."""

    was: str
    became: str
    how: str


# --- what a Start costs, and Start ---


async def cost(person: Person, micro_credential_id: int, expired_on: date | None) -> tuple[Cost, Fee | None]:
    """What a Start costs this person today (R8, R9), and the fee that was asked for and is not used yet, if any."""
    terms = await queries.public_terms(micro_credential_id)
    today = clock.now().astimezone(ZoneInfo(person.time_zone)).date()
    standing = await affiliates.standing(person, today)
    fee = await queries.unused(person, micro_credential_id)
    price = rules.cost(terms.fee_cents, standing.state, expired_on, terms.free_again_months, today, fee)
    return price, fee


async def ask(person: Person, micro_credential_id: int, price: Cost, affiliate_id: int | None = None) -> Fee:
    """Write down that it is due, so that it can be settled; the one that is there already, however often it is asked.

    Raises Conflict when nothing is due: for who waits for their affiliate there is nothing to pay either (R8).
    """
    if price.why is not Why.DUE:
        raise Conflict(_("There is nothing to pay."))
    async with db.transaction():
        terms = await queries.public_terms(micro_credential_id)
        made = await queries.add_fee(person, terms, affiliate_id, clock.now())
        if made is not None:
            record("fee.asked", person.topic, about=made, by=person.id)
        fee = await queries.unused(person, micro_credential_id)
    if fee is None:
        raise Conflict(_("This has moved on in the meantime. Look at where it stands now."))
    return fee


async def use(person: Person, fee: Fee | None, price: Cost, application_id: int) -> None:
    """Start, in its own transaction: what was settled is used up, what is still due of a member is not due any more."""
    if price.uses_fee:
        if fee is None or not await queries.use(person, fee, application_id):
            raise Conflict(_("Your fee has changed in the meantime. Look at where it stands now."))
    elif price.why is Why.MEMBER and fee is not None and rules.can_move(fee, "join"):
        await _move(fee, "join", person.id, how="membership")


async def keep(person_id: int, micro_credential_id: int) -> None:
    """The first submission: from now on the fee stays where it is (R8). Called by evidence, in its transaction."""
    await queries.keep_by_id(person_id, micro_credential_id, clock.now())


async def wish(person: Person, fee: Fee) -> None:
    """Its person would like it back; the desk returns it."""
    async with db.transaction():
        if not await queries.wish(person, fee, clock.now()):
            raise Conflict(_("This fee cannot be returned any more, or you have asked for it already."))
        record("fee.wished", person.topic, about=fee.id, by=person.id)


# --- how it is settled ---


async def promise(desk: Desk, fee: Fee, district: str, reference: str) -> None:
    """The district has said that it will pay; with this it counts as settled."""
    permit(rules.may_settle(desk, fee), _("Somebody else settles your own fee."))
    await _move(fee, "promise", desk.person_id, district=district, reference=reference)


async def end_promise(desk: Desk, fee: Fee, reason: str) -> None:
    """The district does not pay after all: it is due again. The window that a Start opened with it stays open."""
    permit(rules.may_settle(desk, fee), _("Somebody else settles your own fee."))
    await _move(fee, "end_promise", desk.person_id, reason=reason)


async def receive(desk: Desk, fee: Fee, reference: str = "") -> None:
    """The desk has the money."""
    permit(rules.may_settle(desk, fee), _("Somebody else settles your own fee."))
    await _move(fee, "receive", desk.person_id, how="desk", reference=reference)


async def confirm(person: Person, fee: Fee) -> None:
    """A payment provider has said that it was paid (fees/provider.py)."""
    await _move(fee, "confirm", None, how="provider")


async def waive(desk: Desk, fee: Fee, reason: str) -> None:
    """Nothing need be paid, for a reason that stands beside it."""
    permit(rules.may_settle(desk, fee), _("Somebody else settles your own fee."))
    await _move(fee, "waive", desk.person_id, reason=reason)


async def refund(desk: Desk, fee: Fee, reference: str = "") -> None:
    """What was paid is returned; of a voucher the use (R8).

    Raises Conflict after the first submission, and where a Start has used it and its person does not ask for it back.
    """
    permit(rules.may_settle(desk, fee), _("Somebody else settles your own fee."))
    if rules.is_in_use(fee):
        why = _("Its person has started with it. Once they ask for it back, their window ends, and you return it.")
        raise Conflict(why)
    async with db.transaction():
        await _move(fee, "refund", desk.person_id, reference=reference)
        if fee.voucher_id is not None:
            await queries.give_back_by_id(fee.voucher_id)


async def redeem(person: Person, fee: Fee, hashed: bytes) -> None:
    """Pay by the voucher whose number hashes to this. Raises Invalid with the reason; nothing is used then."""
    async with db.transaction():
        voucher = await queries.public_voucher(hashed)
        today = clock.now().astimezone(ZoneInfo(person.time_zone)).date()
        if voucher is None:
            raise Invalid({"voucher": _("There is no voucher with this number. Look at its twelve signs again.")})
        bar = rules.bar_to_redeem(voucher, fee, today)
        if bar is None and not await queries.use_by_id(voucher.id):
            bar = rules.Bar.USED
        if bar is not None:
            raise Invalid({"voucher": why_not(bar, voucher, fee)})
        await _move(fee, "redeem", person.id, how="voucher", voucher_id=voucher.id)


def why_not(bar: rules.Bar, voucher: Any, fee: Fee) -> str:
    """The sentence for it."""
    said = {
        rules.Bar.WITHDRAWN: lambda: _("%(giver)s has withdrawn this voucher. Ask them for another one."),
        rules.Bar.ENDED: lambda: _("This voucher has ended. Ask %(giver)s for another one."),
        rules.Bar.USED: lambda: _("This voucher has been used up. Ask %(giver)s for another one."),
        rules.Bar.ELSEWHERE: lambda: _("This voucher is only for micro-credentials of %(giver)s."),
        rules.Bar.TOO_SMALL: lambda: _("This voucher is worth %(value)s, and the fee is %(amount)s."),
    }[bar]()
    return said % {"giver": voucher.giver, "value": voucher.value, "amount": fee.amount}


async def _move(fee: Fee, name: str, by: int | None, **settled: Any) -> None:
    step = MOVES[name]
    async with db.transaction():
        if not rules.can_move(fee, name) or not await queries.move_by_id(fee, step.became, clock.now(), by, **settled):
            raise Conflict(_("This fee has changed in the meantime. Look at where it stands now."))
        topic = f"person:{fee.person_id}" if fee.person_id is not None else f"issuer:{fee.issuer_id}"
        record(step.kind, topic, about=fee.id, by=by, detail=Moved(fee.state, step.became, settled.get("how", "")))
