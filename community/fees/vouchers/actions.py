"""Vouchers are made at a desk, and withdrawn there."""

from dataclasses import dataclass
from datetime import date

from community import clock, db, numbers
from community.affiliates.queries import Desk
from community.errors import NotFound, permit
from community.events import record
from community.fees import queries, rules


@dataclass(frozen=True)
class Made:
    """Detail of `voucher.made`: what it is worth, how often, until when."""

    value_cents: int
    uses: int
    ends_on: str  # 2027-01-31


async def make(desk: Desk, count: int, value_cents: int, uses: int, ends_on: date, label: str = "") -> list[str]:
    """So many, each with a number of its own; the numbers, which nobody can look up afterwards."""
    permit(rules.looks_after(desk))
    drawn = [numbers.draw() for _ in range(count)]
    async with db.transaction():
        at = clock.now()
        for number in drawn:
            made = await queries.add_voucher(
                desk, numbers.hashed(number), number[-4:], label, value_cents, uses, ends_on, at
            )
            detail = Made(value_cents, uses, ends_on.isoformat())
            record("voucher.made", _topic(desk), about=made, by=desk.person_id, detail=detail)
    return drawn


async def withdraw(desk: Desk, voucher_id: int) -> None:
    """Nobody can use it any more; what it has paid stays paid. Once more: nothing new."""
    permit(rules.looks_after(desk))
    async with db.transaction():
        withdrawn = await queries.withdraw(desk, voucher_id, clock.now())
        if withdrawn is None:
            raise NotFound
        if withdrawn:
            record("voucher.withdrawn", _topic(desk), about=voucher_id, by=desk.person_id)


def _topic(desk: Desk) -> str:
    return f"affiliate:{desk.affiliate_id}" if desk.affiliate_id else f"issuer:{desk.issuer_id}"
