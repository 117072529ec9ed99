"""A question is asked, confirmed, written on, said to be settled, taken back."""

from dataclasses import dataclass
from uuid import UUID

from community import clock, db, events, retaining
from community.cohorts import queries as cohorts
from community.errors import Conflict, NotFound
from community.finding import visitors
from community.pages import _
from community.people import letters
from community.people.queries import Person
from community.retaining import Retain
from community.submissions import queries as submissions
from community.support import rules
from community.support.rules import Route, State
from community.support.tickets import queries
from community.support.tickets.queries import Ticket

LINK = "support ticket"
CLOSED = "state = 'closed' and changed_at < :before"
KEPT = Retain("ticket", CLOSED, rules.STAYS_CLOSED.days, lambda: _("Closed questions to the support desk"))


@dataclass(frozen=True)
class Carried:
    """What travels with a question: page, cohort and submission number, never evidence (R63)."""

    page: str = ""
    cohort_id: int | None = None
    cohort: str = ""
    submission: str = ""


async def carried(person: Person | None, address: str) -> Carried:
    """What the page at this address says of who asks: only a cohort where they sit, only a submission of their own."""
    page = rules.carried_page(address)
    if person is None:
        return Carried(page)
    cohort_id, number, cohort = rules.cohort_of(address), rules.submission_of(address), ""
    if cohort_id is not None:
        try:
            cohort = (await cohorts.cohort(await cohorts.seat(person, cohort_id))).name
        except NotFound:
            cohort_id = None
    if number:
        try:
            await submissions.submission(person, number)
        except NotFound:
            number = ""
    return Carried(page, cohort_id, cohort, number)


async def add(person: Person, route: Route, text: str, key: UUID, what: Carried, request: str) -> str:
    """One's own question, which counts at once; its number, however often the form is sent."""
    async with db.transaction():
        ticket_id = await queries.add_by_id(
            person.id, person.name, "", person.language, route, text, key,
            what.page, what.cohort_id, what.submission, request,
        )  # fmt: skip
        if ticket_id:
            _tell("ticket.asked", ticket_id, person.id)
    number = await queries.of_key_by_id(person.id, key)
    if number is None:
        raise Conflict(_("This form was sent before. Open the page anew to ask again."))
    return number


async def ask(
    name: str, address: str, language: str, route: Route, text: str, key: UUID, page: str, request: str
) -> None:
    """A visitor's question: it counts once the link in the mail is pressed. The mail holds no word of theirs."""
    async with db.transaction():
        ticket_id = await queries.add_by_id(None, name, address, language, route, text, key, page, None, "", request)
        if ticket_id:
            await letters.write(
                "ticket_confirm", address, language, f"ticket {ticket_id}", at_once=True, token=link(ticket_id)
            )


async def confirm(ticket: Ticket) -> None:
    """The link was pressed. Pressed twice, it counts once."""
    async with db.transaction():
        if await queries.confirm_by_id(ticket.id):
            _tell("ticket.asked", ticket.id)


async def say(ticket: Ticket, person: Person | None, text: str, key: UUID) -> None:
    """Who asked writes on: it waits for the desk again, also where it was closed."""
    if ticket.confirmed_at is None:
        raise Conflict(_("Press “Yes, send it” first: until then nobody reads this."))
    async with db.transaction():
        if await queries.add_entry_by_id(ticket.id, person.id if person else None, False, text, key):
            _tell("ticket.asked", ticket.id, person.id if person else None)


async def close(ticket: Ticket, person: Person | None = None) -> None:
    """Who asked says that it is settled."""
    async with db.transaction():
        if await queries.set_state_by_id(ticket.id, State.CLOSED):
            _tell("ticket.closed", ticket.id, person.id if person else None)


async def withdraw(ticket: Ticket) -> None:
    """Take it back: nothing of it stays."""
    async with db.transaction():
        await queries.forget_by_id(ticket.id)


async def tidy(_payload: dict) -> None:
    """The job, safe to repeat."""
    async with db.transaction():
        await queries.tidy_by_id(clock.now())
        await retaining.erase("tickets")


def link(ticket_id: int) -> str:
    """What stands in a visitor's mailed link."""
    return visitors.link(LINK, ticket_id)


async def of_link(text: str) -> Ticket:
    """The ticket behind a mailed link; NotFound for one that is erased or an account's, and for any other text."""
    number = visitors.number(LINK, text)
    found = (await queries.tickets_by_id([number])).get(number)
    if found is None or found.person_id is not None:
        raise NotFound
    return found


def _tell(kind: str, ticket_id: int, by: int | None = None) -> None:
    events.record(kind, f"ticket:{ticket_id}", about=ticket_id, by=by)
