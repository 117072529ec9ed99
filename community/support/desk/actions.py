"""A desk answers, passes on, closes and opens again; and keeps answers."""

from uuid import UUID

from community import db, events
from community.affiliates.queries import Desk
from community.errors import Conflict, NotFound
from community.finding.asking.rules import quoted
from community.pages import _
from community.people import letters
from community.people import queries as people
from community.support.desk import queries
from community.support.rules import Route, State
from community.support.tickets import actions as tickets
from community.support.tickets import queries as said
from community.support.tickets.queries import Ticket


async def answer(desk: Desk, ticket: Ticket, text: str, key: UUID, last: int) -> None:
    """By name. Conflict where something was said that the desk has not read: `last` is the entry it saw last."""
    async with db.transaction():
        if await queries.lock_by_id(ticket.id) is None:
            raise NotFound
        entries = await said.entries_by_id(ticket.id)
        if entries[-1].id > last and not await _is_there(key):
            raise Conflict(_("Something was said meanwhile: read it, then send your answer, which is still here."))
        if await said.add_entry_by_id(ticket.id, desk.person_id, True, text, key):
            _tell("ticket.answered", ticket, desk)
            if ticket.person_id is None:
                by = (await people.people_by_id([desk.person_id]))[desk.person_id]
                await letters.write(
                    "ticket_answered", ticket.address, ticket.language, f"ticket {ticket.id} {key}",
                    called=ticket.name, by=by.name, desk=ticket.desk.words, answer=quoted(text),
                    question=quoted(ticket.text), token=tickets.link(ticket.id),
                )  # fmt: skip


async def pass_on(desk: Desk, ticket: Ticket) -> None:
    """To the other desk, which is told."""
    async with db.transaction():
        if await queries.set_route_by_id(ticket.id, ticket.desk.other):
            _tell("ticket.passed", ticket, desk)


async def set_state(desk: Desk, ticket: Ticket, state: State) -> None:
    """Close it without a word, or open it again."""
    async with db.transaction():
        if await said.set_state_by_id(ticket.id, state):
            _tell("ticket.closed" if state is State.CLOSED else "ticket.opened", ticket, desk)


async def keep(desk: Desk, route: Route, title: str, text: str, key: UUID) -> None:
    """An answer to give again. Conflict when there is no room."""
    async with db.transaction():
        if not await queries.add_canned(desk, route, title, text, key):
            raise Conflict(_("There is no room for more: remove one that is not used."))


async def remove(desk: Desk, canned_id: int) -> None:
    async with db.transaction():
        if not await queries.remove_canned(desk, canned_id):
            raise NotFound


async def _is_there(key: UUID) -> bool:
    return await db.value("select 1 from ticket_entry where post_key = :key", key=key) is not None


def _tell(kind: str, ticket: Ticket, desk: Desk) -> None:
    events.record(kind, f"ticket:{ticket.id}", about=ticket.id, by=desk.person_id)
