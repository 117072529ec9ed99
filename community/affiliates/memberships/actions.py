"""A person claims a line of a roster, or asks the affiliate to confirm; its desk answers (R8)."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from community import clock, db, events
from community.affiliates import queries
from community.affiliates.queries import Affiliate, Claim, Desk
from community.affiliates.rosters import linking, rules
from community.affiliates.rosters.linking import Answered
from community.errors import Conflict, Invalid, NotFound
from community.pages import _
from community.people import letters
from community.people.queries import Person


@dataclass(frozen=True)
class Asked:
    """Who asks."""

    person_id: int


async def claim(person: Person, affiliate: Affiliate, number: str, family_name: str) -> None:
    """Take the roster's line with this number and last name. Raises Invalid, in the same words whatever is wrong.

    The addresses of that line are told, so that nobody takes another's place unseen (A58).
    """
    row = await queries.public_row(affiliate, number)
    if row is not None and row.person_id == person.id:
        return
    found = row is not None and row.person_id is None and rules.same_name(row.family_name, family_name)
    async with db.transaction():
        if row is None or not found or not await linking.one(row.id, person.id, "number"):
            raise Invalid({"number": _not_found(affiliate)})
        await linking.settle_by_id([person.id])
        for address in row.addresses:
            await letters.write(
                "line_claimed", address, person.language, key=f"line {row.id} {person.id} {address}",
                at_once=True, affiliate=affiliate.name,
            )  # fmt: skip


async def ask(person: Person, affiliate: Affiliate, number: str, family_name: str, said: str) -> None:
    """Ask the affiliate to confirm; asked again while it waits, nothing more happens. Conflict for who is a member."""
    async with db.transaction():
        if await _counts(person, affiliate):
            raise Conflict(_("You are a member of this affiliate already."))
        claim_id = await queries.add_claim(person, affiliate.id, number, family_name, said, clock.now())
        if claim_id is not None:
            events.record(
                "claim.asked", affiliate.topic, about=claim_id, by=person.id, detail=Asked(person_id=person.id)
            )


async def withdraw(person: Person, claim_id: int) -> None:
    """Not to be answered any more. NotFound unless it is one's own and waits."""
    async with db.transaction():
        affiliate_id = await queries.withdraw_claim(person, claim_id, clock.now())
        if affiliate_id is None:
            raise NotFound
        events.record(
            "claim.withdrawn", f"affiliate:{affiliate_id}", about=claim_id, by=person.id, detail=Asked(person.id)
        )


async def confirm(desk: Desk, claim: Claim, number: str) -> None:
    """Yes: a member from today on, or as the roster says where a line has this number. Conflict if one was quicker."""
    affiliate = await queries.affiliate(desk)
    number = number or claim.number
    row = await queries.row_for(desk, number) if number else None
    async with db.transaction():
        await _answer(desk, claim, "confirmed")
        if row is None:
            await linking.without_a_line(claim.person_id, affiliate.id, number, _today(affiliate))
        elif not await linking.one(row.id, claim.person_id, "desk"):
            raise Conflict(_("The line with this number is another account’s, or they stand on another line here."))


async def refuse(desk: Desk, claim: Claim, reason: str) -> None:
    """No, with the reason, which the person reads."""
    async with db.transaction():
        await _answer(desk, claim, "refused", reason)


async def release(desk: Desk, row_id: int) -> None:
    """The line is not theirs: its link and their membership by it end. NotFound unless it is linked, here."""
    affiliate = await queries.affiliate(desk)
    async with db.transaction():
        if not await linking.release(row_id, affiliate.id, _today(affiliate)):
            raise NotFound


async def _answer(desk: Desk, claim: Claim, state: str, reason: str = "") -> None:
    if not await queries.answer_claim(desk, claim.id, state, reason, clock.now()):
        raise Conflict(_("This was answered, or taken back, a moment ago."))
    events.record(
        "claim.answered", claim.topic, about=claim.id, by=desk.person_id, detail=Answered(claim.person_id, state)
    )


async def _counts(person: Person, affiliate: Affiliate) -> bool:
    today = _today(affiliate)
    return any(
        one.affiliate_id == affiliate.id and one.status == "active" and (one.ends_on is None or one.ends_on >= today)
        for one in await queries.memberships(person)
    )


def _today(affiliate: Affiliate) -> date:
    return clock.now().astimezone(ZoneInfo(affiliate.time_zone)).date()


def _not_found(affiliate: Affiliate) -> str:
    return _(
        "We find no line with this number and last name at %(affiliate)s that is still free. Check both, or ask the "
        "affiliate to confirm."
    ) % {"affiliate": affiliate.name}
