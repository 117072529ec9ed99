"""The fee of a Start from the earner's side: written down so that it can be settled, and asked back."""

from typing import Any

from community import clock, db
from community.cohorts import queries as cohorts
from community.errors import Conflict
from community.evidence import actions, applying, queries
from community.evidence.queries import Application, Standing
from community.evidence.rules import Bar
from community.fees import actions as fees
from community.fees import queries as fee_queries
from community.fees.queries import Fee
from community.people.queries import Person


async def ask(person: Person, standing: Standing) -> Fee:
    """The fee that is due for this Start. The affiliate of the cohort one works in sees it, too."""
    price, _fee = await actions.price_of(person, standing.definition)
    bar = await actions.bar_to_start(person, standing.definition, price)
    if bar is not Bar.FEE:
        raise Conflict(actions.WHY_NOT[bar]() if bar else "")
    affiliate_id = None
    if standing.cohort_id is not None:
        affiliate_id = (await cohorts.cohort(await cohorts.seat(person, standing.cohort_id))).affiliate_id
    return await fees.ask(person, standing.definition.micro_credential_id, price, affiliate_id)


async def fee_of(person: Person, definition: Any) -> Fee | None:
    """The fee that stands for a Start here: of the window that is open, else the one no Start has used."""
    open_one = await queries.application(person, definition.micro_credential_id)
    if open_one is not None and open_one.is_running:
        return await fee_queries.used_for(person, open_one.id)
    return await fee_queries.unused(person, definition.micro_credential_id)


async def want_back(person: Person, standing: Standing) -> None:
    """Ask for the fee back; the window that it opened ends with that, what was written stays (R8)."""
    fee = await fee_of(person, standing.definition)
    if fee is None:
        raise Conflict(actions.WHY_NOT[Bar.FEE]())
    async with db.transaction():
        await fees.wish(person, fee)
        if standing.application is not None and standing.application.id == fee.application_id:
            await _withdraw(person, standing.application)


async def _withdraw(person: Person, application: Application) -> None:
    if not await queries.withdraw(person, application, clock.now()):
        raise Conflict(actions.WHY_NOT[Bar.RUNNING]())
    await applying.tell(person, application, "application.withdrawn", "application.given_back")
