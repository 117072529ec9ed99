"""What the desks of support read: what a ticket carries, and nothing behind it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from community import clock, db
from community.affiliates import queries as affiliates
from community.affiliates.queries import Desk
from community.errors import NotFound
from community.people.queries import Person
from community.support import rules
from community.support.rules import Route, State
from community.support.tickets.queries import TICKET, Ticket


@dataclass(frozen=True)
class Canned:
    """An answer that a desk keeps; `by` is "" where that account is gone."""

    id: int
    route: str
    title: str
    text: str
    by: str
    at: datetime


async def desk(person: Person) -> Desk:
    """The support desk that this person holds; to everybody else there is none."""
    found = await _desk(person)
    if found is None:
        raise NotFound
    return found


async def holds_one(person: Person) -> bool:
    """For the link to it."""
    return person.holds_office and await _desk(person) is not None


async def _desk(person: Person) -> Desk | None:
    return next((one for one in await affiliates.desks(person) if one.kind == "support"), None)


async def queue(desk: Desk, route: Route, state: State, after: tuple[datetime, int] | None) -> list[Ticket]:
    """Tickets of one desk, the longest waiting first (closed ones: the last first), one more than a page."""
    last = state is State.CLOSED
    return await db.many(
        Ticket,
        TICKET
        + f"""
        where ticket.route = :route and ticket.state = :state and ticket.confirmed_at is not null
          and (cast(:at as timestamptz) is null or (ticket.changed_at, ticket.id) {"<" if last else ">"} (:at, :id))
        order by ticket.changed_at {"desc" if last else ""}, ticket.id {"desc" if last else ""} limit :most
        """,
        route=route,
        state=state,
        at=after[0] if after else None,
        id=after[1] if after else 0,
        most=rules.PAGE + 1,
    )


async def counts(desk: Desk) -> dict[tuple[str, str], int]:
    """{(route, state): how many}, up to a thousand of each that is not closed."""
    rows = await db.many(
        dict,
        """
        select route, state, count(*) as number
        from (select route, state, row_number() over (partition by route, state) as place from ticket
              where confirmed_at is not null and state <> 'closed') as open
        where place <= 1000 group by route, state order by route, state limit 10
        """,
    )
    return {(row["route"], row["state"]): row["number"] for row in rows}


async def ticket(desk: Desk, number: str) -> Ticket:
    """Any that was asked; NotFound while its visitor has not confirmed it."""
    found = await db.one(
        Ticket, TICKET + "where ticket.number = :number and ticket.confirmed_at is not null", number=number
    )
    if found is None:
        raise NotFound
    return found


async def lock_by_id(ticket_id: int) -> State | None:
    """How it stands, until the transaction ends; None where it is erased."""
    state = await db.value("select state from ticket where id = :id for no key update", id=ticket_id)
    return State(state) if state else None


async def set_route_by_id(ticket_id: int, route: Route) -> bool:
    """Whether it was with the other."""
    moved = await db.run(
        "update ticket set route = :route where id = :id and route <> :route", route=route, id=ticket_id
    )
    return moved == 1


async def canned(desk: Desk, route: Route | None = None) -> list[Canned]:
    """What is kept for a desk, or for both, by title."""
    return await db.many(
        Canned,
        """
        select canned_answer.id, route, title, text, coalesce(person.name, '') as by, at
        from canned_answer left join person on person.id = canned_answer.person_id
        where cast(:route as text) is null or route = :route order by route, title, canned_answer.id limit :most
        """,
        route=route,
        most=rules.MOST_CANNED,
    )


async def add_canned(desk: Desk, route: Route, title: str, text: str, key: UUID) -> bool:
    """Whether there was room for one more."""
    added = await db.run(
        """
        insert into canned_answer (post_key, route, title, text, person_id, at)
        select :key, :route, :title, :text, :person_id, :at
        where (select count(*) from canned_answer) < :most or exists (select from canned_answer where post_key = :key)
        on conflict (post_key) do update set title = excluded.title
        """,
        key=key,
        route=route,
        title=title,
        text=text,
        person_id=desk.person_id,
        at=clock.now(),
        most=rules.MOST_CANNED,
    )
    return added == 1


async def remove_canned(desk: Desk, canned_id: int) -> bool:
    return await db.run("delete from canned_answer where id = :id", id=canned_id) == 1


async def holders_by_id(ids: list[int]) -> dict[int, list[int]]:
    """{ticket: who sits at the support desk}"""
    rows = await db.many(
        dict,
        "select person_id from desk where kind = 'support' and ended_at is null order by person_id limit 200",
    )
    return {number: [row["person_id"] for row in rows] for number in ids}
