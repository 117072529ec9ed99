"""Tickets of who asks, and what is said about them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from community import clock, db, numbers
from community.errors import NotFound
from community.people.queries import Person
from community.support import rules
from community.support.rules import Route, State

TICKET = """
select ticket.id, ticket.number, ticket.person_id, ticket.name, ticket.address, ticket.language, ticket.route,
       ticket.state, ticket.page, ticket.cohort_id, coalesce(cohort.name, '') as cohort, ticket.submission,
       ticket.request, ticket.asked_at, ticket.confirmed_at, ticket.changed_at,
       (select text from ticket_entry where ticket_entry.ticket_id = ticket.id order by id limit 1) as text
from ticket left join cohort on cohort.id = ticket.cohort_id
"""


@dataclass(frozen=True)
class Ticket(numbers.Numbered):
    """A question to a desk. `address` is "" where the main one of `person_id` is meant; `text` is its first entry."""

    id: int
    number: str
    person_id: int | None
    name: str
    address: str
    language: str
    route: str
    state: str
    page: str
    cohort_id: int | None
    cohort: str
    submission: str
    request: str
    asked_at: datetime
    confirmed_at: datetime | None
    changed_at: datetime
    text: str

    @property
    def desk(self) -> Route:
        return Route(self.route)

    @property
    def standing(self) -> State:
        return State(self.state)

    @property
    def first_line(self) -> str:
        """How a list calls it."""
        line = self.text.splitlines()[0]
        return line if len(line) <= 80 else line[:79].rstrip() + "…"

    @property
    def own_address(self) -> str:
        return f"/support/tickets/{self.number}"

    @property
    def desk_address(self) -> str:
        return f"/support/desk/{self.number}"


@dataclass(frozen=True)
class Entry:
    """What was said, by the desk or by who asks; `name` is "" where that account is gone."""

    id: int
    by_desk: bool
    name: str
    text: str
    at: datetime


async def ticket(person: Person, number: str) -> Ticket:
    """One's own; to anybody else it is not there."""
    found = await db.one(
        Ticket,
        TICKET + "where ticket.number = :number and ticket.person_id = :person_id",
        number=number,
        person_id=person.id,
    )
    if found is None:
        raise NotFound
    return found


async def tickets(person: Person) -> list[Ticket]:
    """One's own, what changed last first."""
    return await db.many(
        Ticket,
        TICKET + "where ticket.person_id = :id order by ticket.changed_at desc, ticket.id desc limit :most",
        id=person.id,
        most=rules.PAGE,
    )


async def entries_by_id(ticket_id: int) -> list[Entry]:
    """All that was said, in its order; whoever may read the ticket reads it."""
    return await db.many(
        Entry,
        """
        select ticket_entry.id, by_desk, coalesce(person.name, case when by_desk then '' else ticket.name end) as name,
               ticket_entry.text, ticket_entry.at
        from ticket_entry join ticket on ticket.id = ticket_entry.ticket_id
        left join person on person.id = ticket_entry.person_id
        where ticket_entry.ticket_id = :id order by ticket_entry.id limit 500
        """,
        id=ticket_id,
    )


async def tickets_by_id(ids: list[int]) -> dict[int, Ticket]:
    """For notices, jobs and mailed links."""
    found = await db.many(Ticket, TICKET + "where ticket.id = any(:ids) order by ticket.id limit 5000", ids=ids)
    return {one.id: one for one in found}


async def askers_by_id(ids: list[int]) -> dict[int, list[int]]:
    """{ticket: who asked, if they have an account}"""
    return {one.id: [one.person_id] if one.person_id else [] for one in (await tickets_by_id(ids)).values()}


async def add_by_id(
    person_id: int | None, name: str, address: str, language: str, route: Route, text: str, key: UUID,
    page: str, cohort_id: int | None, submission: str, request: str,
) -> int | None:  # fmt: skip
    """The id of a new ticket, a visitor's unconfirmed; None where this form was sent before."""
    at = clock.now()
    ticket_id = await db.value(
        """
        insert into ticket (number, person_id, post_key, name, address, language, route, page, cohort_id, submission,
                            request, asked_at, confirmed_at, changed_at)
        values (:number, :person_id, :key, :name, :address, :language, :route, :page, :cohort_id, :submission,
                :request, cast(:at as timestamptz), case when cast(:person_id as bigint) is not null then :at end, :at)
        on conflict (post_key) do nothing returning id
        """,
        number=numbers.draw(),
        person_id=person_id,
        key=key,
        name=name,
        address=address,
        language=language,
        route=route,
        page=page,
        cohort_id=cohort_id,
        submission=submission,
        request=request,
        at=at,
    )
    if ticket_id is not None:
        await add_entry_by_id(ticket_id, person_id, False, text, key)
    return ticket_id


async def of_key_by_id(person_id: int, key: UUID) -> str | None:
    """The number of the ticket that this person's form made."""
    return await db.value(
        "select number from ticket where post_key = :key and person_id = :person_id", key=key, person_id=person_id
    )


async def add_entry_by_id(ticket_id: int, person_id: int | None, by_desk: bool, text: str, key: UUID) -> bool:
    """Whether it was not said before by the same form; from now on it is the other's turn."""
    at = clock.now()
    said = await db.run(
        """
        insert into ticket_entry (ticket_id, post_key, person_id, by_desk, text, at)
        values (:ticket_id, :key, :person_id, :by_desk, :text, :at) on conflict (post_key) do nothing
        """,
        ticket_id=ticket_id,
        key=key,
        person_id=person_id,
        by_desk=by_desk,
        text=text,
        at=at,
    )
    if said:
        await set_state_by_id(ticket_id, State.ANSWERED if by_desk else State.WAITING)
    return said == 1


async def set_state_by_id(ticket_id: int, state: State) -> bool:
    """Whether it was another."""
    changed = await db.run(
        "update ticket set state = :state, changed_at = :at where id = :id and state <> :state",
        state=state,
        at=clock.now(),
        id=ticket_id,
    )
    return changed == 1


async def confirm_by_id(ticket_id: int) -> bool:
    """Whether it was not confirmed before."""
    at = clock.now()
    confirmed = await db.run(
        "update ticket set confirmed_at = :at, changed_at = :at where id = :id and confirmed_at is null",
        id=ticket_id,
        at=at,
    )
    return confirmed == 1


async def forget_by_id(ticket_id: int) -> None:
    await db.run("delete from ticket where id = :id", id=ticket_id)


async def tidy_by_id(at: datetime) -> None:
    """For the job: what nobody confirmed goes, what was answered and left is closed."""
    await db.run(
        "delete from ticket where confirmed_at is null and asked_at < :before", before=at - rules.WAITS_FOR_ITS_LINK
    )
    await db.run(
        "update ticket set state = 'closed', changed_at = :at where state = 'answered' and changed_at < :before",
        at=at,
        before=at - rules.CLOSES_ANSWERED,
    )
